import { createServer, type Server } from 'node:http'
import { type AddressInfo, createServer as createPlainServer, type Server as PlainServer } from 'node:net'
import type { Probe } from 'model/contract/desired-state'
import { afterEach, describe, expect, test } from 'vitest'
import { runProbe as run } from './probe.ts'

const servers: (Server | PlainServer)[] = []
afterEach(() => {
  for (const one of servers.splice(0)) one.close()
})

const runProbe = (probe: Probe) => run(probe, { socketOf: () => null, recentOf: () => [] })

async function listening(server: Server | PlainServer): Promise<number> {
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}

type Request = Extract<Probe, { kind: 'http' }>['request']
const asking = (port: number, given: Partial<Request> = {}, timeout_ms = 2_000): Probe => {
  const request: Request = {
    method: 'GET',
    path: '/',
    query: '',
    headers: [['Host', 'a.example']],
    source: '192.0.2.1',
    ...given,
  }
  return {
    id: 'one',
    kind: 'http',
    address: '127.0.0.1',
    port,
    timeout_ms,
    max_bytes: 1_000,
    request,
    listener_id: null,
  }
}

describe('a request that is sent for real', () => {
  test('arrives as it was given, and its answer comes back with its headers', async () => {
    const seen: unknown[] = []
    const port = await listening(
      createServer((request, response) => {
        seen.push(request.method, request.url, request.rawHeaders.slice(0, 6))
        response.writeHead(302, { Location: 'http://127.0.0.1:1/elsewhere' }).end('body')
      }),
    )
    const headers: [string, string][] = [
      ['Host', 'www.example.com'],
      ['x-a', '1'],
      ['x-a', '2'],
    ]
    const result = await runProbe(asking(port, { path: '/a/../%2e', query: 'x=1;y', headers }))
    expect(seen).toEqual(['GET', '/a/../%2e?x=1;y', headers.flat()])
    expect(result).toMatchObject({
      id: 'one',
      outcome: 'connected',
      answer: { status: 302, body_bytes: 4, is_cut: false, source: '127.0.0.1' },
    })
    expect(result.answer?.headers).toContainEqual(['Location', 'http://127.0.0.1:1/elsewhere'])
  })

  test.each(['GET', 'POST'])('brings its body along, whole: %s', async (method) => {
    const seen: unknown[] = []
    const port = await listening(
      createServer((request, response) => {
        let text = ''
        request.setEncoding('utf8').on('data', (chunk) => {
          text += chunk
        })
        request.on('end', () => response.end(seen.push(request.headers['content-length'], text) && 'ok'))
      }),
    )
    await runProbe(asking(port, { method, body: '{"a": "ä"}' }))
    expect(seen).toEqual(['11', '{"a": "ä"}'])
  })

  test('is read up to its bound', async () => {
    const port = await listening(createServer((_, response) => response.end('x'.repeat(100_000))))
    expect((await runProbe(asking(port))).answer).toMatchObject({ status: 200, body_bytes: 1_000, is_cut: true })
  })

  test('is given up when no answer comes in time', async () => {
    const port = await listening(createPlainServer(() => {}))
    expect(await runProbe(asking(port, {}, 50))).toMatchObject({ outcome: 'timed_out', answer: null })
  })

  test('that is answered with nothing, or with no HTTP, is cut off', async () => {
    const silent = await listening(createPlainServer((socket) => socket.destroy()))
    const strange = await listening(createPlainServer((socket) => socket.end('220 ready\r\n')))
    for (const port of [silent, strange])
      expect(await runProbe(asking(port))).toMatchObject({ outcome: 'cut_off', answer: null })
  })

  test('to where nobody listens is refused', async () => {
    const server = createPlainServer()
    const port = await listening(server)
    await new Promise((resolve) => server.close(resolve))
    expect(await runProbe(asking(port))).toMatchObject({ outcome: 'refused', code: 'ECONNREFUSED', answer: null })
  })
})
