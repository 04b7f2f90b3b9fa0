import { createServer } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engineToken } from '@/server/testing/engine-token.ts'
import { type People, people } from '@/server/testing/people.ts'
import { consoleApi } from '../console/index.ts'
import { answerApi } from '../front.ts'
import { type Answer, asking } from '../shared/testing/ask.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { runEngine } from '../shared/testing/real-engine.ts'
import { attributeRows, type Wish } from './testing/attribute-rows.ts'
import { elbClient, must } from './testing/elb.ts'
import { ask, freePort, makeScene, portOf, type Scene, type Sent, until } from './testing/scene.ts'

// Every attribute of a policy as ELB v3 has it (reference, product 1.5), bound by its name: what the API refuses changes nothing of what
// runs, and what it takes is what runs. An engine of its own pulls from the real desk, and HAProxy takes real requests.

let who: People
let scene: Scene
let port: number
let securePort: number
const listeners: Record<string, string> = {}
/** The policies of the rows and of the tests below, by their paths. */
const policies = new Map<string, string>()
const plane = createServer((request, response) => answerApi(request, response))
let stopEngine: () => Promise<void> = async () => {}

const rows = Object.entries(attributeRows).map(([title, row], at) => ({ title, path: `/row-${at}-`, ...row }))
const byPath = (value: string) => [{ type: 'PATH', compare_type: 'STARTS_WITH', value }]
const answering = (message_body: string) => ({
  ...{ action: 'FIXED_RESPONSE', fixed_response_config: { status_code: '200', message_body } },
})
const own: Readonly<Record<string, Wish>> = {
  '/shares': {
    action: 'REDIRECT_TO_POOL',
    redirect_pools_config: [
      { pool_id: '<one>', weight: 80 },
      { pool_id: '<two>', weight: 20 },
    ],
  },
  '/qps': limited({ qps: 2 }),
  '/each': limited({ qps: 0, per_source_ip_qps: 2 }),
  '/burst': limited({ qps: 2, burst: 30 }),
  '/order-a': { ...answering('first'), priority: 500 },
  '/order': { ...answering('second'), priority: 501 },
  '/kept': { ...answering('kept'), name: 'kept' },
}

function limited(traffic_limit_config: Wish): Wish {
  return {
    ...answering('passed'),
    fixed_response_config: { status_code: '200', message_body: 'passed', traffic_limit_config },
  }
}

beforeAll(async () => {
  who = await people()
  // One that runs nothing, so that all of it begins to run at once.
  const stopPlayed = playEngine()
  scene = await makeScene(who, ['default', 'one', 'two', 'elsewhere'])
  await addListeners()
  const all = [
    ...rows.map(({ path, policy }) => [path, policy] as const),
    ...Object.entries(own).map(([path, policy]) => [path, policy] as const),
  ]
  for (const [path, policy] of all) {
    const l7policy = meant({ listener_id: listeners['front'], rules: byPath(path), ...policy }, path)
    policies.set(path, must(201, await scene.elb('POST', '/l7policies', { l7policy })).id)
  }
  await stopPlayed()
  await new Promise<void>((resolve) => plane.listen(0, '127.0.0.1', resolve))
  stopEngine = runEngine({ url: `http://127.0.0.1:${portOf(plane)}`, token: engineToken(), node: 'played' })
  await until(async () => (await get('/')).member?.pool === 'default')
})
afterAll(async () => {
  await stopEngine()
  scene.end()
  plane.closeAllConnections()
  plane.close()
})

async function addListeners(): Promise<void> {
  ;[port, securePort] = [await freePort(scene.vip), await freePort(scene.vip)]
  const certificate = { certificate: { self_signed: { server_names: ['a.test'], days: 30 } } }
  const made = await asking(consoleApi)('POST', '/console/certificates', { token: who.member, body: certificate })
  const http = { protocol: 'HTTP', default_pool_id: scene.pools['default'] }
  const wishes = {
    front: { ...http, protocol_port: port },
    other: { protocol: 'HTTP', protocol_port: await freePort(scene.vip) },
    forwarding: { protocol: 'HTTP', protocol_port: await freePort(scene.vip) },
    secure: {
      ...{ protocol: 'HTTPS', protocol_port: securePort },
      default_tls_container_ref: String(made.at('certificate', 'id')),
    },
  }
  for (const [name, wish] of Object.entries(wishes)) {
    const listener = { loadbalancer_id: scene.id, enhance_l7policy_enable: true, ...wish }
    const { id, protocol_port } = must(201, await scene.elb('POST', '/listeners', { listener }))
    listeners[name] = id
    ports[name] = Number(protocol_port)
  }
  const l7policy = {
    listener_id: listeners['other'],
    action: 'REDIRECT_TO_POOL',
    redirect_pool_id: scene.pools['elsewhere'],
  }
  must(201, await scene.elb('POST', '/l7policies', { l7policy }))
}

const ports: Record<string, number> = {}

/** With ids and paths where `<name>` and `/ROW` stand for them. */
function meant<T>(wish: T, path: string): T {
  const ids: Record<string, string> = { ...scene.pools, secure: listeners['secure'] ?? '', lb: scene.id }
  const text = JSON.stringify(wish).replaceAll('/ROW', path)
  return JSON.parse(text.replaceAll(/<([a-z]+)>/g, (_, name: string) => ids[name] ?? ''))
}

const get = (path: string, sent: Sent = {}) =>
  ask(scene.vip, port, path, { ...sent, headers: { host: 'a.test', ...sent.headers } })
const policyAt = (path: string) => `/l7policies/${policies.get(path)}`
const put = (path: string, l7policy: unknown) => scene.elb('PUT', policyAt(path), { l7policy })

function expectRefused(answer: Answer, status: number, names: string): void {
  expect([answer.status, answer.at('error_code')]).toEqual([
    expect.any(Number),
    expect.stringMatching(/^(ELB|APIGW)\./),
  ])
  expect(answer.status).toBeGreaterThanOrEqual(status)
  expect(answer.status).toBeLessThan(500)
  expect(answer.at('error_msg')).toEqual(expect.stringContaining(names))
}

describe.each(rows)('$title', ({ path, refused, asked }) => {
  test('what is refused is told by name, and what ran still runs as it was taken', async () => {
    const runs = async () => {
      for (const [below, expected, sent] of asked) {
        const seen = await get(`${path}${below}`, sent)
        if (typeof expected === 'object') expect(seen).toMatchObject(meant(expected, path))
        else expected({ ...seen, headers: { ...seen.headers, ...placed(seen.headers.location) } })
      }
    }
    await runs()
    for (const [change, names] of refused) expectRefused(await put(path, meant(change, path)), 400, names)
    await runs()
  })
})

/** The port of the listener is another one each time. */
function placed(location: string | undefined) {
  return location === undefined ? {} : { location: location.replace(`:${port}/`, ':PORT/') }
}

describe('a policy by its address', () => {
  const kept = async () => expect(await get('/kept')).toMatchObject({ status: 200, body: 'kept' })

  test('1.5 l7policy_id and project_id name a policy of the project, or there is none', async () => {
    const wish = { l7policy: { name: 'x' } }
    expectRefused(await scene.elb('PUT', '/l7policies/00000000-0000-4000-8000-000000000000', wish), 404, '')
    for (const theirs of [who.project, who.otherProject].map((id) => elbClient(id, { token: who.stranger })))
      expectRefused(await theirs('PUT', policyAt('/kept'), wish), 403, '')
    await kept()
  })

  test('1.5 X-Auth-Token is demanded', async () => {
    const answer = await elbClient(who.project, {})('PUT', policyAt('/kept'), { l7policy: { name: 'x' } })
    expect(answer.status).toBe(401)
    await kept()
  })

  test('1.5 l7policy is demanded, and is an object', async () => {
    for (const body of [{}, { l7policy: null }, { l7policy: [] }, { policy: {} }])
      expectRefused(await scene.elb('PUT', policyAt('/kept'), body), 400, 'l7policy')
    await kept()
  })

  test('1.5 admin_state_up is taken, shown as true, and changes nothing', async () => {
    expect(must(200, await put('/kept', { admin_state_up: false }))['admin_state_up']).toBe(true)
    await kept()
  })

  test('1.5 response 200 shows all of a policy as it is now', async () => {
    const before = must(200, await scene.elb('GET', policyAt('/kept')))
    const answer = await put('/kept', { name: 'renamed', description: 'd' })
    expect(answer.at('request_id')).toEqual(expect.any(String))
    const shown = must(200, answer)
    expect(shown).toMatchObject({
      ...{ id: before.id, name: 'renamed', description: 'd', action: 'FIXED_RESPONSE', admin_state_up: true },
      ...{ provisioning_status: 'ACTIVE', redirect_url: null, rules: [{ id: expect.any(String) }] },
      ...{
        listener_id: listeners['front'],
        project_id: who.project,
        created_at: before['created_at'],
      },
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    })
    await kept()
  })

  test('1.5 error body has a code, a sentence and the id of the request', async () => {
    const answer = await put('/kept', { name: 5 })
    expect(answer.body).toEqual({
      error_code: 'ELB.8902',
      error_msg: expect.stringContaining('name'),
      request_id: expect.any(String),
    })
    await kept()
  })
})

describe('what decides about traffic', () => {
  test('1.5 redirect_pools_config[].weight is the share of a pool', async () => {
    const answers = await Promise.all(Array.from({ length: 200 }, () => get('/shares')))
    const ones = answers.filter(({ member }) => member?.pool === 'one').length
    // Six standard deviations around 160.
    expect(Math.abs(ones - 160)).toBeLessThan(34)
  })

  test('1.5 redirect_listener_id is an HTTPS listener of the load balancer, and takes the policies with it', async () => {
    const wish = { listener_id: listeners['forwarding'], action: 'REDIRECT_TO_LISTENER' }
    const create = (more: Wish) => scene.elb('POST', '/l7policies', { l7policy: { ...wish, ...more } })
    for (const id of [null, listeners['other'], '00000000-0000-4000-8000-000000000000'])
      expectRefused(await create({ redirect_listener_id: id }), 400, '')
    expectRefused(
      await create({ redirect_listener_id: listeners['secure'], redirect_pool_id: scene.pools['one'] }),
      400,
      'redirect_pool_id',
    )
    must(201, await create({ redirect_listener_id: listeners['secure'] }))
    const asked = () => ask(scene.vip, ports['forwarding'] ?? 0, '/x?y', { headers: { host: 'a.test' } })
    await until(async () => (await asked()).status === 301)
    expect((await asked()).headers.location).toBe(`https://a.test:${securePort}/x?y`)
  })

  const passed = async (path: string, sent?: Sent) => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => get(path, sent)))
    return answers.filter(({ status }) => status === 200).length
  }

  test('1.5 traffic_limit_config.qps lets so many through in a second, and answers the others with 503', async () => {
    for (const qps of [-1, 100_001])
      expectRefused(await put('/qps', { fixed_response_config: { traffic_limit_config: { qps } } }), 400, 'qps')
    // Two, or four where a second ends meanwhile.
    expect([2, 3, 4]).toContain(await passed('/qps'))
  })

  test('1.5 traffic_limit_config.per_source_ip_qps counts each client by itself', async () => {
    const wrong = { fixed_response_config: { traffic_limit_config: { qps: 2, per_source_ip_qps: 2 } } }
    expectRefused(await put('/each', wrong), 400, 'per_source_ip_qps')
    expect([2, 3, 4]).toContain(await passed('/each', { from: '127.0.0.3' }))
    expect([2, 3, 4]).toContain(await passed('/each', { from: '127.0.0.4' }))
  })

  test('1.5 traffic_limit_config.burst lets more through at once', async () => {
    const wrong = { fixed_response_config: { traffic_limit_config: { burst: 100_001 } } }
    expectRefused(await put('/burst', wrong), 400, 'burst')
    expect(await passed('/burst')).toBe(20)
  })

  test('1.5 priority is unique, from 1 to 10000, and the smaller wins', async () => {
    for (const priority of [501, 10_001, -1, '5'])
      expectRefused(await put('/order-a', { priority }), 400, priority === 501 ? '501' : 'priority')
    expect((await get('/order-a')).body).toBe('first')
    must(200, await put('/order-a', { priority: 600 }))
    await until(async () => (await get('/order-a')).body === 'second')
  })

  test('1.5 batch-update-priority swaps two without a hole', async () => {
    const [first = '', second = ''] = ['/order-a', '/order'].map((path) => policies.get(path) ?? '')
    const l7policies = [
      { id: first, priority: 501 },
      { id: second, priority: 600 },
    ]
    const swapped = await scene.elb('POST', '/l7policies/batch-update-priority', { l7policies })
    expect(swapped.status).toBe(202)
    await until(async () => (await get('/order-a')).body === 'first')
    const twice = { l7policies: l7policies.map((one) => ({ ...one, priority: 501 })) }
    expectRefused(await scene.elb('POST', '/l7policies/batch-update-priority', twice), 400, '')
    expect((await get('/order-a')).body).toBe('first')
  })
})
