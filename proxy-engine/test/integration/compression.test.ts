import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { gunzipSync, gzipSync, inflateSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import type { LoadBalancerCase } from '../../src/compile/golden/rows.ts'
import { ask } from '../harness/asking.ts'
import { balancer, member } from '../harness/balancer.ts'
import { endAll, openSite } from '../harness/engine.ts'
import { ownPlace, startWeb } from '../harness/traffic.ts'

afterEach(endAll)

const text = '<p>It is said again and again.</p>\n'.repeat(400)

/** A member that answers with the headers that the query names: `/?ETag="a"`. */
async function serving(listener: Partial<LoadBalancerCase['listeners'][number]>) {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const web = await startWeb((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://a.test')
    response.setHeader('Content-Type', 'text/html; charset=utf-8')
    for (const [name, value] of searchParams) if (name !== 'status') response.setHeader(name, value)
    response.statusCode = Number(searchParams.get('status') ?? 200)
    response.setHeader('X-Accepts', request.headers['accept-encoding'] ?? '')
    const body = searchParams.get('Content-Encoding') === 'gzip' ? gzipSync(text) : Buffer.from(text)
    response.setHeader('Content-Length', body.length).end(request.method === 'HEAD' ? undefined : body)
  })
  await site.startEngine()
  const [outcome] = await site.plane.apply(balancer(place, { members: [member(web.port)], listener }))
  expect(outcome?.diagnostics ?? []).toEqual([])
  return (path: string, accepts: string, given: object = {}) =>
    ask(place, { path, headers: accepts === '' ? {} : { 'accept-encoding': accepts }, ...given })
}

test('clients get the encoding that they like best, and Vary says so', async () => {
  const get = await serving({ compression: true })
  const zipped = await get('/', 'gzip')
  expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' })
  expect(gunzipSync(zipped.body).toString()).toBe(text)
  expect(zipped.body.length).toBeLessThan(text.length / 10)
  const deflated = await get('/', 'gzip;q=0.5, deflate')
  expect(deflated.headers['content-encoding']).toBe('deflate')
  expect(inflateSync(deflated.body).toString()).toBe(text)
  const plain = await get('/', '')
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(plain.body.toString()).toBe(text)
  expect((await get('/', 'br, gzip;q=0')).headers['content-encoding']).toBeUndefined()
  expect((await get('/?Vary=Cookie', 'gzip')).headers['vary']).toBe('Cookie, Accept-Encoding')
})

test('a real client reads it', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const web = await startWeb((_request, response) => response.setHeader('Content-Type', 'text/plain').end(text))
  await site.startEngine()
  await site.plane.apply(balancer(place, { members: [member(web.port)], listener: { compression: true } }))
  const url = `http://${place.address}:${place.port}/`
  const curl = async (...args: string[]) => (await promisify(execFile)('curl', ['-s', ...args, url])).stdout
  for (const encoding of ['gzip', 'deflate']) {
    expect(await curl('--compressed', '-H', `Accept-Encoding: ${encoding}`)).toBe(text)
    const size = Number(await curl('-o', '/dev/null', '-w', '%{size_download}', '-H', `Accept-Encoding: ${encoding}`))
    expect(size).toBeLessThan(text.length / 10)
  }
})

test.each([
  ["the member's own encoding", '/?Content-Encoding=br'],
  ['a picture', '/?Content-Type=image/png'],
  ['what must not be changed', '/?Cache-Control=no-transform'],
  ['a part', '/?status=206&Content-Range=bytes%200-9/10'],
  ['an error', '/?status=404'],
])('%s passes as it is', async (_, path) => {
  const get = await serving({ compression: true })
  const { headers, body } = await get(path, 'gzip')
  expect(body.toString()).toBe(text)
  expect(headers['content-length']).toBe(String(text.length))
  expect(['br', undefined]).toContain(headers['content-encoding'])
})

test('members are asked for what the client accepts, and what they compress comes once', async () => {
  const get = await serving({ compression: true })
  const { headers, body } = await get('/?Content-Encoding=gzip', 'gzip')
  expect(headers['x-accepts']).toBe('gzip')
  expect(gunzipSync(body).toString()).toBe(text)
})

test('an ETag is weak where the bytes are others, and HEAD has no body', async () => {
  const get = await serving({ compression: true })
  expect((await get('/?ETag=%22a%22', 'gzip')).headers['etag']).toBe('W/"a"')
  expect((await get('/?ETag=%22a%22', '')).headers['etag']).toBe('"a"')
  const head = await get('/?ETag=%22a%22', 'gzip', { method: 'HEAD' })
  expect([head.status, head.body.length, head.headers['content-encoding']]).toEqual([200, 0, undefined])
})

test('algorithms and types are those that were chosen', async () => {
  const chosen = { compression_algorithms: ['gzip' as const], compression_types: ['application/vnd.api+json'] }
  const get = await serving({ compression: true, ...chosen })
  expect((await get('/', 'gzip')).headers['content-encoding']).toBeUndefined()
  const typed = '/?Content-Type=application/vnd.api%2Bjson;v=1'
  expect((await get(typed, 'deflate')).headers['content-encoding']).toBeUndefined()
  expect((await get(typed, 'gzip')).headers['content-encoding']).toBe('gzip')
})

test('without the switch nothing is compressed', async () => {
  const get = await serving({ compression_types: ['text/html'] })
  expect((await get('/', 'gzip')).headers['content-encoding']).toBeUndefined()
})
