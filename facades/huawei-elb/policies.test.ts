import { inherited } from 'model/l7/inherited'
import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { lb as octavia } from '../octavia/testing/tree.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { type Client, elbClient, must } from './testing/elb.ts'

let who: People
let elb: Client
let theirs: Client
let lb = ''
let pools: string[] = []
/** Listeners by port. 80 and 81 have advanced forwarding, 82 has not, 443 speaks HTTPS. */
const listeners = new Map<number, string>()

const path = (value: string, compare_type = 'STARTS_WITH') => ({ type: 'PATH', compare_type, value })
const answering = { action: 'FIXED_RESPONSE', fixed_response_config: { status_code: '200', message_body: 'hi' } }

beforeAll(async () => {
  who = await people()
  elb = elbClient(who.project, { token: who.member })
  theirs = elbClient(who.otherProject, { token: who.stranger })
  const stop = playEngine()
  lb = must(201, await elb('POST', '/loadbalancers', { loadbalancer: { vip_subnet_cidr_id: who.subnet } })).id
  for (const [port, enhance_l7policy_enable] of [
    [80, true],
    [81, true],
    [82, false],
  ] as const) {
    const listener = { loadbalancer_id: lb, protocol: 'HTTP', protocol_port: port, enhance_l7policy_enable }
    listeners.set(port, must(201, await elb('POST', '/listeners', { listener })).id)
  }
  for (let count = 0; count < 8; count += 1) {
    const pool = { loadbalancer_id: lb, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', name: `pool-${count}` }
    pools = [...pools, must(201, await elb('POST', '/pools', { pool })).id]
  }
  const certificate = { certificate: { self_signed: { server_names: ['shop.example'], days: 30 } } }
  const { consoleApi } = await import('../console/index.ts')
  const { asking } = await import('../shared/testing/ask.ts')
  const made = await asking(consoleApi)('POST', '/console/certificates', { token: who.member, body: certificate })
  const https = {
    ...{ loadbalancer_id: lb, protocol: 'HTTPS', protocol_port: 443, enhance_l7policy_enable: true },
    default_tls_container_ref: String(made.at('certificate', 'id')),
  }
  listeners.set(443, must(201, await elb('POST', '/listeners', { listener: https })).id)
  return stop
})

const listenerOn = (port: number) => listeners.get(port) ?? ''
const poolAt = (index: number) => pools[index] ?? ''

function create(l7policy: object, port = 80) {
  return elb('POST', '/l7policies', { l7policy: { listener_id: listenerOn(port), ...l7policy } })
}

async function made(l7policy: object, port = 80) {
  return must(201, await create(l7policy, port))
}

async function clear(port = 80): Promise<void> {
  const answer = await elb('GET', `/l7policies?listener_id=${listenerOn(port)}`)
  for (const { id } of answer.at('l7policies') as { id: string }[]) must204(await elb('DELETE', `/l7policies/${id}`))
}

function must204({ status, text }: { status: number; text: string }): void {
  expect([status, text]).toEqual([204, ''])
}

describe('a policy', () => {
  test('of everything is stored as it was sent, with the defaults filled in', async () => {
    const policy = await made({
      ...{ name: 'shop-canary', action: 'REDIRECT_TO_POOL', priority: 20 },
      redirect_pools_config: [
        { pool_id: poolAt(0), weight: '90' },
        { pool_id: poolAt(1), weight: 10 },
      ],
      redirect_pools_sticky_session_config: { enable: true, timeout: 30 },
      redirect_pools_extend_config: {
        rewrite_url_enable: true,
        rewrite_url_config: { path: '/v2/$1' },
        insert_headers_config: { configs: [{ key: 'X-Client', value_type: 'SYSTEM_DEFINED', value: 'CLIENT-IP' }] },
        remove_headers_config: { configs: [{ key: 'X-Debug' }] },
        traffic_limit_config: { qps: 100, per_source_ip_qps: 10, burst: 20 },
      },
      rules: [
        { type: 'HOST_NAME', compare_type: 'EQUAL_TO', conditions: [{ value: '*.shop.example' }] },
        { type: 'PATH', compare_type: 'REGEX', value: '/api/(.*)' },
        {
          ...{ type: 'HEADER', compare_type: 'EQUAL_TO' },
          conditions: [
            { key: 'X-Beta', value: '1*' },
            { key: 'X-Beta', value: 'yes' },
          ],
        },
      ],
    })
    expect(policy).toEqual({
      ...{ id: policy.id, name: 'shop-canary', description: '', action: 'REDIRECT_TO_POOL', admin_state_up: true },
      ...{ listener_id: listenerOn(80), project_id: who.project, position: 1, priority: 20 },
      ...{ provisioning_status: 'ACTIVE', redirect_pool_id: null, redirect_listener_id: null, redirect_url: null },
      rules: [{ id: expect.any(String) }, { id: expect.any(String) }, { id: expect.any(String) }],
      redirect_pools_config: [
        { pool_id: poolAt(0), weight: 90 },
        { pool_id: poolAt(1), weight: 10 },
      ],
      redirect_pools_sticky_session_config: { enable: true, timeout: 30 },
      redirect_pools_extend_config: {
        rewrite_url_enable: true,
        rewrite_url_config: { host: inherited.host, path: '/v2/$1', query: inherited.query },
        insert_headers_config: { configs: [{ key: 'X-Client', value_type: 'SYSTEM_DEFINED', value: 'CLIENT-IP' }] },
        remove_headers_config: { configs: [{ key: 'X-Debug' }] },
        traffic_limit_config: { qps: 100, per_source_ip_qps: 10, burst: 20 },
      },
      ...{ redirect_url_config: null, fixed_response_config: null, enterprise_project_id: '0' },
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    })
    const rules = (await elb('GET', `/l7policies/${policy.id}/rules`)).at('rules') as Record<string, unknown>[]
    const shown = rules.map(({ type, compare_type, value, conditions }) => ({ type, compare_type, value, conditions }))
    expect(shown).toEqual(
      expect.arrayContaining([
        {
          ...{ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: '*.shop.example' },
          conditions: [{ key: '', value: '*.shop.example' }],
        },
        { type: 'PATH', compare_type: 'REGEX', value: '/api/(.*)', conditions: [] },
        {
          ...{ type: 'HEADER', compare_type: 'EQUAL_TO', value: '1*' },
          conditions: [
            { key: 'X-Beta', value: '1*' },
            { key: 'X-Beta', value: 'yes' },
          ],
        },
      ]),
    )
    // The other dialect has the same in its own words.
    const other = await octavia('GET', `/load-balancer/v2/lbaas/l7policies/${policy.id}`, { token: who.member })
    expect(other.at('l7policy')).toMatchObject({ position: 1, priority: 20, rewrite_url_config: { path: '/v2/$1' } })

    const change = {
      redirect_pools_extend_config: { rewrite_url_config: { query: '' } },
      priority: 20,
      name: 'renamed',
    }
    const changed = must(200, await elb('PUT', `/l7policies/${policy.id}`, { l7policy: change }))
    expect(changed).toMatchObject({
      name: 'renamed',
      redirect_pools_extend_config: {
        rewrite_url_config: { host: inherited.host, path: '/v2/$1', query: '' },
        traffic_limit_config: { qps: 100 },
      },
      rules: policy['rules'],
    })
    const off = { redirect_pools_extend_config: { rewrite_url_enable: false, traffic_limit_config: null } }
    expect(must(200, await elb('PUT', `/l7policies/${policy.id}`, { l7policy: off }))).toMatchObject({
      redirect_pools_extend_config: { rewrite_url_enable: false, rewrite_url_config: null, traffic_limit_config: null },
    })
    const one = { redirect_pool_id: poolAt(2), redirect_pools_extend_config: null }
    expect(must(200, await elb('PUT', `/l7policies/${policy.id}`, { l7policy: one }))).toMatchObject({
      ...{ redirect_pool_id: poolAt(2), redirect_pools_config: [], redirect_pools_extend_config: null },
    })
    await clear()
  })

  test('redirects in parts, answers by itself, and sends to a listener', async () => {
    const url = await made({
      ...{ action: 'REDIRECT_TO_URL', rules: [path('/old')] },
      redirect_url_config: { protocol: '', host: '', port: null, path: '/new', query: '', status_code: '302' },
    })
    expect(url['redirect_url_config']).toEqual({
      ...inherited,
      ...{ path: '/new', query: '', status_code: '302' },
      ...{ insert_headers_config: null, remove_headers_config: null },
    })
    const only = { redirect_url_config: { status_code: '308' } }
    expect(must(200, await elb('PUT', `/l7policies/${url.id}`, { l7policy: only }))).toMatchObject({
      redirect_url_config: { path: '/new', status_code: '308' },
    })
    const fixed = await made({ ...answering, rules: [path('/hi')] })
    expect(fixed['fixed_response_config']).toEqual({
      ...{ status_code: '200', content_type: 'text/plain', message_body: 'hi' },
      ...{ insert_headers_config: null, remove_headers_config: null, traffic_limit_config: null },
    })
    const redirect = await made({ action: 'REDIRECT_TO_LISTENER', redirect_listener_id: listenerOn(443) })
    expect(redirect).toMatchObject({ priority: 0, rules: [], redirect_listener_id: listenerOn(443), position: 3 })
    await clear()
  })

  test('is updated as the example of the documentation has it', async () => {
    const { id } = await made({ action: 'REDIRECT_TO_LISTENER', redirect_listener_id: listenerOn(443) })
    const l7policy = { name: 'My policy.', description: 'Update policy.', redirect_listener_id: listenerOn(443) }
    const updated = await elb('PUT', `/l7policies/${id}`, { l7policy })
    expect([updated.status, updated.at('l7policy')]).toMatchObject([
      200,
      { ...l7policy, id, provisioning_status: 'ACTIVE' },
    ])
    for (const redirect_listener_id of [null, '']) {
      const emptied = await elb('PUT', `/l7policies/${id}`, { l7policy: { redirect_listener_id } })
      expect([emptied.status, emptied.at('error_code')]).toEqual([400, 'ELB.8902'])
    }
    const used = await elb('DELETE', `/listeners/${listenerOn(443)}`)
    expect([used.status, used.at('error_code')]).toEqual([409, 'ELB.8907'])
    await clear()
  })
})

describe('priorities', () => {
  const priorities = async (port = 80) => {
    const rows = (await elb('GET', `/l7policies?listener_id=${listenerOn(port)}`)).at('l7policies')
    return Object.fromEntries((rows as { name: string; priority: number }[]).map((one) => [one.name, one.priority]))
  }

  test('follow the largest, are unique, and are swapped together', async () => {
    const policy = (name: string, wish: object = {}) => ({ ...answering, name, rules: [path(`/${name}`)], ...wish })
    const a = await made(policy('a'))
    const b = await made(policy('b', { priority: 7 }))
    const c = await made(policy('c'))
    expect(await priorities()).toEqual({ a: 1, b: 7, c: 8 })
    const taken = await create(policy('d', { priority: 7 }))
    expect([taken.status, taken.at('error_code')]).toEqual([409, 'ELB.8907'])
    expect((await elb('PUT', `/l7policies/${c.id}`, { l7policy: { priority: 1 } })).status).toBe(409)
    must(200, await elb('PUT', `/l7policies/${c.id}`, { l7policy: { priority: 3 } }))
    const batch = (...l7policies: readonly (readonly [string, unknown])[]) =>
      elb('POST', '/l7policies/batch-update-priority', {
        l7policies: l7policies.map(([id, priority]) => ({ id, priority })),
      })
    const swapped = await batch([a.id, 7], [b.id, 1])
    expect([swapped.status, swapped.body]).toEqual([202, { request_id: expect.any(String) }])
    expect(await priorities()).toEqual({ a: 7, b: 1, c: 3 })
    for (const [wrong, status] of [
      [[[a.id, 3]], 409],
      [
        [
          [a.id, 10],
          ['nobody', 11],
        ],
        404,
      ],
      [
        [
          [a.id, 10],
          [a.id, 11],
        ],
        400,
      ],
      [
        [
          [a.id, 10],
          [b.id, 10_001],
        ],
        400,
      ],
      [
        [
          [a.id, 10],
          [b.id, 0],
        ],
        400,
      ],
      [
        [
          [a.id, 10],
          [b.id, '11'],
        ],
        400,
      ],
      [[], 400],
    ] as const) {
      expect([wrong, (await batch(...wrong)).status]).toEqual([wrong, status])
    }
    expect(await priorities()).toEqual({ a: 7, b: 1, c: 3 })
    must(200, await elb('PUT', `/l7policies/${a.id}`, { l7policy: { priority: 10_000 } }))
    const full = await create(policy('e'))
    expect([full.status, full.at('error_code')]).toEqual([400, 'ELB.8902'])
    await made(policy('e', { priority: 9_999 }))
    const ordered = await octavia(
      'GET',
      `/load-balancer/v2/lbaas/l7policies?listener_id=${listenerOn(80)}&sort=position`,
      {
        token: who.member,
      },
    )
    expect((ordered.at('l7policies') as { name: string }[]).map(({ name }) => name)).toEqual(['b', 'c', 'e', 'a'])
    await clear()
  })

  test('are kept in the order that there was, when advanced forwarding is switched on', async () => {
    const listener = { loadbalancer_id: lb, protocol: 'HTTP', protocol_port: 83 }
    const { id, ...shown } = must(201, await elb('POST', '/listeners', { listener }))
    expect(shown['enhance_l7policy_enable']).toBe(false)
    listeners.set(83, id)
    const send = { action: 'REDIRECT_TO_POOL', redirect_pool_id: poolAt(7) }
    await made({ ...send, name: 'short', rules: [path('/a')] }, 83)
    await made({ ...send, name: 'exact', rules: [path('/a/b', 'EQUAL_TO')] }, 83)
    await made({ ...send, name: 'long', rules: [path('/a/b')] }, 83)
    expect(await priorities(83)).toEqual({ short: null, exact: null, long: null })
    must(200, await elb('PUT', `/listeners/${id}`, { listener: { enhance_l7policy_enable: true } }))
    expect(await priorities(83)).toEqual({ exact: 1, long: 2, short: 3 })
    expect((await elb('PUT', `/listeners/${id}`, { listener: { enhance_l7policy_enable: false } })).status).toBe(400)
    must204(await elb('DELETE', `/listeners/${id}/force`))
  })
})

describe('twins', () => {
  const status = async (id: string) => must(200, await elb('GET', `/l7policies/${id}`))['provisioning_status']
  const ruleOf = (policy: Record<string, unknown>) => (policy['rules'] as { id: string }[])[0]?.id ?? ''

  test('are in error, the younger of them, until their rules differ', async () => {
    const rules = [
      path('/twin'),
      { type: 'METHOD', compare_type: 'EQUAL_TO', conditions: [{ value: 'GET' }, { value: 'PUT' }] },
    ]
    const turned = [{ ...rules[1], conditions: [{ value: 'PUT' }, { value: 'GET' }] }, rules[0]]
    const elder = await made({ ...answering, rules })
    const younger = await made({ ...answering, rules: turned, priority: 9 })
    expect([elder['provisioning_status'], younger['provisioning_status']]).toEqual(['ACTIVE', 'ERROR'])
    expect(younger['admin_state_up']).toBe(true)
    must(200, await elb('PUT', `/l7policies/${younger.id}`, { l7policy: { rules: [path('/other')] } }))
    expect(await status(younger.id)).toBe('ACTIVE')
    must(200, await elb('PUT', `/l7policies/${younger.id}`, { l7policy: { rules: turned } }))
    expect([await status(elder.id), await status(younger.id)]).toEqual(['ACTIVE', 'ERROR'])
    // The older one moves away: the younger takes its part.
    const methods = ((await elb('GET', `/l7policies/${elder.id}/rules?type=METHOD`)).at('rules', 0, 'id') ??
      '') as string
    must204(await elb('DELETE', `/l7policies/${elder.id}/rules/${methods}`))
    expect([await status(elder.id), await status(younger.id)]).toEqual(['ACTIVE', 'ACTIVE'])
    must(201, await elb('POST', `/l7policies/${elder.id}/rules`, { rule: rules[1] }))
    expect([await status(elder.id), await status(younger.id)]).toEqual(['ACTIVE', 'ERROR'])
    expect((await elb('GET', '/l7policies?provisioning_status=ERROR')).at('l7policies', 0, 'id')).toBe(younger.id)
    await clear()
  })

  test('are found of one listener alone, and not of those without rules', async () => {
    const one = await made({ ...answering, rules: [path('/a')] })
    const elsewhere = await made({ ...answering, rules: [path('/a')] }, 81)
    const [first, second] = [await made(answering), await made(answering)]
    for (const { id } of [one, elsewhere, first, second]) expect(await status(id)).toBe('ACTIVE')
    const change = { rule: { value: '/b' } }
    must(200, await elb('PUT', `/l7policies/${one.id}/rules/${ruleOf(one)}`, change))
    await clear()
    await clear(81)
  })

  test('leave alone what somebody has switched off for another reason', async () => {
    const one = await made({ ...answering, rules: [path('/a')] })
    const at = `/load-balancer/v2/lbaas/l7policies/${one.id}`
    await octavia('PUT', at, { token: who.member, body: { l7policy: { admin_state_up: false } } })
    must(
      201,
      await elb('POST', `/l7policies/${one.id}/rules`, {
        rule: { type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'a.example' },
      }),
    )
    expect((await octavia('GET', at, { token: who.member })).at('l7policy', 'admin_state_up')).toBe(false)
    await clear()
  })
})

describe('a rule', () => {
  test('is made, shown, changed and deleted under its policy alone', async () => {
    const policy = await made({ ...answering, rules: [path('/a')] })
    const other = await made({ ...answering, rules: [path('/b')] })
    const under = `/l7policies/${policy.id}/rules`
    const conditions = [{ value: 'v*', key: 'X-A' }]
    const rule = must(201, await elb('POST', under, { rule: { compare_type: 'EQUAL_TO', type: 'HEADER', conditions } }))
    expect(rule).toEqual({
      ...{ id: rule.id, type: 'HEADER', compare_type: 'EQUAL_TO', value: 'v*', key: null, invert: false },
      ...{ conditions: [{ key: 'X-A', value: 'v*' }], admin_state_up: true, provisioning_status: 'ACTIVE' },
      ...{ project_id: who.project, created_at: expect.any(String), updated_at: expect.any(String) },
    })
    const changed = must(
      200,
      await elb('PUT', `${under}/${rule.id}`, { rule: { conditions: [{ key: 'X-A', value: 'w' }] } }),
    )
    expect(changed).toMatchObject({ compare_type: 'EQUAL_TO', conditions: [{ key: 'X-A', value: 'w' }] })
    for (const method of ['GET', 'DELETE'] as const) {
      const answer = await elb(method, `/l7policies/${other.id}/rules/${rule.id}`)
      expect([answer.status, answer.at('error_code')]).toEqual([404, 'ELB.8904'])
    }
    const first = (policy['rules'] as { id: string }[])[0]?.id
    const regex = must(
      200,
      await elb('PUT', `${under}/${first}`, { rule: { compare_type: 'REGEX', value: '/x/(.*)' } }),
    )
    expect(regex).toMatchObject({ compare_type: 'REGEX', value: '/x/(.*)' })
    expect(must(200, await elb('PUT', `${under}/${first}`, { rule: { value: '/y/(.*)' } }))).toMatchObject({
      compare_type: 'REGEX',
      value: '/y/(.*)',
    })
    const all = await elb('GET', `/l7policies/rules?l7policy_id=${policy.id}&l7policy_id=${other.id}`)
    expect(all.at('page_info', 'current_count')).toBe(3)
    const listed = await elb('GET', `/l7policies?id=${policy.id}&display_all_rules=true`)
    expect(listed.at('l7policies', 0, 'rules')).toEqual(
      expect.arrayContaining([expect.objectContaining({ type: 'HEADER' })]),
    )
    must204(await elb('DELETE', `${under}/${rule.id}`))
    expect((await elb('GET', `${under}/${rule.id}`)).status).toBe(404)
    must204(await elb('DELETE', `/l7policies/${policy.id}`))
    expect((await elb('GET', under)).status).toBe(404)
    await clear()
  })
})

test('the policies and rules of another project are not there', async () => {
  const policy = await made({ ...answering, rules: [path('/mine')] })
  const rule = (policy['rules'] as { id: string }[])[0]?.id
  const paths = [`/l7policies/${policy.id}`, `/l7policies/${policy.id}/rules/${rule}`]
  for (const where of paths)
    for (const [method, body] of [
      ['GET'],
      ['PUT', { l7policy: { name: 'x' }, rule: { value: '/x' } }],
      ['DELETE'],
    ] as const) {
      const answer = await theirs(method, where, body)
      expect([method, where, answer.status]).toEqual([method, where, 404])
    }
  expect((await theirs('GET', `/l7policies/${policy.id}/rules`)).status).toBe(404)
  expect((await theirs('POST', `/l7policies/${policy.id}/rules`, { rule: path('/x') })).status).toBe(404)
  const batch = { l7policies: [{ id: policy.id, priority: 5 }] }
  expect((await theirs('POST', '/l7policies/batch-update-priority', batch)).status).toBe(404)
  const wish = { ...answering, listener_id: listenerOn(80) }
  expect((await theirs('POST', '/l7policies', { l7policy: wish })).status).toBe(404)
  for (const list of ['/l7policies', '/l7policies/rules'])
    expect((await theirs('GET', list)).at('page_info', 'current_count')).toBe(0)
  await clear()
})
