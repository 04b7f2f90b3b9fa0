import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engineToken } from '@/server/testing/engine-token.ts'
import { type People, people } from '@/server/testing/people.ts'
import { consoleApi } from './console/index.ts'
import { answerApi } from './front.ts'
import { must } from './huawei-elb/testing/elb.ts'
import { ask, freePort, makeScene, portOf, type Scene, type Sent, settled, until } from './huawei-elb/testing/scene.ts'
import { lb as octavia } from './octavia/testing/tree.ts'
import { asking } from './shared/testing/ask.ts'
import { playEngine } from './shared/testing/engine.ts'
import { runEngine } from './shared/testing/real-engine.ts'

// The rows of the catalogue (reference, product 1.3, 1.4 and 1.8) that speak of the API, each with what HAProxy then does with real requests.
// The rows that speak of traffic alone stand in proxy-engine/test/catalogue.test.ts. The table of catalogue-rows.test.ts knows all of them.

let who: People
let scene: Scene
const listeners: Record<string, { readonly id: string; readonly port: number }> = {}
const plane = createServer((request, response) => answerApi(request, response))
let stopEngine: () => Promise<void> = async () => {}

const names = [
  'positions',
  'off',
  'other',
  'switched',
  'advanced',
  'twins',
  'shared',
  'full',
  'rules',
  'headers',
] as const
type Name = (typeof names)[number]
type Wish = Readonly<Record<string, unknown>>
const isOff = (name: Name) => name === 'off' || name === 'other' || name === 'switched'

beforeAll(async () => {
  who = await people()
  const stopPlayed = playEngine()
  scene = await makeScene(who, ['default', 'one', 'two', 'three', 'four', 'five'])
  for (const name of names) {
    const port = await freePort(scene.vip)
    const own = { protocol: 'HTTP', protocol_port: port, enhance_l7policy_enable: !isOff(name) }
    const pool = name === 'shared' || name === 'headers' ? { default_pool_id: scene.pools['default'] } : {}
    const listener = { loadbalancer_id: scene.id, ...own, ...pool }
    listeners[name] = { id: must(201, await scene.elb('POST', '/listeners', { listener })).id, port }
  }
  const full = Array.from({ length: 100 }, (_, at) => ({
    ...saying(`${at + 1}`),
    rules: [byPath(`/n${at + 1}`, 'EQUAL_TO')],
  }))
  await createAll('full', full)
  await createAll('off', table.map(rowPolicy))
  await createAll('other', table.toReversed().map(rowPolicy))
  await stopPlayed()
  await new Promise<void>((resolve) => plane.listen(0, '127.0.0.1', resolve))
  stopEngine = runEngine({ url: `http://127.0.0.1:${portOf(plane)}`, token: engineToken(), node: 'played' })
  await until(async () => (await get('shared', '/')).member?.pool === 'default')
})
afterAll(async () => {
  await stopEngine()
  scene.end()
  plane.closeAllConnections()
  plane.close()
})

const byPath = (value: string, compare_type = 'STARTS_WITH') => ({ type: 'PATH', compare_type, value })
const byHost = (value: string) => ({ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value })
const saying = (message_body: string) => ({
  ...{ action: 'FIXED_RESPONSE', fixed_response_config: { status_code: '200', message_body } },
})
const sending = (pool: string) => ({ action: 'REDIRECT_TO_POOL', redirect_pool_id: scene.pools[pool] })
const create = (name: Name, l7policy: Wish) =>
  scene.elb('POST', '/l7policies', { l7policy: { listener_id: listeners[name]?.id, ...l7policy } })
const get = (name: Name, asked: string, sent: Sent = {}) =>
  ask(scene.vip, listeners[name]?.port ?? 0, asked, { ...sent, headers: { host: 'a.test', ...sent.headers } })
const lbaas = (method: string, where: string, body?: unknown) =>
  octavia(method, `/load-balancer/v2/lbaas${where}`, { token: who.member, body })
const says = (name: Name, asked: string, body: string) => until(async () => (await get(name, asked)).body === body)

/** Policies about hosts and paths in no order; who wins is said by where it leads. */
type TableRow = readonly [name: string, ...rules: Wish[]]
const table: readonly TableRow[] = [
  ...['/', '/a', '/a/b', '/a/b/c', '/img'].map((value): TableRow => [`from ${value}`, byPath(value)]),
  ...['/a', '/a/b', '/x', '/img/1.png'].map((value): TableRow => [`at ${value}`, byPath(value, 'EQUAL_TO')]),
  ...['^/a/.*', '^/img/[0-9]+', '^/y'].map((value): TableRow => [`like ${value}`, byPath(value, 'REGEX')]),
  ['host', byHost('h.test')],
  ...['/a', '/a/b'].map((value): TableRow => [`host from ${value}`, byHost('h.test'), byPath(value)]),
  ['host at /a/b', byHost('h.test'), byPath('/a/b', 'EQUAL_TO')],
  ['host like ^/a/[0-9]+', byHost('h.test'), byPath('^/a/[0-9]+', 'REGEX')],
  ...['/q', '/q/r', '/q/r/s'].map((value): TableRow => [`from ${value}`, byPath(value)]),
]

const toldBy = (name: string) => `http://w.test/${encodeURIComponent(name)}`

function rowPolicy([name, ...rules]: TableRow): Wish {
  return { name, action: 'REDIRECT_TO_URL', redirect_url: toldBy(name), rules }
}

/** In one call, and in this order. */
async function createAll(name: Name, l7policies: readonly Wish[]): Promise<void> {
  const where = `/console/listeners/${listeners[name]?.id}/l7policies`
  const made = await asking(consoleApi)('POST', where, { token: who.member, body: { l7policies } })
  if (made.status !== 201) throw new Error(made.text)
}

describe('order', () => {
  test('A9 a position is where it was wished, without holes, also when many wish for it at once', async () => {
    const listener_id = listeners['positions']?.id
    const add = async (name: string, position?: number) => {
      const l7policy = { ...saying(name), listener_id, name, position, rules: [byPath('/')] }
      const made = await lbaas('POST', '/l7policies', { l7policy })
      expect([made.status, made.text]).toEqual([201, expect.any(String)])
      return String(made.at('l7policy', 'id'))
    }
    const order = async () => {
      const rows = (await lbaas('GET', `/l7policies?listener_id=${listener_id}&sort=position`)).at('l7policies')
      const all = rows as { name: string; position: number }[]
      expect(all.map((one) => one.position)).toEqual(all.map((_, at) => at + 1))
      return all.map((one) => one.name)
    }
    await add('b')
    await says('positions', '/', 'b')
    const first = await add('a', 1)
    expect(await order()).toEqual(['a', 'b'])
    await says('positions', '/', 'a')
    for (const position of [0, -1, 2_147_483_648, 'first'])
      expect((await lbaas('PUT', `/l7policies/${first}`, { l7policy: { position } })).status).toBe(400)
    expect((await get('positions', '/')).body).toBe('a')
    await Promise.all(['c', 'd', 'e', 'f'].map((name) => add(name, 1)))
    const [winner = ''] = await order()
    await says('positions', '/', winner)
    expect((await lbaas('PUT', `/l7policies/${first}`, { l7policy: { position: 99 } })).status).toBe(200)
    expect((await order()).at(-1)).toBe('a')
    expect((await lbaas('DELETE', `/l7policies/${first}`)).status).toBe(204)
    await settled(scene)
    expect(await order()).toHaveLength(5)
  })

  test('A11 without advanced forwarding the closest wins, in whatever order policies were made', async () => {
    expect(table).toHaveLength(20)
    const winners = async (name: Name) => {
      const asked = [
        '/',
        '/a',
        '/a/',
        '/a/b',
        '/a/b/c/d',
        '/a/7',
        '/x',
        '/xy',
        '/img/1.png',
        '/img/2',
        '/y',
        '/q/r/s/t',
        '/q/x',
      ]
      const hosts = ['h.test', 'other.test']
      const all = hosts.flatMap((host) => asked.map((one) => ({ host, one })))
      const seen = await Promise.all(all.map(({ host, one }) => get(name, one, { headers: { host } })))
      return Object.fromEntries(all.map(({ host, one }, at) => [`${host}${one}`, seen[at]?.headers.location]))
    }
    const found = await winners('off')
    expect(await winners('other')).toEqual(found)
    expect(found).toMatchObject({
      'other.test/a/b': toldBy('at /a/b'),
      'other.test/a/b/c/d': toldBy('from /a/b/c'),
      'other.test/xy': toldBy('from /'),
      'other.test/q/r/s/t': toldBy('from /q/r/s'),
      'h.test/a/b': toldBy('host at /a/b'),
      'h.test/a/b/c/d': toldBy('host from /a/b'),
      'h.test/x': toldBy('host'),
    })
  })

  test('A12 what needs advanced forwarding is refused until it is switched on, and then runs', async () => {
    const wish = saying('advanced')
    const gated = {
      priority: { ...sending('one'), priority: 5 },
      redirect_url_config: { action: 'REDIRECT_TO_URL', redirect_url_config: { status_code: '302', path: '/new' } },
      fixed_response_config: wish,
      conditions: {
        ...sending('one'),
        rules: [{ type: 'METHOD', compare_type: 'EQUAL_TO', conditions: [{ value: 'GET' }] }],
      },
    }
    const asked = Object.values(gated)
    for (const one of asked) expect((await create('switched', one)).status).toBe(400)
    expect((await get('switched', '/')).status).toBe(503)
    const switched = { listener: { enhance_l7policy_enable: true } }
    must(200, await scene.elb('PUT', `/listeners/${listeners['switched']?.id}`, switched))
    must(201, await create('switched', { ...wish, rules: [byPath('/on')] }))
    await says('switched', '/on', 'advanced')
    for (const one of asked) must(201, await create('switched', one))
    const off = { listener: { enhance_l7policy_enable: false } }
    expect((await scene.elb('PUT', `/listeners/${listeners['switched']?.id}`, off)).status).toBe(400)
    expect((await get('switched', '/on')).body).toBe('advanced')
  })

  test('A13 every load balancer is dedicated: what a shared one would refuse runs', async () => {
    expect(must(200, await scene.elb('GET', `/loadbalancers/${scene.id}`))['guaranteed']).toBe(true)
    const pools = ['three', 'four'].map((name) => ({ pool_id: scene.pools[name], weight: 1 }))
    const sticky = { redirect_pools_sticky_session_config: { enable: true, timeout: 5 } }
    const url = { action: 'REDIRECT_TO_URL', redirect_url_config: { status_code: '307', path: '/new' } }
    must(
      201,
      await create('advanced', {
        action: 'REDIRECT_TO_POOL',
        redirect_pools_config: pools,
        ...sticky,
        rules: [byPath('/sticky')],
      }),
    )
    must(201, await create('advanced', { ...url, rules: [byPath('/url')] }))
    must(201, await create('advanced', { ...saying('answered'), priority: 7, rules: [byPath('/answer')] }))
    await says('advanced', '/answer', 'answered')
    expect((await get('advanced', '/url')).status).toBe(307)
    const cookie = String((await get('advanced', '/sticky')).headers['set-cookie']).split(';')[0] ?? ''
    const seen = await Promise.all(Array.from({ length: 8 }, () => get('advanced', '/sticky', { headers: { cookie } })))
    expect(new Set(seen.map(({ member }) => member?.pool)).size).toBe(1)
  })
})

describe('what a listener may have', () => {
  test('A14 a twin is in error until the older one asks for something else, and takes its requests then', async () => {
    const elder = must(201, await create('twins', { ...saying('elder'), rules: [byPath('/twin')] }))
    await says('twins', '/twin', 'elder')
    const younger = must(201, await create('twins', { ...saying('younger'), rules: [byPath('/twin')] }))
    expect(younger['provisioning_status']).toBe('ERROR')
    expect((await get('twins', '/twin')).body).toBe('elder')
    const elsewhere = { l7policy: { rules: [byPath('/moved')] } }
    must(200, await scene.elb('PUT', `/l7policies/${elder.id}`, elsewhere))
    await says('twins', '/twin', 'younger')
    expect((await get('twins', '/moved')).body).toBe('elder')
  })

  test("A16 a pool that is the default, or another listener's, is refused by name", async () => {
    must(201, await create('shared', { ...sending('two'), rules: [byPath('/two')] }))
    await until(async () => (await get('shared', '/two')).member?.pool === 'two')
    for (const [name, pool, told] of [
      ['shared', 'default', 'default pool'],
      ['rules', 'two', 'used by'],
    ] as const) {
      const answer = await create(name, sending(pool))
      expect([answer.status, answer.at('error_msg')]).toEqual([409, expect.stringContaining(told)])
    }
    expect([(await get('shared', '/two')).member?.pool, (await get('shared', '/')).member?.pool]).toEqual([
      'two',
      'default',
    ])
  })

  test('A17 there are a hundred policies of a listener and fifty rules of a policy, and not one more', async () => {
    expect((await get('full', '/n100')).body).toBe('100')
    const answer = await create('full', saying('101'))
    expect([answer.status, answer.at('error_code')]).toEqual([409, 'ELB.8905'])
    const rules = Array.from({ length: 51 }, (_, at) => byPath(`/${at}`))
    const l7policy = { listener_id: listeners['rules']?.id, action: 'REJECT', rules }
    const many = await lbaas('POST', '/l7policies', { l7policy })
    expect([many.status, many.at('faultstring')]).toEqual([409, expect.stringContaining('Too many rules')])
    expect((await get('full', '/n1')).body).toBe('1')
  })

  test('R11 there is one rule of a host, a path, a method and a network, several of headers, and ten conditions', async () => {
    const header = (key: string, ...values: string[]) => ({
      ...{ type: 'HEADER', compare_type: 'EQUAL_TO', conditions: values.map((value) => ({ key, value })) },
    })
    const listed = (type: string, value: string) => ({ type, compare_type: 'EQUAL_TO', conditions: [{ value }] })
    const most = [byHost('r.test'), byPath('/r'), listed('METHOD', 'GET'), listed('SOURCE_IP', '127.0.0.0/8')]
    const full = [...most, header('X-A', '1', '2', '3'), header('X-B', '1', '2', '3')]
    must(201, await create('rules', { ...saying('all ten'), rules: full }))
    const sent = { headers: { host: 'r.test', 'x-a': '2', 'x-b': '3' } }
    await until(async () => (await get('rules', '/r', sent)).body === 'all ten')
    for (const twice of [byHost('s.test'), byPath('/s'), listed('METHOD', 'PUT'), listed('SOURCE_IP', '10.0.0.0/8')])
      expect((await create('rules', { ...saying('x'), rules: [...most, twice] })).status).toBe(400)
    const eleven = await create('rules', {
      ...saying('x'),
      rules: [...full.slice(0, 5), header('X-B', '1', '2', '3', '4')],
    })
    expect([eleven.status, eleven.at('error_code')]).toEqual([409, 'ELB.8905'])
    expect((await get('rules', '/r', sent)).body).toBe('all ten')
    expect((await get('rules', '/r', { headers: { ...sent.headers, 'x-b': '4' } })).status).toBe(503)
  })

  test('X6 a policy sets and removes headers, and never a reserved one', async () => {
    const set = (key: string) => ({ key, value_type: 'USER_DEFINED', value: `is ${key}` })
    const configs = Array.from({ length: 5 }, (_, at) => set(`X-${at}`))
    const extend = (more: Wish) => ({ redirect_pools_extend_config: more })
    const removed = { remove_headers_config: { configs: [{ key: 'X-Debug' }] } }
    const wish = {
      ...sending('five'),
      ...extend({ insert_headers_config: { configs }, ...removed }),
      rules: [byPath('/h')],
    }
    const { id } = must(201, await create('headers', wish))
    const sent = { headers: { 'x-debug': '1', 'x-0': 'forged' } }
    const headers = async () => (await get('headers', '/h', sent)).member?.headers
    await until(async () => (await headers())?.['x-4'] === 'is X-4')
    const runs = async () => {
      expect(await headers()).toMatchObject({ 'x-0': 'is X-0', 'x-4': 'is X-4' })
      expect(await headers()).not.toHaveProperty('x-debug')
    }
    await runs()
    for (const key of ['Host', 'X-Real-IP', 'a b', '', 'x'.repeat(41)]) {
      for (const more of [
        { insert_headers_config: { configs: [set(key)] } },
        { remove_headers_config: { configs: [{ key }] } },
      ])
        expect((await scene.elb('PUT', `/l7policies/${id}`, { l7policy: extend(more) })).status).toBe(400)
    }
    await runs()
  })
})
