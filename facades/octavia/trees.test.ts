import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { base, lb, makeTree, must, settled } from './testing/tree.ts'

let who: People
let token: string
/** Load balancers that the engine refuses. */
const refused = new Set<string>()

beforeAll(async () => {
  who = await people()
  token = who.member
  return playEngine((id) =>
    refused.has(id) ? [{ about: 'load_balancer', message: 'Port 80 is taken by nginx.' }] : [],
  )
})

const pool = { protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' }

describe('a fully populated create', () => {
  test('answers with the whole tree in full objects, all of it pending', async () => {
    const loadbalancer = {
      name: 'tree',
      vip_subnet_id: who.subnet,
      listeners: [
        {
          name: 'inline',
          protocol: 'HTTP',
          protocol_port: 80,
          default_pool: {
            ...pool,
            name: 'p1',
            members: [{ address: '127.0.0.1', protocol_port: '8080', weight: 5 }],
            healthmonitor: { type: 'TCP', delay: 5, timeout: 3, max_retries: 2 },
          },
        },
        { name: 'named', protocol: 'TCP', protocol_port: 81, default_pool: { name: 'p2' }, l7policies: [] },
      ],
      pools: [{ ...pool, name: 'p2' }],
    }
    const created = must(201, await lb('POST', `${base}/loadbalancers`, { token, body: { loadbalancer } }))
    const [inline, named] = [created.at('loadbalancer', 'listeners', 0), created.at('loadbalancer', 'listeners', 1)]
    const pools = created.at('loadbalancer', 'pools')
    expect(pools).toHaveLength(2)
    const p1 = Array.isArray(pools) ? pools.find((one) => one.name === 'p1') : undefined
    const p2 = Array.isArray(pools) ? pools.find((one) => one.name === 'p2') : undefined
    expect(inline).toMatchObject({
      name: 'inline',
      default_pool_id: p1.id,
      provisioning_status: 'PENDING_CREATE',
      l7policies: [],
    })
    expect(named).toMatchObject({ name: 'named', default_pool_id: p2.id, provisioning_status: 'PENDING_CREATE' })
    expect(Object.keys(Object(inline))).not.toContain('loadbalancers')
    expect(p1).toMatchObject({
      listeners: [{ id: Object(inline).id }],
      provisioning_status: 'PENDING_CREATE',
      members: [{ address: '127.0.0.1', protocol_port: 8_080, weight: 5, provisioning_status: 'PENDING_CREATE' }],
      healthmonitor: { type: 'TCP', http_method: null, url_path: null, provisioning_status: 'PENDING_CREATE' },
    })
    expect(p2).toMatchObject({ members: [], healthmonitor: null })
    expect(Object.keys(p1)).not.toContain('loadbalancers')
    const id = String(created.at('loadbalancer', 'id'))
    expect(await settled(token, id)).toBe('ACTIVE')
    const listed = must(200, await lb('GET', `${base}/loadbalancers/${id}`, { token }))
    expect(listed.at('loadbalancer', 'pools')).toEqual(expect.arrayContaining([{ id: p1.id }, { id: p2.id }]))
  })

  test('has policies with their rules in their order, and their pools wherever they were written out', async () => {
    const api = { ...pool, name: 'api', members: [{ address: '127.0.0.1', protocol_port: 8_080 }] }
    const rules = [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/api' }]
    const loadbalancer = {
      name: 'policies',
      vip_subnet_id: who.subnet,
      listeners: [
        {
          protocol: 'HTTP',
          protocol_port: 80,
          default_pool: { ...pool, name: 'web' },
          l7policies: [
            { name: 'second', action: 'REDIRECT_TO_POOL', redirect_pool: { name: 'web' }, rules },
            { name: 'first', action: 'REDIRECT_TO_POOL', redirect_pool: api, position: 1, rules },
            { name: 'last', action: 'REDIRECT_PREFIX', redirect_prefix: 'https://www.example.com', rules },
          ],
        },
      ],
    }
    const created = must(201, await lb('POST', `${base}/loadbalancers`, { token, body: { loadbalancer } }))
    const pools = created.at('loadbalancer', 'pools') as { id: string; name: string }[]
    const idOf = (name: string) => pools.find((one) => one.name === name)?.id
    const policies = created.at('loadbalancer', 'listeners', 0, 'l7policies') as object[]
    expect(policies).toMatchObject([
      { name: 'first', position: 1, redirect_pool_id: idOf('api'), rules: [{ type: 'PATH', value: '/api' }] },
      { name: 'second', position: 2, redirect_pool_id: idOf('web'), redirect_http_code: null },
      { name: 'last', position: 3, redirect_pool_id: null, redirect_http_code: 302 },
    ])
    expect(policies.map((one) => 'redirect_pool' in one)).toEqual([false, false, false])
    const id = String(created.at('loadbalancer', 'id'))
    expect(await settled(token, id)).toBe('ACTIVE')
    const statuses = must(200, await lb('GET', `${base}/loadbalancers/${id}/status`, { token }))
    const used = statuses.at('statuses', 'loadbalancer', 'listeners', 0, 'pools') as { name: string }[]
    expect(used.map((one) => one.name).sort()).toEqual(['api', 'web'])
  })

  test.each([
    [
      [{ action: 'REJECT', rules: [{ type: 'COOKIE', compare_type: 'EQUAL_TO', value: 'x' }] }],
      [
        400,
        'Error parsing L7Rule: Invalid L7 Rule: L7 rule type requires a key',
        'listeners/0/l7policies/0/rules/0/key',
      ],
    ],
    [
      [
        { action: 'REJECT' },
        {
          action: 'REDIRECT_PREFIX',
          redirect_prefix: 'https://a.example',
          redirect_pool: { name: 'web', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' },
        },
      ],
      [
        400,
        'Invalid L7 Policy arguments: Cannot specify redirect_pool_id and redirect_url or redirect_prefix at the same time',
        'listeners/0/l7policies/1/redirect_prefix',
      ],
    ],
    [
      [{ action: 'REDIRECT_TO_URL' }],
      [400, 'Invalid L7 Policy arguments: redirect_url must not be None', 'listeners/0/l7policies/0/redirect_url'],
    ],
  ])('with the policies %j says what is wrong, and where', async (l7policies, outcome) => {
    const listeners = [{ protocol: 'HTTP', protocol_port: 80, l7policies }]
    const body = { loadbalancer: { vip_subnet_id: who.subnet, listeners } }
    const answer = await lb('POST', `${base}/loadbalancers`, { token, body })
    expect([answer.status, answer.at('faultstring'), answer.at('issues', 0, 'about')]).toEqual(outcome)
  })

  test('on a TCP listener has no policies', async () => {
    const listeners = [{ protocol: 'TCP', protocol_port: 80, l7policies: [{ action: 'REJECT' }] }]
    const body = { loadbalancer: { vip_subnet_id: who.subnet, listeners } }
    expect((await lb('POST', `${base}/loadbalancers`, { token, body })).status).toBe(501)
  })

  test('is all or nothing', async () => {
    const loadbalancer = {
      name: 'nothing',
      vip_subnet_id: who.subnet,
      listeners: [
        { protocol: 'HTTP', protocol_port: 80 },
        { protocol: 'TCP', protocol_port: 80 },
      ],
    }
    const answer = await lb('POST', `${base}/loadbalancers`, { token, body: { loadbalancer } })
    expect([answer.status, answer.at('faultstring')]).toEqual([
      409,
      'Another Listener on this Load Balancer is already using protocol HTTP and protocol_port 80',
    ])
    const found = must(200, await lb('GET', `${base}/loadbalancers?name=nothing`, { token }))
    expect(found.at('loadbalancers')).toEqual([])
  })

  test('is refused as forbidden to a reader', async () => {
    const body = { loadbalancer: { vip_subnet_id: who.subnet } }
    expect((await lb('POST', `${base}/loadbalancers`, { token: who.reader, body })).status).toBe(403)
  })

  test('by an administrator may be for another project', async () => {
    const loadbalancer = { name: 'for-others', vip_subnet_id: who.subnet, project_id: who.otherProject }
    const created = must(201, await lb('POST', `${base}/loadbalancers`, { token: who.admin, body: { loadbalancer } }))
    expect(created.at('loadbalancer', 'tenant_id')).toBe(who.otherProject)
    must(200, await lb('GET', `${base}/loadbalancers/${created.at('loadbalancer', 'id')}`, { token: who.stranger }))
  })
})

describe('a load balancer that the engine refuses', () => {
  test('is in ERROR, says why, and can be deleted', async () => {
    const tree = await makeTree({ token, subnet: who.subnet }, 'refused')
    refused.add(tree.loadbalancer)
    const path = `${base}/loadbalancers/${tree.loadbalancer}`
    must(200, await lb('PUT', path, { token, body: { loadbalancer: { name: 'renamed' } } }))
    expect(await settled(token, tree.loadbalancer)).toBe('ERROR')
    const shown = must(200, await lb('GET', path, { token }))
    expect(shown.at('loadbalancer', 'status_reason')).toBe('Port 80 is taken by nginx.')
    refused.delete(tree.loadbalancer)
    must(204, await lb('DELETE', `${path}?cascade=True`, { token }))
    await expect.poll(async () => (await lb('GET', path, { token })).status).toBe(404)
  })
})

describe('a delete', () => {
  test('of a load balancer takes its children along only when it says so', async () => {
    const tree = await makeTree({ token, subnet: who.subnet }, 'cascade')
    const path = `${base}/loadbalancers/${tree.loadbalancer}`
    const refusal = await lb('DELETE', path, { token })
    expect([refusal.status, refusal.at('faultstring')]).toEqual([
      400,
      `Validation failure: Cannot delete Load Balancer ${tree.loadbalancer} - it has children`,
    ])
    expect((await lb('DELETE', `${path}?cascade=false`, { token })).status).toBe(400)
    must(204, await lb('DELETE', `${path}?cascade=yes`, { token }))
    for (const child of [`listeners/${tree.listener}`, `pools/${tree.pool}`, `healthmonitors/${tree.healthmonitor}`]) {
      await expect.poll(async () => (await lb('GET', `${base}/${child}`, { token })).status).toBe(404)
    }
  })

  test('of a pool detaches it from its listener', async () => {
    const tree = await makeTree({ token, subnet: who.subnet }, 'detach')
    must(204, await lb('DELETE', `${base}/pools/${tree.pool}`, { token }))
    const listener = must(200, await lb('GET', `${base}/listeners/${tree.listener}`, { token }))
    expect(listener.at('listener', 'default_pool_id')).toBeNull()
  })
})
