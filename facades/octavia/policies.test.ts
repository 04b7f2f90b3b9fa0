import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import type { Answer } from '../shared/testing/ask.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { base, lb, makeTree, must, pathRule, settled, type Tree } from './testing/tree.ts'

let who: People
let token: string
let tree: Tree

beforeAll(async () => {
  who = await people()
  token = who.member
  return playEngine()
})

/** Each test has a load balancer of its own; its listener has no policy yet. */
beforeEach(async () => {
  tree = await makeTree({ token, subnet: who.subnet }, 'policies')
  must(204, await lb('DELETE', `${base}/l7policies/${tree.l7policy}`, { token }))
})

const send = (method: string, path: string, body?: unknown) => lb(method, `${base}${path}`, { token, body })
const create = (l7policy: object) =>
  send('POST', '/l7policies', { l7policy: { listener_id: tree.listener, action: 'REJECT', ...l7policy } })
const update = (id: string, l7policy: object) => send('PUT', `/l7policies/${id}`, { l7policy })
const idOf = (answer: Answer) => String(answer.at('l7policy', 'id'))

async function named(...names: string[]): Promise<string[]> {
  const ids: string[] = []
  for (const name of names) ids.push(idOf(must(201, await create({ name }))))
  return ids
}

/** The names of the listener's policies in their order, which must be numbered from 1 without gaps. */
async function order(): Promise<string> {
  const path = `/l7policies?listener_id=${tree.listener}&sort=position`
  const rows = must(200, await send('GET', path)).at('l7policies') as { name: string; position: number }[]
  expect(rows.map((one) => one.position)).toEqual(rows.map((_, at) => at + 1))
  return rows.map((one) => one.name).join('')
}

describe('positions', () => {
  test('are where they are wished: an insert shifts, beyond the end is last', async () => {
    await named('A', 'B')
    const first = must(201, await create({ name: 'C', position: 1 }))
    expect(first.at('l7policy', 'position')).toBe(1)
    expect(await order()).toBe('CAB')
    expect(must(201, await create({ name: 'D', position: '3' })).at('l7policy', 'position')).toBe(3)
    expect(await order()).toBe('CADB')
    expect(must(201, await create({ name: 'E', position: 99 })).at('l7policy', 'position')).toBe(5)
    expect(await order()).toBe('CADBE')
  })

  test('follow a move and close the gap of a delete', async () => {
    const [a = '', , c = '', d = ''] = await named('A', 'B', 'C', 'D')
    expect(must(200, await update(a, { position: 3 })).at('l7policy', 'position')).toBe(3)
    expect(await order()).toBe('BCAD')
    must(204, await send('DELETE', `/l7policies/${c}`))
    // Until an engine has let it go, it stands where it stood.
    await settled(token, tree.loadbalancer)
    expect(await order()).toBe('BAD')
    must(200, await update(d, { position: 1 }))
    expect(await order()).toBe('DBA')
    expect(must(200, await update(d, { position: 2_147_483_647 })).at('l7policy', 'position')).toBe(3)
    expect(await order()).toBe('BAD')
    must(200, await update(d, { position: 2 }))
    must(200, await update(d, { position: null }))
    expect(await order()).toBe('BAD')
  })

  test('of one listener are not those of another', async () => {
    await named('A', 'B')
    const listener = { loadbalancer_id: tree.loadbalancer, protocol: 'HTTP', protocol_port: 81 }
    const other = must(201, await send('POST', '/listeners', { listener })).at('listener', 'id')
    const created = must(201, await create({ listener_id: other, name: 'X' }))
    expect(created.at('l7policy', 'position')).toBe(1)
    expect(await order()).toBe('AB')
    const shown = must(200, await send('GET', `/listeners/${other}`))
    expect(shown.at('listener', 'l7policies')).toEqual([{ id: idOf(created) }])
  })
})

describe('a target', () => {
  const url = 'https://www.example.com/'

  test('of another action than the own is dropped by a redirect to a URL and by a reject', async () => {
    const given = { redirect_pool_id: tree.pool, redirect_url: url, redirect_prefix: url }
    expect(must(201, await create({ ...given, action: 'REDIRECT_TO_URL' })).at('l7policy')).toMatchObject({
      redirect_pool_id: null,
      redirect_url: url,
      redirect_prefix: null,
      redirect_http_code: 302,
    })
    expect(must(201, await create({ ...given, redirect_http_code: 301 })).at('l7policy')).toMatchObject({
      action: 'REJECT',
      redirect_pool_id: null,
      redirect_url: null,
      redirect_prefix: null,
      redirect_http_code: null,
    })
  })

  test('alone in an update brings its action along and clears the others', async () => {
    const [id = ''] = await named('A')
    const none = { redirect_pool_id: null, redirect_url: null, redirect_prefix: null, redirect_http_code: null }
    const steps = [
      [{ redirect_url: url }, { ...none, action: 'REDIRECT_TO_URL', redirect_url: url, redirect_http_code: 302 }],
      [{ redirect_http_code: '308' }, { action: 'REDIRECT_TO_URL', redirect_url: url, redirect_http_code: 308 }],
      [{ redirect_pool_id: tree.pool }, { ...none, action: 'REDIRECT_TO_POOL', redirect_pool_id: tree.pool }],
      [
        { redirect_prefix: 'https://a.example' },
        { ...none, action: 'REDIRECT_PREFIX', redirect_prefix: 'https://a.example', redirect_http_code: 302 },
      ],
      [{ name: 'renamed' }, { action: 'REDIRECT_PREFIX', redirect_prefix: 'https://a.example', name: 'renamed' }],
      [{ action: 'REJECT' }, { ...none, action: 'REJECT' }],
      [
        { action: 'REDIRECT_TO_URL', redirect_url: url, redirect_pool_id: tree.pool },
        { ...none, redirect_url: url },
      ],
    ] as const
    for (const [given, shown] of steps) {
      const { redirect_http_code, ...rest } = { redirect_http_code: undefined, ...shown }
      const answer = must(200, await update(id, given))
      expect([given, answer.at('l7policy')]).toEqual([given, expect.objectContaining(rest)])
      if (typeof redirect_http_code === 'number') {
        expect([given, answer.at('l7policy', 'redirect_http_code')]).toEqual([given, redirect_http_code])
      }
    }
  })

  test('must be one that the listener can pass on', async () => {
    const pool = { loadbalancer_id: tree.loadbalancer, protocol: 'TCP', lb_algorithm: 'ROUND_ROBIN' }
    const redirect_pool_id = must(201, await send('POST', '/pools', { pool })).at('pool', 'id')
    const answer = await create({ action: 'REDIRECT_TO_POOL', redirect_pool_id })
    expect([answer.status, answer.at('faultstring')]).toEqual([
      400,
      "Validation failure: The pool protocol 'TCP' is invalid while the listener protocol is 'HTTP'.",
    ])
  })

  test('that is a pool keeps the pool from being deleted, and makes it one that the listener uses', async () => {
    const pool = { loadbalancer_id: tree.loadbalancer, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' }
    const id = String(must(201, await send('POST', '/pools', { pool })).at('pool', 'id'))
    const policy = idOf(must(201, await create({ action: 'REDIRECT_TO_POOL', redirect_pool_id: id })))
    expect(must(200, await send('GET', `/pools/${id}`)).at('pool', 'listeners')).toEqual([{ id: tree.listener }])
    const refusal = await send('DELETE', `/pools/${id}`)
    expect([refusal.status, refusal.at('faultstring')]).toEqual([409, `Pool ${id} is in use by L7 policy ${policy}`])
    must(204, await send('DELETE', `/l7policies/${policy}`))
    must(204, await send('DELETE', `/pools/${id}`))
  })

  test('that is this listener again is refused', async () => {
    const address = must(200, await send('GET', `/loadbalancers/${tree.loadbalancer}`)).at(
      'loadbalancer',
      'vip_address',
    )
    const rules = [pathRule('/')]
    const answer = await create({ action: 'REDIRECT_TO_URL', redirect_url: `http://${address}/`, rules })
    expect([answer.status, answer.at('faultstring')]).toEqual([400, expect.stringContaining('round in circles')])
  })
})

describe('a policy', () => {
  test('stands on a listener that reads something to decide on, or not at all', async () => {
    const listener = { loadbalancer_id: tree.loadbalancer, protocol: 'TCP', protocol_port: 81 }
    const listener_id = must(201, await send('POST', '/listeners', { listener })).at('listener', 'id')
    const answer = await create({ listener_id })
    expect([answer.status, answer.at('faultcode'), answer.at('faultstring')]).toEqual([
      501,
      'Server',
      "Provider 'fulcrum' does not support a requested option: TCP protocol listeners do not support L7 policies",
    ])
  })

  test('goes by the server name where TLS is passed through, and by nothing that is hidden there', async () => {
    const listener = { loadbalancer_id: tree.loadbalancer, protocol: 'HTTPS', protocol_port: 443 }
    const listener_id = must(201, await send('POST', '/listeners', { listener })).at('listener', 'id')
    const rule = { type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'shop.example.com' }
    must(201, await create({ listener_id, action: 'REJECT', rules: [rule] }))
    const hidden = await create({ listener_id, action: 'REJECT', rules: [rule, pathRule('/a')] })
    expect([hidden.status, hidden.at('issues', 0, 'about'), hidden.at('faultstring')]).toEqual([
      400,
      'rules/1/type',
      expect.stringContaining('hides the path of a request'),
    ])
    const redirect = { listener_id, action: 'REDIRECT_TO_URL', redirect_url: 'https://www.example.com/' }
    const untold = await create({ ...redirect, rules: [rule] })
    expect([untold.status, untold.at('issues', 0, 'about')]).toEqual([400, 'action'])
  })

  test('may be created with its rules, all or nothing', async () => {
    const good = must(201, await create({ name: 'good', rules: [pathRule('/a'), pathRule('/b')] }))
    expect(good.at('l7policy', 'rules')).toHaveLength(2)
    const bad = await create({ name: 'bad', rules: [pathRule('/a'), { ...pathRule('/b'), type: 'HEADER' }] })
    expect([bad.status, bad.at('issues', 0, 'about')]).toEqual([400, 'rules/1/key'])
    expect(await order()).toBe('good')
  })

  test('may look at bodies, by paths that mean nothing to a configuration', async () => {
    const json = (key: string) => ({ type: 'BODY_JSON', compare_type: 'EQUAL_TO', key, value: 'x' })
    const rules = [json('$.user.plan'), { type: 'BODY', compare_type: 'CONTAINS', value: '<Create "Order">' }]
    expect(must(201, await create({ rules })).at('l7policy', 'rules')).toHaveLength(2)
    for (const key of [
      '$',
      'a',
      '$.a b',
      '$.a"',
      "$.a'),lower",
      '$.a\\',
      '$.a\n  bind :1',
      '$..a',
      '$[x]',
      '$.a,int',
    ]) {
      const answer = await create({ rules: [json(key)] })
      expect([key, answer.status, answer.at('issues', 0, 'about')]).toEqual([key, 400, 'rules/0/key'])
    }
  })

  test('has 50 rules and no more', async () => {
    const rules = Array.from({ length: 50 }, (_, at) => pathRule(`/${at}`))
    const tooMany = await create({ rules: [...rules, pathRule('/50')] })
    expect([tooMany.status, tooMany.at('faultstring')]).toEqual([
      409,
      expect.stringMatching(/^Too many rules on L7 policy /),
    ])
    const id = idOf(must(201, await create({ rules })))
    const answer = await send('POST', `/l7policies/${id}/rules`, { rule: pathRule('/50') })
    expect([answer.status, answer.at('faultstring')]).toEqual([409, `Too many rules on L7 policy ${id}`])
  })

  test('goes with its listener, and its rules with it', async () => {
    const id = idOf(must(201, await create({ rules: [pathRule('/a')] })))
    must(204, await send('DELETE', `/listeners/${tree.listener}`))
    for (const path of [`/l7policies/${id}`, `/l7policies/${id}/rules`]) {
      await expect.poll(async () => (await send('GET', path)).status).toBe(404)
    }
  })

  test('is pending with its listener while it changes, and beside it nothing else is', async () => {
    const [a = '', b = ''] = await named('A', 'B')
    await settled(token, tree.loadbalancer)
    const answer = must(200, await update(b, { name: 'C' }))
    expect(answer.at('l7policy')).toMatchObject({ provisioning_status: 'PENDING_UPDATE', name: 'C' })
    expect(await settled(token, tree.loadbalancer)).toBe('ACTIVE')
    const shown = must(200, await send('GET', `/l7policies/${b}`))
    expect(shown.at('l7policy')).toMatchObject({ provisioning_status: 'ACTIVE', operating_status: 'ONLINE' })
    expect(must(200, await send('GET', `/l7policies/${a}`)).at('l7policy', 'updated_at')).toBeNull()
  })

  test('stands in the tree of statuses under its listener, with its rules', async () => {
    const id = idOf(must(201, await create({ name: 'A', rules: [pathRule('/a')] })))
    await settled(token, tree.loadbalancer)
    const statuses = must(200, await send('GET', `/loadbalancers/${tree.loadbalancer}/status`))
    const both = { provisioning_status: 'ACTIVE', operating_status: 'ONLINE' }
    expect(statuses.at('statuses', 'loadbalancer', 'listeners', 0, 'l7policies')).toEqual([
      { id, name: 'A', ...both, rules: [{ id: expect.any(String), name: '', type: 'PATH', ...both }] },
    ])
  })
})

describe('a rule', () => {
  test('is judged as what it becomes', async () => {
    const id = idOf(must(201, await create({})))
    const given = { type: 'FILE_TYPE', compare_type: 'EQUAL_TO', value: 'jpg' }
    const created = must(201, await send('POST', `/l7policies/${id}/rules`, { rule: given }))
    const path = `/l7policies/${id}/rules/${created.at('rule', 'id')}`
    const refusal = await send('PUT', path, { rule: { compare_type: 'CONTAINS' } })
    expect([refusal.status, refusal.at('faultstring'), refusal.at('issues', 0, 'about')]).toEqual([
      400,
      'Error parsing L7Rule: Invalid L7 Rule: invalid comparison type for rule type',
      'compare_type',
    ])
    const both = must(200, await send('PUT', path, { rule: { type: 'PATH', compare_type: 'CONTAINS' } }))
    expect(both.at('rule')).toMatchObject({ type: 'PATH', compare_type: 'CONTAINS', value: 'jpg' })
    const inverted = must(200, await send('PUT', path, { rule: { invert: 'yes', admin_state_up: false } }))
    expect(inverted.at('rule')).toMatchObject({ invert: true, admin_state_up: false })
    expect(must(200, await send('PUT', path, { rule: { invert: null } })).at('rule', 'invert')).toBe(false)
  })

  test('of another policy is not found', async () => {
    const [a = '', b = ''] = await named('A', 'B')
    const created = must(201, await send('POST', `/l7policies/${a}/rules`, { rule: pathRule('/a') }))
    const answer = await send('GET', `/l7policies/${b}/rules/${created.at('rule', 'id')}`)
    expect(answer.status).toBe(404)
  })
})

describe('a list', () => {
  test('of policies is filtered, sorted, cut and walked', async () => {
    await named('A', 'B')
    const pool = must(201, await create({ name: 'C', action: 'REDIRECT_TO_POOL', redirect_pool_id: tree.pool }))
    must(200, await update(idOf(pool), { position: 1 }))
    const names = async (query: string) => {
      const path = `/l7policies?listener_id=${tree.listener}&${query}`
      const rows = must(200, await send('GET', path)).at('l7policies') as { name: string }[]
      return rows.map((one) => one.name).join('')
    }
    expect(await names('')).toBe('ABC')
    expect(await names('sort=position')).toBe('CAB')
    expect(await names('sort_key=position&sort_dir=desc')).toBe('BAC')
    expect(await names('position=2')).toBe('A')
    expect(await names(`redirect_pool_id=${tree.pool}`)).toBe('C')
    expect(await names('action=REJECT')).toBe('AB')
    expect(await names(`listener_id=${tree.listener}`).catch(() => 'refused')).toBe('refused')
    const page = must(
      200,
      await send('GET', `/l7policies?listener_id=${tree.listener}&sort=position&limit=1&fields=name`),
    )
    expect(page.at('l7policies')).toEqual([{ name: 'C' }])
    expect(page.at('l7policies_links', 0, 'rel')).toBe('next')
  })

  test('of rules is that of the policy in the path', async () => {
    const id = idOf(must(201, await create({ rules: [pathRule('/a'), { ...pathRule('/b'), invert: true }] })))
    must(201, await create({ rules: [pathRule('/c')] }))
    const values = async (query: string) => {
      const rows = must(200, await send('GET', `/l7policies/${id}/rules?${query}`)).at('rules') as { value: string }[]
      return rows.map((one) => one.value).join(' ')
    }
    expect(await values('')).toBe('/a /b')
    expect(await values('invert=true')).toBe('/b')
    expect(await values('type=PATH&value=/a')).toBe('/a')
    expect(await values('sort=value:desc&limit=1')).toBe('/b')
    expect(must(200, await send('GET', `/l7policies/${id}/rules?fields=value`)).at('rules', 0)).toEqual({ value: '/a' })
  })
})
