import { once } from 'node:events'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import { contractVersion } from 'model/contract/desired-state'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nodeOf } from '@/server/services/engines.ts'
import { engineToken } from '@/server/testing/engine-token.ts'
import { answerApi } from './front.ts'

const page = 'a page'
const server = http.createServer((request, response) => {
  if (!answerApi(request, response)) response.end(page)
})

beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => server.close())

type Asked = { readonly method?: string; readonly headers?: Record<string, string> }

/** As it is on the wire: `fetch` would unpack it. */
async function ask(path: string, { method = 'GET', headers = {} }: Asked = {}) {
  const { port } = server.address() as AddressInfo
  const request = http.request({ host: '127.0.0.1', port, path, method, headers, agent: false }).end()
  const [response] = (await once(request, 'response')) as [http.IncomingMessage]
  const chunks: Buffer[] = []
  for await (const chunk of response) chunks.push(chunk as Buffer)
  return { response, body: Buffer.concat(chunks) }
}

describe('what is asked of the API is answered by its dialect, and the rest is a page', () => {
  test.each([
    ['/healthz', 503],
    ['/load-balancer', 200],
    ['/load-balancer/v2/lbaas/listeners?limit=1', 401],
    ['/identity/v3/', 200],
    ['/network', 200],
    ['/console/openapi.json', 200],
    ['/console/nothing', 401],
    ['/engine/desired', 401],
    ['/live', 401],
  ])('%s answers %i in JSON', async (path, status) => {
    const { response, body } = await ask(path)
    expect([response.statusCode, response.headers['content-type']]).toEqual([status, 'application/json'])
    expect(response.headers['content-length']).toBe(String(body.length))
    expect(response.headers['x-openstack-request-id']).toMatch(/^req-/)
    expect(response.statusMessage).toBe(http.STATUS_CODES[status])
  })

  test.each(['/', '/load-balancers', '/load-balancers/1', '/networks', '/livelier', '//live', '*'])(
    '%s is a page',
    async (path) => {
      const { body } = await ask(path)
      expect(body.toString()).toBe(page)
    },
  )
})

test.each(['x:99999', '999.999.999.999', 'xn--a'])(
  'the host %s names nothing, and the answer says so',
  async (host) => {
    const { response, body } = await ask('/healthz', { headers: { host } })
    expect([response.statusCode, response.headers['content-type']]).toEqual([400, 'application/json'])
    expect(body.toString()).toContain('The Host header should be')
  },
)

test('HEAD has the length of what GET answers, and no body', async () => {
  const { response: got } = await ask('/healthz')
  const { response, body } = await ask('/healthz', { method: 'HEAD' })
  expect([response.statusCode, body.length]).toEqual([got.statusCode, 0])
  expect(response.headers['content-length']).toBe(got.headers['content-length'])
})

describe('a long answer is packed for who can unpack it', () => {
  test.each([
    ['gzip, deflate', 'gzip'],
    ['br;q=1.0, GZIP;q=0.5', 'gzip'],
    ['*', 'gzip'],
    ['gzip;q=0', undefined],
    ['gzip;q=0.0, br', undefined],
    ['br', undefined],
    ['', undefined],
  ])('accept-encoding %j: %s', async (accepted, encoding) => {
    const { response, body } = await ask('/console/openapi.json', { headers: { 'accept-encoding': accepted } })
    expect(response.headers['content-encoding']).toBe(encoding)
    expect(response.headers['content-length']).toBe(String(body.length))
    expect(response.headers['vary']).toBe('accept-encoding')
    expect(body.subarray(0, 2).toString('hex') === '1f8b').toBe(encoding === 'gzip')
  })

  test('and a short one is not', async () => {
    const { response } = await ask('/load-balancer', { headers: { 'accept-encoding': 'gzip' } })
    expect(response.headers['content-encoding']).toBeUndefined()
  })
})

test('an engine that goes away while it waits is not waited for', async () => {
  const headers = { authorization: `Bearer ${engineToken()}` }
  const question = (after: number) => `/engine/desired?after=${after}&node=front&contract=${contractVersion}`
  const { body } = await ask(question(0), { headers })
  const { revision } = JSON.parse(body.toString()) as { revision: number }

  const { port } = server.address() as AddressInfo
  const waiting = http.get({ host: '127.0.0.1', port, path: question(revision || 1), headers, agent: false })
  waiting.on('error', () => {})
  await expect.poll(() => nodeOf('front').openPolls).toBe(1)
  waiting.destroy()
  await expect.poll(() => nodeOf('front').openPolls).toBe(0)
})
