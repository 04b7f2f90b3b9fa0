import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { type ClientHttp2Stream, connect as connectHttp2, type OutgoingHttpHeaders } from 'node:http2'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { bodyWaitSeconds, mostBodyBytes } from 'model/l7/body'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { desiredOf, type PolicyCase } from '../src/compile/golden/rows.ts'
import { compiledOf, freePort, type RunningHaproxy, runHaproxy, send, until, vip } from './compiled-haproxy.ts'

const toPrimary = (...rules: PolicyCase['rules']): PolicyCase => ({ action: 'REDIRECT_TO_POOL', pool: 1, rules })
const policies: readonly PolicyCase[] = [
  toPrimary(
    { type: 'PATH', compare_type: 'EQUAL_TO', value: '/graphql' },
    { type: 'BODY_JSON', key: '$.query', compare_type: 'STARTS_WITH', value: 'mutation' },
  ),
  toPrimary(
    { type: 'PATH', compare_type: 'STARTS_WITH', value: '/soap' },
    { type: 'BODY', compare_type: 'CONTAINS', value: '<CreateOrder' },
  ),
  toPrimary(
    { type: 'PATH', compare_type: 'STARTS_WITH', value: '/not' },
    { type: 'BODY', compare_type: 'CONTAINS', value: 'x', invert: true },
  ),
]

const servers: ReturnType<typeof createServer>[] = []
let haproxy: RunningHaproxy
let port: number
/** One that stops within its body waits from the beginning of these tests: the others are as long. */
let stopped: Promise<{ readonly answer: string; readonly seconds: number }>

beforeAll(async () => {
  port = await freePort(vip)
  const ports = await Promise.all(['replicas', 'primary'].map(memberPort))
  const compiled = compiledOf(
    desiredOf({
      load_balancer: { vip_address: vip },
      listeners: [{ protocol: 'HTTP', protocol_port: port, default_pool: 0, policies }],
      pools: ports.map((protocol_port) => ({
        pool: { protocol: 'HTTP' },
        members: [{ address: '127.0.0.1', protocol_port }],
      })),
    }),
  )
  haproxy = await runHaproxy([compiled])
  stopped = untilClosed('POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Length: 20\r\n\r\n{"query":')
})
afterAll(async () => {
  await haproxy.stop()
  for (const one of servers) {
    one.closeAllConnections()
    one.close()
  }
})

const mutation = JSON.stringify({ operationName: 'pay', query: 'mutation pay { id }' })
const query = JSON.stringify({ query: 'query all { id }' })
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  send(port, { method: 'POST', path, body, headers })
const poolOf = async (answer: ReturnType<typeof send>) => (await answer).headers['x-pool']

describe('R14 routing by the body', () => {
  test.each([
    ['/graphql', 'a mutation', mutation, 'primary'],
    ['/graphql', 'a query', query, 'replicas'],
    ['/graphql', 'no JSON', 'mutation', 'replicas'],
    ['/graphql', 'none', '', 'replicas'],
    ['/other', 'a mutation', mutation, 'replicas'],
    ['/soap', 'XML of several lines', '<Envelope>\n  <CreateOrder/>\n</Envelope>', 'primary'],
    ['/soap', 'other XML', '<Envelope/>', 'replicas'],
    ['/soap', 'the longest that is read', `<CreateOrder>${'x'.repeat(mostBodyBytes - 13)}`, 'primary'],
    // Of a longer one nothing is known: what must not be in it is not.
    ['/soap', 'one byte more', `<CreateOrder>${'x'.repeat(mostBodyBytes - 12)}`, 'replicas'],
    ['/not', 'what it must not hold', 'x', 'replicas'],
    ['/not', 'anything else', 'y', 'primary'],
    ['/not', 'more than is read', 'x'.repeat(mostBodyBytes + 1), 'primary'],
    ['/not', 'nothing at all', '', 'primary'],
  ])('%s with a body that is %s', async (path, _, body, pool) => {
    expect(await poolOf(post(path, body))).toBe(pool)
    expect(await poolOf(post(path, body, { 'transfer-encoding': 'chunked' }))).toBe(pool)
    expect(await poolOf(post(path, body, { expect: '100-continue' }))).toBe(pool)
    expect((await overHttp2({ ':method': 'POST', ':path': path }, body)).pool).toBe(pool)
  })

  test('what is decided by a body arrives with it, byte by byte', async () => {
    const { body, headers } = await post('/graphql', mutation)
    expect([headers['x-pool'], body]).toEqual(['primary', mutation])
  })

  test('what is compressed is not unpacked', async () => {
    const gzip = { 'content-encoding': 'gzip' }
    expect(await poolOf(post('/soap', '\x1f\x8b<CreateOrde', gzip))).toBe('replicas')
    expect(await poolOf(post('/soap', '\x1f\x8b<CreateOrder', gzip))).toBe('primary')
  })
})

describe('X9 waiting for bodies', () => {
  test('who sends more than is read is passed on while it is still sending, and all of it arrives', async () => {
    const size = 3_000_000
    const { body, headers } = await post('/graphql', 'x'.repeat(size), { 'x-measure': '1' })
    expect([headers['x-pool'], body]).toEqual(['replicas', String(size)])
  })

  test('a request that no such policy can take does not wait', async () => {
    const socket = await opened(
      'POST /stream HTTP/1.1\r\nHost: a\r\nX-At-Once: 1\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n',
    )
    expect(await beginning(socket)).toMatch(/^HTTP\/1\.1 200 .*x-pool: replicas/is)
    socket.destroy()
  })

  test('a call of gRPC streams both ways, whatever policies ask', async () => {
    const client = connectHttp2(`http://${vip}:${port}`)
    const call = client.request({
      ...{ ':method': 'POST', ':path': '/not/grpc', 'content-type': 'application/grpc', te: 'trailers' },
      'x-at-once': '1',
    })
    call.write('first')
    const headers = await new Promise<OutgoingHttpHeaders>((resolve) => call.once('response', resolve))
    // Its body is not read: the inverted rule holds.
    expect([headers[':status'], headers['x-pool']]).toEqual([200, 'primary'])
    expect(await firstOf(call)).toBe('first')
    client.destroy()
  })

  test('a WebSocket is opened at once, over HTTP/1.1 and over HTTP/2', async () => {
    const socket = await opened(
      'GET /graphql HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
    )
    expect(await beginning(socket)).toMatch(/^HTTP\/1\.1 101 /)
    socket.destroy()
    const client = connectHttp2(`http://${vip}:${port}`)
    await new Promise((resolve) => client.once('remoteSettings', resolve))
    const stream = client.request({
      ':method': 'CONNECT',
      ':protocol': 'websocket',
      ':path': '/graphql',
      ':scheme': 'http',
      ':authority': 'a',
    })
    const headers = await new Promise<OutgoingHttpHeaders>((resolve) => stream.once('response', resolve))
    expect(headers[':status']).toBe(200)
    client.destroy()
  })

  test('a client that stops within its body is answered with 408, and others are answered meanwhile', {
    timeout: 2_000 * bodyWaitSeconds,
  }, async () => {
    expect(await poolOf(post('/graphql', mutation))).toBe('primary')
    const { answer, seconds } = await stopped
    expect(answer).toMatch(/^HTTP\/1\.1 408 /)
    expect(Math.round(seconds)).toBe(bodyWaitSeconds)
  })
})

/** Answers with what it was sent; at once and piece by piece, or with its length, where it is asked to. */
async function memberPort(name: string): Promise<number> {
  const server = createServer((request, response) => answer(name, request, response))
  server.on('upgrade', ({ headers }, socket) => {
    const key = `${headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`
    const accept = createHash('sha1').update(key).digest('base64')
    const lines = ['HTTP/1.1 101 Switching Protocols', 'Connection: Upgrade', 'Upgrade: websocket']
    socket.write([...lines, `Sec-WebSocket-Accept: ${accept}`, '', ''].join('\r\n'))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

function answer(name: string, request: IncomingMessage, response: ServerResponse): void {
  response.writeHead(200, { 'x-pool': name })
  if (request.headers['x-at-once'] !== undefined) {
    response.flushHeaders()
    request.pipe(response)
    return
  }
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const all = Buffer.concat(chunks)
    response.end(request.headers['x-measure'] === undefined ? all : String(all.length))
  })
}

function opened(text: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: vip, port }, () => socket.write(text, () => resolve(socket)))
    socket.on('error', reject)
  })
}

async function beginning(socket: Socket): Promise<string> {
  let text = ''
  socket.setEncoding('latin1').on('data', (chunk) => {
    text += chunk
  })
  await until(() => text.includes('\r\n\r\n'))
  return text
}

async function untilClosed(text: string): Promise<{ readonly answer: string; readonly seconds: number }> {
  const began = performance.now()
  const socket = await opened(text)
  let told = ''
  socket.setEncoding('latin1').on('data', (chunk) => {
    told += chunk
  })
  await new Promise((resolve) => socket.once('close', resolve))
  return { answer: told, seconds: (performance.now() - began) / 1_000 }
}

async function overHttp2(headers: OutgoingHttpHeaders, body: string): Promise<{ readonly pool: unknown }> {
  const client = connectHttp2(`http://${vip}:${port}`)
  const stream = client.request(headers, { endStream: false })
  stream.end(body)
  const response = await new Promise<OutgoingHttpHeaders>((resolve, reject) => {
    stream.once('response', resolve)
    stream.once('error', reject)
  })
  client.destroy()
  return { pool: response['x-pool'] }
}

async function firstOf(stream: ClientHttp2Stream): Promise<string> {
  return new Promise((resolve) => stream.setEncoding('utf8').once('data', resolve))
}
