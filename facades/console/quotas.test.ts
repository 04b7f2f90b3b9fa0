import { beforeAll, describe, expect, test } from 'vitest'
import { changeQuota } from '@/server/services/quotas.ts'
import { createTree } from '@/server/services/resources.ts'
import { type People, people } from '@/server/testing/people.ts'
import { webTree } from '@/server/testing/trees.ts'
import { asking } from '../shared/testing/ask.ts'
import { consoleApi } from './index.ts'

const ask = asking(consoleApi)
let who: People
beforeAll(async () => {
  who = await people()
  await createTree(who.memberActor, webTree(who.subnet))
  await changeQuota(who.adminActor, who.project, { load_balancer: 3 })
  await changeQuota(who.adminActor, null, { member: 50 })
})

async function overviewOf(token: string) {
  const answer = await ask('GET', '/console/quotas', { token })
  expect(answer.status).toBe(200)
  return answer
}

describe('the overview of quotas', () => {
  test('tells an administrator what every project may have, and has', async () => {
    const answer = await overviewOf(who.admin)
    expect(answer.at('may_change')).toBe(true)
    expect(answer.at('defaults')).toMatchObject({ member: 50, load_balancer: -1 })
    const projects = answer.at('projects') as { project: { name: string } }[]
    expect(projects.map(({ project }) => project.name)).toEqual(['default', 'others'])
    expect(projects[0]).toEqual({
      project: { id: who.project, name: 'default' },
      own: expect.objectContaining({ load_balancer: 3, member: null }),
      limits: expect.objectContaining({ load_balancer: 3, member: 50, pool: -1 }),
      in_use: { load_balancer: 1, listener: 1, pool: 1, member: 2, health_monitor: 1, l7_policy: 0, l7_rule: 0 },
    })
    expect(projects[1]).toMatchObject({ in_use: { load_balancer: 0, member: 0 }, limits: { load_balancer: -1 } })
  })

  test('tells everybody else of the own project alone, and that they may not change it', async () => {
    for (const token of [who.member, who.reader]) {
      const answer = await overviewOf(token)
      expect(answer.at('may_change')).toBe(false)
      expect(answer.at('projects', 'length')).toBe(1)
      expect(answer.at('projects', 0, 'project', 'id')).toBe(who.project)
    }
    const stranger = await overviewOf(who.stranger)
    expect(stranger.text).not.toContain(who.project)
    expect((await ask('GET', '/console/quotas', { token: who.outsider })).status).toBe(403)
  })
})
