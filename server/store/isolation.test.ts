import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { database, inTransaction, type Transaction } from './client.ts'
import { takeRevision } from './revisions.ts'

const project = (name: string) => ({ id: name, name, created_at: '2026-01-01T00:00:00.000Z' })
const names = async () => (await database().project.findMany({ orderBy: { name: 'asc' } })).map(({ name }) => name)

describe('transactions', () => {
  test('a write beside a transaction survives its rollback, and does not see into it', async () => {
    let beside: Promise<unknown> = Promise.resolve()
    const rolledBack = inTransaction(async (transaction) => {
      await transaction.project.create({ data: project('inside') })
      beside = database().project.create({ data: project('beside') })
      await transaction.project.findMany()
      throw new Error('changed my mind')
    })
    await expect(rolledBack).rejects.toThrow('changed my mind')
    await beside
    expect(await names()).toEqual(['beside'])
  })

  test('one that has ended runs nothing more, by Prisma or without', async () => {
    const ended = await inTransaction(async (transaction) => ({ transaction }))
    const late: Transaction = ended.transaction
    await expect(async () => late.project.create({ data: project('late') })).rejects.toThrow()
    await expect(takeRevision(late)).rejects.toThrow()
    expect(await names()).not.toContain('late')
  })

  test('forty callers that read and then write lose nothing', async () => {
    const take = () => inTransaction((transaction) => takeRevision(transaction))
    const first = await take()
    const taken = await Promise.all(Array.from({ length: 40 }, take))
    expect(taken.sort((one, other) => one - other)).toEqual(Array.from({ length: 40 }, (_, at) => first + at + 1))
  }, 30_000)

  test('a killed process leaves what it was told was done, and nothing of what was not', async () => {
    const writer = spawn(
      process.execPath,
      ['--import', 'tsx', fileURLToPath(new URL('../testing/killed-writer.ts', import.meta.url))],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    )
    await saying(writer, 'in the middle')
    writer.kill('SIGKILL')
    await once(writer, 'exit')
    expect(await names()).toEqual(['acknowledged', 'beside'])
  }, 60_000)
})

async function saying(child: ChildProcess, text: string): Promise<void> {
  for await (const chunk of child.stdout ?? []) if (String(chunk).includes(text)) return
  throw new Error(`The process ended before it said "${text}".`)
}
