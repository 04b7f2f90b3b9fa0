import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { desiredOf, idOf, type LoadBalancerCase } from '../src/compile/golden/rows.ts'
import {
  compiledOf,
  freePort,
  type RunningHaproxy,
  runHaproxy,
  runMember,
  runRecorder,
  send,
  until,
  vip,
} from './compiled-haproxy.ts'

type Listener = LoadBalancerCase['listeners'][number]

const endings: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

test('a connection limit of two serves two, refuses the third at once, and has room again when one leaves', async () => {
  const echo = await member((_request, response) => response.end('hello'))
  const { port } = await serving({ protocol: 'HTTP', connection_limit: 2 }, echo)
  const first = await talk(port)
  const second = await talk(port)
  expect([first.text, second.text]).toEqual(['HTTP', 'HTTP'])
  expect((await talk(port)).text).toBe('')
  first.socket.destroy()
  await until(async () => (await talk(port)).text === 'HTTP')
})

test('clients from other networks than the allowed ones are refused', async () => {
  const echo = await member((_request, response) => response.end('hello'))
  const { port } = await serving({ protocol: 'HTTP', allowed_cidrs: ['127.0.1.0/24', '::1/128'] }, echo)
  expect((await send(port, { localAddress: '127.0.1.9' })).body).toBe('hello')
  await expect(send(port, { localAddress: '127.0.2.9' })).rejects.toThrow(/ECONNRESET|socket hang up/)
})

test('what a client claims about itself is replaced, and X-Forwarded-For is appended to', async () => {
  const mirror = await member((request, response) => response.end(JSON.stringify(request.headers)))
  const insert_headers = { 'X-Forwarded-For': 'true', 'X-Forwarded-Port': 'true', 'X-Forwarded-Proto': 'true' }
  const { port } = await serving({ protocol: 'HTTP', insert_headers }, mirror)
  const claims = { 'x-forwarded-for': '6.6.6.6', 'x-forwarded-port': '1', 'x-forwarded-proto': 'https' }
  expect(JSON.parse((await send(port, { headers: claims, localAddress: '127.0.1.9' })).body)).toMatchObject({
    'x-forwarded-for': '6.6.6.6, 127.0.1.9',
    'x-forwarded-port': String(port),
    'x-forwarded-proto': 'http',
  })
})

test('without a default pool HTTP is answered with 503 and TCP is closed', async () => {
  const { port } = await serving({ protocol: 'HTTP' }, null)
  expect((await send(port)).status).toBe(503)
  const tcp = await serving({ protocol: 'TCP' }, null)
  expect((await talk(tcp.port)).text).toBe('')
})

test('TLS passes through untouched, and the names that clients ask for are counted', async () => {
  const recorder = await runRecorder()
  endings.push(recorder.stop)
  const { port, haproxy } = await serving({ protocol: 'HTTPS' }, recorder.port)
  const client = connectTls({ host: vip, port, servername: 'Shop.Example.com', rejectUnauthorized: false })
  client.on('error', () => client.destroy())
  endings.push(() => void client.destroy())
  await until(() => recorder.received().includes('Shop.Example.com'))
  const handshake = 0x16
  expect(recorder.received()[0]).toBe(handshake)
  expect(await haproxy.ask(`show table listener:${idOf('listener', 1, 1)}`)).toMatch(
    /key=shop\.example\.com .*conn_cnt=1/,
  )
})

test('a client whose session cookie an application has set stays on that member', async () => {
  const [one, other] = [await sessionMember('one'), await sessionMember('other')]
  const { port } = await serving({ protocol: 'HTTP' }, one, other)
  const cookie = (await send(port)).headers['set-cookie']?.[0] ?? ''
  const bodies = await Promise.all(
    Array.from({ length: 8 }, async () => (await send(port, { headers: { cookie } })).body),
  )
  expect(new Set(bodies)).toEqual(new Set([cookie.replace('SESSION=', '')]))
})

test('a request that meets a connection which its member has just closed is sent again, if it changes nothing', async () => {
  const served = new WeakSet<object>()
  let posts = 0
  const impatient = await member((request, response) => {
    if (request.method === 'POST') posts += 1
    // The second request on a connection finds it closed.
    if (served.has(request.socket)) return request.socket.destroy()
    served.add(request.socket)
    return response.end('hello')
  })
  const { port } = await serving({ protocol: 'HTTP' }, impatient)
  for (let count = 0; count < 10; count += 1) expect((await send(port)).body).toBe('hello')
  for (let count = 0; count < 10; count += 1) await send(port, { method: 'POST' })
  expect(posts).toBe(10)
})

test('by source IP and port, connections of one client are spread', async () => {
  const [one, other] = [await namedMember('one'), await namedMember('other')]
  const { port } = await serving({ protocol: 'TCP' }, one, other)
  const bodies = await Promise.all(Array.from({ length: 40 }, async () => (await send(port)).body))
  expect(new Set(bodies)).toEqual(new Set(['one', 'other']))
})

async function namedMember(name: string): Promise<number> {
  return await member((_request, response) => response.end(name))
}

async function sessionMember(name: string): Promise<number> {
  return await member((_request, response) => response.setHeader('Set-Cookie', `SESSION=${name}`).end(name))
}

async function member(answer: Parameters<typeof runMember>[0]): Promise<number> {
  const running = await runMember(answer)
  endings.push(running.stop)
  return running.port
}

/** A listener of the given kind in front of members on these ports; null is no pool at all. */
async function serving(
  listener: Omit<Listener, 'protocol_port'>,
  ...ports: readonly (number | null)[]
): Promise<{ readonly port: number; readonly haproxy: RunningHaproxy }> {
  const port = await freePort(vip)
  const members = ports.filter((one) => one !== null).map((protocol_port) => ({ address: '127.0.0.1', protocol_port }))
  const isHttp = listener.protocol === 'HTTP'
  const session_persistence = {
    type: 'APP_COOKIE',
    cookie_name: 'SESSION',
    persistence_timeout: null,
    persistence_granularity: null,
  } as const
  const pool = isHttp
    ? ({ protocol: 'HTTP', session_persistence } as const)
    : ({ protocol: 'TCP', lb_algorithm: 'SOURCE_IP_PORT' } as const)
  const used = { ...listener, protocol_port: port, ...(members.length > 0 ? { default_pool: 0 } : {}) }
  const desired = desiredOf({ load_balancer: { vip_address: vip }, listeners: [used], pools: [{ pool, members }] })
  const haproxy = await runHaproxy([compiledOf(desired)])
  endings.push(haproxy.stop)
  return { port, haproxy }
}

/** Connects, asks for something, and says how the answer begins: nothing, where the connection is refused or closed. */
function talk(port: number): Promise<{ readonly socket: Socket; readonly text: string }> {
  return new Promise((resolve) => {
    const socket = connect(port, vip, () => socket.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n'))
    endings.push(() => void socket.destroy())
    socket.once('data', (chunk) => resolve({ socket, text: chunk.toString().slice(0, 4) }))
    socket.on('error', () => socket.destroy())
    socket.once('close', () => resolve({ socket, text: '' }))
  })
}
