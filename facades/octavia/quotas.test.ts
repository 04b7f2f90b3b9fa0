import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { base, lb, makeTree, must, pathRule, settled, type Tree } from './testing/tree.ts'

let who: People
let tree: Tree
beforeAll(async () => {
  who = await people()
  const stop = playEngine()
  tree = await makeTree({ token: who.member, subnet: who.subnet }, 'limited')
  return stop
})
beforeEach(async () => {
  await lb('DELETE', `${base}/quotas/${who.project}`, { token: who.admin })
  await lb('DELETE', `${base}/quotas/defaults`, { token: who.admin })
})

const none = -1
const unlimited = {
  loadbalancer: none,
  load_balancer: none,
  listener: none,
  pool: none,
  member: none,
  healthmonitor: none,
  health_monitor: none,
  l7policy: none,
  l7rule: none,
}

async function quotaOf(project: string, token = who.admin): Promise<unknown> {
  return must(200, await lb('GET', `${base}/quotas/${project}`, { token })).at('quota')
}

async function limit(quota: object, project = who.project) {
  return must(202, await lb('PUT', `${base}/quotas/${project}`, { token: who.admin, body: { quota } }))
}

describe('the quota of a project', () => {
  test('is without limits at first, in both spellings, with both words for the project', async () => {
    const owner = { project_id: who.project, tenant_id: who.project }
    expect(await quotaOf(who.project, who.reader)).toEqual({ ...unlimited, ...owner })
    const nobodys = { project_id: null, tenant_id: null }
    expect(await quotaOf('defaults', who.reader)).toEqual({ ...unlimited, ...nobodys })
    const path = `${base}/quotas/${who.project}/default`
    expect(must(200, await lb('GET', path, { token: who.reader })).at('quota')).toEqual({ ...unlimited, ...nobodys })
  })

  test('is set in either spelling, digits as text included, and answers 202 with all of it', async () => {
    const answer = await limit({ loadbalancer: '7', health_monitor: 3, l7rule: 0 })
    const wanted = { loadbalancer: 7, load_balancer: 7, healthmonitor: 3, health_monitor: 3, l7rule: 0, pool: -1 }
    expect(answer.at('quota')).toMatchObject(wanted)
    expect(await quotaOf(who.project)).toMatchObject(wanted)
  })

  test('keeps what a change leaves out, and null is the default', async () => {
    await limit({ pool: 4 }, 'defaults')
    await limit({ pool: 9, member: 8 })
    await limit({ member: null })
    expect(await quotaOf(who.project)).toMatchObject({ pool: 9, member: -1 })
    await limit({ pool: null })
    expect(await quotaOf(who.project)).toMatchObject({ pool: 4 })
  })

  test('is that of the defaults again once it is deleted', async () => {
    await limit({ pool: 4 }, 'defaults')
    await limit({ pool: 9 })
    must(202, await lb('DELETE', `${base}/quotas/${who.project}`, { token: who.admin }))
    expect(await quotaOf(who.project)).toMatchObject({ pool: 4 })
  })

  test('stands in the list once it has values of its own; a member sees the own one', async () => {
    await limit({ pool: 9 })
    await limit({ pool: 3 }, who.otherProject)
    const pools = async (token: string, query = '') =>
      (must(200, await lb('GET', `${base}/quotas${query}`, { token })).at('quotas') as { pool: number }[]).map(
        (one) => one.pool,
      )
    expect((await pools(who.admin)).sort()).toEqual([3, 9])
    expect(await pools(who.admin, `?project_id=${who.otherProject}`)).toEqual([3])
    expect(await pools(who.member)).toEqual([9])
    expect(await pools(who.stranger)).toEqual([3])
    expect(await pools(who.admin, '?pool=3')).toEqual([3])
    expect(await pools(who.admin, '?sort=pool:desc')).toEqual([9, 3])
    must(202, await lb('DELETE', `${base}/quotas/${who.otherProject}`, { token: who.admin }))
  })

  test.each([
    [
      { listener: -2 },
      "Invalid input for field/attribute listener. Value: '-2'. Value should be greater or equal to -1",
    ],
    [{ listener: 2_000_000_001 }, 'Value should be lower or equal to 2000000000'],
    [{ listener: 'many' }, "Value: 'many'. Value should be a whole number"],
    [{ listeners: 1 }, 'Unknown attribute for argument quotas.quota: listeners'],
    [{ l7_policy: 1 }, 'Unknown attribute for argument quotas.quota: l7_policy'],
    [{ project_id: 'x' }, 'Unknown attribute for argument quotas.quota: project_id'],
    [{ loadbalancer: 1, load_balancer: 2 }, 'The quota names load_balancer twice, with two different limits.'],
  ])('refuses %j', async (quota, faultstring) => {
    const answer = await lb('PUT', `${base}/quotas/${who.project}`, { token: who.admin, body: { quota } })
    expect([answer.status, answer.at('faultstring')]).toEqual([400, expect.stringContaining(faultstring)])
  })

  test('of a project that is not there can not be set', async () => {
    for (const method of ['PUT', 'DELETE']) {
      const body = method === 'PUT' ? { quota: { pool: 1 } } : undefined
      const answer = await lb(method, `${base}/quotas/nobodys`, { token: who.admin, body })
      expect([answer.status, answer.at('faultstring')]).toEqual([404, 'Project nobodys not found.'])
    }
  })
})

/** Creates that need room for one more of a kind. */
const creates = {
  loadbalancer: ['Load Balancer', '/loadbalancers', () => ({ loadbalancer: { vip_subnet_id: who.subnet } })],
  listener: [
    'Listener',
    '/listeners',
    () => ({ listener: { loadbalancer_id: tree.loadbalancer, protocol: 'TCP', protocol_port: 9_000 } }),
  ],
  pool: [
    'Pool',
    '/pools',
    () => ({ pool: { loadbalancer_id: tree.loadbalancer, protocol: 'TCP', lb_algorithm: 'ROUND_ROBIN' } }),
  ],
  member: ['Member', '', () => ({ member: { address: '127.0.0.3', protocol_port: 3 } })],
  l7policy: ['L7 Policy', '/l7policies', () => ({ l7policy: { listener_id: tree.listener, action: 'REJECT' } })],
  l7rule: ['L7 Rule', '', () => ({ rule: pathRule('/more') })],
} as const

const nested: Readonly<Record<string, () => string>> = {
  member: () => `/pools/${tree.pool}/members`,
  l7rule: () => `/l7policies/${tree.l7policy}/rules`,
}

describe('a project that has all that it may', () => {
  test.each(Object.keys(creates) as (keyof typeof creates)[])('is refused one more %s', async (kind) => {
    const [title, path, body] = creates[kind]
    await limit({ [kind]: 1 })
    const url = `${base}${nested[kind]?.() ?? path}`
    const answer = await lb('POST', url, { token: who.member, body: body() })
    expect([answer.status, answer.at('faultcode'), answer.at('faultstring')]).toEqual([
      403,
      'Client',
      `Quota has been met for resources: ${title}`,
    ])
    // An administrator who works in it is held to it as well, and other projects are not.
    expect((await lb('POST', url, { token: who.admin, body: body() })).status).toBe(403)
  })

  test('is refused by the defaults, too', async () => {
    await limit({ pool: 1 }, 'defaults')
    const [title, , body] = creates.pool
    const answer = await lb('POST', `${base}/pools`, { token: who.member, body: body() })
    expect([answer.status, answer.at('faultstring')]).toEqual([403, `Quota has been met for resources: ${title}`])
  })

  test('is refused a monitor, a tree, a batch and a listener with policies that need more, and nothing of them is there', async () => {
    const pool = { name: 'p', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' }
    const listener = { protocol: 'HTTP', protocol_port: 80, default_pool: pool }
    const loadbalancer = { name: 'too-much', vip_subnet_id: who.subnet, listeners: [listener] }
    await limit({ pool: 1 })
    const whole = await lb('POST', `${base}/loadbalancers`, { token: who.member, body: { loadbalancer } })
    expect([whole.status, whole.at('faultstring')]).toEqual([403, 'Quota has been met for resources: Pool'])
    const named = must(200, await lb('GET', `${base}/loadbalancers?name=too-much`, { token: who.member }))
    expect(named.at('loadbalancers')).toEqual([])

    await limit({ member: 2 })
    const members = [1, 2, 3].map((at) => ({ address: '127.0.0.8', protocol_port: at }))
    const path = `${base}/pools/${tree.pool}/members`
    const batch = await lb('PUT', path, { token: who.member, body: { members } })
    expect([batch.status, batch.at('faultstring')]).toEqual([403, 'Quota has been met for resources: Member'])
    expect(must(200, await lb('GET', path, { token: who.member })).at('members', 'length')).toBe(1)

    await limit({ l7rule: 2 })
    const policy = { action: 'REJECT', rules: [pathRule('/a'), pathRule('/b')] }
    const body = {
      listener: { loadbalancer_id: tree.loadbalancer, protocol: 'HTTP', protocol_port: 9_001, l7policies: [policy] },
    }
    const inside = await lb('POST', `${base}/listeners`, { token: who.member, body })
    expect([inside.status, inside.at('faultstring')]).toEqual([403, 'Quota has been met for resources: L7 Rule'])
  })

  test('may still change and remove what it has, and a batch that needs no more room passes', async () => {
    await limit({ loadbalancer: 0, pool: 0, member: 1 })
    const path = `${base}/pools/${tree.pool}`
    must(200, await lb('PUT', path, { token: who.member, body: { pool: { name: 'renamed' } } }))
    const members = [{ address: '127.0.0.10', protocol_port: 1 }]
    must(202, await lb('PUT', `${path}/members`, { token: who.member, body: { members } }))
    await settled(who.member, tree.loadbalancer)
  })

  test('has room again once something is gone', async () => {
    const other = await makeTree({ token: who.stranger, subnet: who.subnet }, 'short')
    await limit({ loadbalancer: 1 }, who.otherProject)
    const body = { loadbalancer: { vip_subnet_id: who.subnet } }
    expect((await lb('POST', `${base}/loadbalancers`, { token: who.stranger, body })).status).toBe(403)
    must(204, await lb('DELETE', `${base}/loadbalancers/${other.loadbalancer}?cascade=true`, { token: who.stranger }))
    must(201, await lb('POST', `${base}/loadbalancers`, { token: who.stranger, body }))
  })
})

test('twenty creates at once never go beyond the limit', async () => {
  await limit({ pool: 5 })
  const { body } = { body: creates.pool[2]() }
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => lb('POST', `${base}/pools`, { token: who.member, body })),
  )
  const statuses = answers.map((one) => one.status)
  expect(statuses.filter((status) => status === 201).length).toBe(4)
  expect(statuses.filter((status) => status === 403).length).toBe(16)
})
