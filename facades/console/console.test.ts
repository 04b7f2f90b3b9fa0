import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { asking } from '../shared/testing/ask.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { consoleApi } from './index.ts'
import { live } from './live.ts'
import { operations } from './operations.ts'
import { makeRows, type Rows } from './testing/rows.ts'

const ask = asking(consoleApi)
let who: People
let mine: Rows
let theirs: Rows

beforeAll(async () => {
  who = await people()
  const stop = playEngine()
  mine = await makeRows(who.memberActor, who.subnet, 'mine')
  theirs = await makeRows(who.strangerActor, who.subnet, 'theirs')
  return stop
})

describe('the overview', () => {
  test('counts what the project has, shows what it exposes and what needs a person', async () => {
    const answer = await ask('GET', '/console/overview', { token: who.reader })
    expect(answer.status).toBe(200)
    expect(Object.keys(Object(answer.body)).sort()).toEqual(
      ['attention', 'exposed', 'listeners', 'load_balancers', 'members', 'pools'].sort(),
    )
    const total = (counts: unknown) =>
      Object.values(Object(counts) as Record<string, number>).reduce((a, b) => a + b, 0)
    expect(['load_balancers', 'listeners', 'pools', 'members'].map((name) => total(answer.at(name)))).toEqual([
      1, 1, 1, 1,
    ])
    expect(answer.at('exposed')).toMatchObject([
      { loadbalancer_id: mine.loadbalancer, name: 'mine', port: 80, protocol: 'HTTP', listener_id: mine.listener },
    ])
    expect(answer.at('attention')).toEqual([])
  })

  test('of an administrator is that of the project too, though they may see all', async () => {
    const answer = await ask('GET', '/console/overview', { token: who.admin })
    expect(answer.text).toContain(mine.loadbalancer)
    expect(answer.text).not.toContain(theirs.loadbalancer)
  })
})

describe('the activity log', () => {
  test('tells who did what, of the own project', async () => {
    const answer = await ask('GET', '/console/activity', { token: who.reader })
    expect(answer.at('activity', 0)).toMatchObject({ loadbalancer_id: mine.loadbalancer, action: 'create' })
    expect(answer.text).not.toContain(theirs.loadbalancer)
  })

  test('of another project is refused', async () => {
    const path = `/console/activity?loadbalancer_id=${theirs.loadbalancer}`
    const answer = await ask('GET', path, { token: who.reader })
    expect(answer.status === 200 ? answer.at('activity') : answer.status).toEqual(answer.status === 200 ? [] : 403)
  })

  test.each(['limit=0', 'limit=x', 'limit=201'])('with %s is refused', async (query) => {
    const answer = await ask('GET', `/console/activity?${query}`, { token: who.reader })
    expect([answer.status, answer.at('error', 'issues', 0, 'about')]).toEqual([400, 'limit'])
  })
})

describe('a load balancer', () => {
  test('is shown with everything under it, as of one moment', async () => {
    const answer = await ask('GET', `/console/load-balancers/${mine.loadbalancer}`, { token: who.reader })
    expect(answer.status).toBe(200)
    expect(answer.at('graph')).toMatchObject({
      load_balancer: { id: mine.loadbalancer, name: 'mine' },
      listeners: [{ id: mine.listener, default_pool_id: mine.pool }],
      pools: [{ id: mine.pool }],
      members: [{ id: mine.member, pool_id: mine.pool }],
      health_monitors: [],
    })
  })

  test('that does not exist is not found', async () => {
    const answer = await ask('GET', '/console/load-balancers/nowhere', { token: who.reader })
    expect([answer.status, answer.at('error', 'code')]).toEqual([404, 'not_found'])
  })
})

describe('the configuration', () => {
  test('is shown line by line with what each is about', async () => {
    const answer = await ask('GET', `/console/load-balancers/${mine.loadbalancer}/configuration`, { token: who.reader })
    expect(answer.status).toBe(200)
    const lines = answer.at('lines') as { text: string; about: string | null }[]
    expect(lines.some((one) => one.text.startsWith('frontend'))).toBe(true)
    expect(lines.map((one) => one.about)).toContain(`listeners/${mine.listener}`)
  })
})

describe('the history', () => {
  test('has the seconds that were asked for', async () => {
    const answer = await ask('GET', `/console/load-balancers/${mine.loadbalancer}/history?seconds=60`, {
      token: who.reader,
    })
    expect([answer.status, Array.isArray(answer.at('seconds'))]).toEqual([200, true])
  })

  test('of no seconds is refused', async () => {
    const answer = await ask('GET', `/console/load-balancers/${mine.loadbalancer}/history?seconds=0`, {
      token: who.reader,
    })
    expect([answer.status, answer.at('error', 'issues', 0, 'about')]).toEqual([400, 'seconds'])
  })
})

describe('a preview', () => {
  const listeners = [{ protocol: 'HTTP', protocol_port: 81 }]

  test('of a create says the address, the lines and the steps, and creates nothing', async () => {
    const body = { loadbalancer: { name: 'preview', vip_subnet_id: who.subnet, listeners } }
    const answer = await ask('POST', '/console/load-balancers/preview', { token: who.member, body })
    expect(answer.body).toMatchObject({ issues: [], vip_address: expect.stringMatching(/^127\.10\./) })
    expect(answer.at('lines', 'length')).toBeGreaterThan(0)
    expect(answer.at('steps', 'length')).toBeGreaterThan(0)
    const overview = await ask('GET', '/console/overview', { token: who.member })
    expect(overview.text).not.toContain('preview')
  })

  test('of a create that can not be says what is wrong with which attribute', async () => {
    const twice = [...listeners, ...listeners]
    const body = { loadbalancer: { vip_subnet_id: who.subnet, listeners: twice } }
    const answer = await ask('POST', '/console/load-balancers/preview', { token: who.member, body })
    expect([answer.status, answer.at('issues', 0, 'about')]).toEqual([200, 'listeners/1/protocol_port'])
    const bad = { loadbalancer: { vip_subnet_id: who.subnet, listeners: [{ protocol: 'HTTP', protocol_port: 0 }] } }
    const refused = await ask('POST', '/console/load-balancers/preview', { token: who.member, body: bad })
    expect(refused.at('issues')).toEqual([
      { about: 'listeners/0/protocol_port', message: 'Value should be greater or equal to 1' },
    ])
  })

  test('of a change says what would be done, and does not do it', async () => {
    const path = `/console/load-balancers/${mine.loadbalancer}/preview`
    const change = { kind: 'member', id: mine.member, change: { weight: 7 } }
    const answer = await ask('POST', path, { token: who.member, body: change })
    expect(answer.body).toMatchObject({ issues: [], steps: [expect.anything()] })
    const removal = await ask('POST', path, { token: who.member, body: { ...change, change: 'remove' } })
    expect(removal.body).toMatchObject({ issues: [], steps: [expect.anything()] })
  })

  test('of an addition says what would be done, or what is wrong with it, and adds nothing', async () => {
    const path = `/console/load-balancers/${mine.loadbalancer}/preview`
    const preview = async (kind: string, change: object) =>
      (await ask('POST', path, { token: who.member, body: { kind, id: null, change } })).body
    const member = { pool_id: mine.pool, address: '127.0.0.9', protocol_port: 8_081 }
    expect(await preview('member', member)).toMatchObject({ issues: [], steps: [{ do: 'add-server' }] })
    expect(await preview('listener', { protocol: 'HTTP', protocol_port: 81 })).toMatchObject({
      issues: [],
      steps: [{ do: 'reload' }],
    })
    expect(await preview('listener', { protocol: 'HTTP', protocol_port: 80 })).toMatchObject({
      issues: [{ about: 'protocol_port' }],
      steps: [],
    })
    expect(await preview('member', { ...member, weight: 1_000 })).toMatchObject({
      issues: [{ about: 'weight' }],
      steps: [],
    })
    expect(await preview('load_balancer', {})).toMatchObject({ issues: [{ about: '' }], steps: [] })
    const after = await ask('GET', `/console/load-balancers/${mine.loadbalancer}`, { token: who.reader })
    expect([after.at('graph', 'members', 'length'), after.at('graph', 'listeners', 'length')]).toEqual([1, 1])
  })

  test('of several changes says what they would do together', async () => {
    const path = `/console/load-balancers/${mine.loadbalancer}/preview`
    const preview = async (body: object) => (await ask('POST', path, { token: who.member, body })).body
    const rules = [{ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'a.test' }]
    const policy = { listener_id: mine.listener, action: 'REJECT', rules }
    const addition = (change: object) => ({ kind: 'l7_policy', id: null, change })
    expect(await preview({ changes: [addition(policy), addition(policy)] })).toMatchObject({
      issues: [],
      steps: [{ do: 'reload' }],
    })
    const bad = { ...policy, rules: [...rules, { ...rules[0], value: 'two words' }] }
    expect(await preview({ changes: [addition(bad)] })).toMatchObject({ issues: [{ about: 'rules/1/value' }] })
    const order = { listener_id: mine.listener, l7policies: [] }
    expect(await preview({ order })).toEqual({ issues: [], steps: [] })
    const after = await ask('GET', `/console/load-balancers/${mine.loadbalancer}`, { token: who.reader })
    expect(after.at('graph', 'l7_policies')).toEqual([])
  })

  test.each([
    [{}, 'kind'],
    [{ changes: [{ kind: 'moon', id: null, change: {} }] }, 'changes/0/kind'],
    [{ order: { listener_id: 'x' } }, 'order/l7policies'],
    [{ kind: 'moon', id: 'x', change: {} }, 'kind'],
    [{ kind: 'member', id: 'x', change: 'explode' }, 'change'],
  ])('of %j is refused', async (body, about) => {
    const answer = await ask('POST', `/console/load-balancers/${mine.loadbalancer}/preview`, {
      token: who.member,
      body,
    })
    expect([answer.status, answer.at('error', 'issues', 0, 'about')]).toEqual([400, about])
  })
})

test('the next free address of a subnet is told', async () => {
  const answer = await ask('GET', `/console/subnets/${who.subnet}/next-address`, { token: who.reader })
  expect(answer.at('address')).toMatch(/^127\.10\./)
  expect((await ask('GET', '/console/subnets/nowhere/next-address', { token: who.reader })).status).toBe(404)
})

test('a connection test says which address or port is none', async () => {
  const answer = await ask('POST', '/console/test-connection', { token: who.member, body: { address: 'x', port: 0 } })
  expect(answer.status).toBe(400)
  expect((answer.at('error', 'issues') as { about: string }[]).map((one) => one.about).sort()).toEqual([
    'address',
    'port',
  ])
  const reader = await ask('POST', '/console/test-connection', {
    token: who.reader,
    body: { address: '127.0.0.1', port: 1 },
  })
  expect(reader.status).toBe(403)
})

test('a path that has other methods says which', async () => {
  const answer = await ask('PUT', '/console/overview', { token: who.reader })
  expect([answer.status, answer.at('error', 'code')]).toEqual([405, 'method_not_allowed'])
  expect(answer.headers.get('allow')).toBe('GET')
})

describe('who may ask', () => {
  const guarded = operations.filter((one) => one.deed !== 'anyone')
  const bodies: Record<string, unknown> = {
    '/session': { project_id: 'x' },
    '/test-connection': { address: '127.0.0.1', port: 1 },
    '/load-balancers/preview': { loadbalancer: {} },
    '/load-balancers/{id}/preview': { kind: 'load_balancer', id: 'x', change: {} },
  }
  const ours = guarded.filter((one) => one.path.startsWith('/load-balancers/{id}'))
  const asked = (one: (typeof guarded)[number], token?: string) =>
    ask(one.method, `/console${one.path.replace('{id}', mine.loadbalancer)}`, { token, body: bodies[one.path] })

  test.each(guarded)('$method $path: nobody without a token, and not with a bad one', async (operation) => {
    for (const token of [undefined, 'bad']) {
      const answer = await asked(operation, token)
      expect([answer.status, answer.at('error', 'code')]).toEqual([401, 'unauthenticated'])
      expect(answer.at('error', 'request_id')).toMatch(/^req-/)
    }
  })

  test.each(ours)('$method $path: nobody of another project', async (operation) => {
    const answer = await asked(operation, who.stranger)
    expect([answer.status, answer.at('error', 'code')]).toEqual([403, 'forbidden'])
    expect(answer.text).not.toContain(mine.listener)
  })
})

describe('the live stream', () => {
  const stream = (token?: string, query = '') =>
    live(
      new Request(`http://lb.example/live${query}`, { headers: token === undefined ? {} : { 'x-auth-token': token } }),
    )

  test('is for people who are signed in, about what is theirs', async () => {
    expect((await stream()).status).toBe(401)
    expect((await stream(who.stranger, `?loadbalancer_id=${mine.loadbalancer}`)).status).toBe(403)
    const answer = await stream(who.reader, `?loadbalancer_id=${mine.loadbalancer}`)
    expect(answer.headers.get('content-type')).toContain('text/event-stream')
    await answer.body?.cancel()
  })
})
