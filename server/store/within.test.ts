import { afterEach, describe, expect, test, vi } from 'vitest'
import { env } from '../env.ts'
import { database, inTransaction, isPostgresql } from './client.ts'

const project = (name: string) => ({ id: name, name, created_at: '2026-01-01T00:00:00.000Z' })
const names = async () => (await database().project.findMany({ orderBy: { name: 'asc' } })).map(({ name }) => name)

afterEach(async () => {
  vi.useRealTimers()
  await database().project.deleteMany()
})

describe.skipIf(isPostgresql(env().databaseUrl))('a transaction on SQLite', () => {
  test('goes on after a part of it that was all or nothing, and came to nothing', async () => {
    await inTransaction(async (transaction) => {
      await transaction.project.create({ data: project('first') })
      // Both or neither: Prisma makes a transaction of its own for that.
      const both = transaction.project.create({
        data: { ...project('parent'), assignments: { create: [{ user_id: 'nobody', role: 'member' }] } },
      })
      await expect(both).rejects.toMatchObject({ code: 'P2003' })
      await transaction.project.create({ data: project('last') })
    })
    expect(await names()).toEqual(['first', 'last'])
  })

  test('takes along what a part of it has finished, when it comes to nothing itself', async () => {
    const rolledBack = inTransaction(async (transaction) => {
      await transaction.project.createMany({ data: [project('one'), project('two')] })
      throw new Error('changed my mind')
    })
    await expect(rolledBack).rejects.toThrow('changed my mind')
    expect(await names()).toEqual([])
  })

  test('that never ends is rolled back, and who waits for it goes on', async () => {
    await names()
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const stuck = inTransaction(async (transaction) => {
      await transaction.project.create({ data: project('stuck') })
      await new Promise(() => {})
    })
    const refused = expect(stuck).rejects.toThrow('took longer than 15 s')
    const next = inTransaction((transaction) => transaction.project.create({ data: project('next') }))
    while (vi.getTimerCount() === 0) await Promise.resolve()
    await vi.advanceTimersByTimeAsync(15_000)
    await refused
    await next
    expect(await names()).toEqual(['next'])
  })
})
