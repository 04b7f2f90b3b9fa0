import { afterEach, expect, test } from 'vitest'
import { idOf, type LoadBalancerCase, type PolicyCase } from '../../src/compile/golden/rows.ts'
import { until } from '../compiled-haproxy.ts'
import { ask } from '../harness/asking.ts'
import { balancer, member } from '../harness/balancer.ts'
import { endAll, openSite } from '../harness/engine.ts'
import { ownPlace, startWeb } from '../harness/traffic.ts'

afterEach(endAll)

/** Members that count: each answer has its number, the name of the member, and the headers that the query names. */
async function serving(
  listener: Partial<LoadBalancerCase['listeners'][number]>,
  pool: Parameters<typeof balancer>[1]['pool'] = {},
) {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  let count = 0
  const counting = (name: string) =>
    startWeb((request, response) => {
      count += 1
      const { searchParams } = new URL(request.url ?? '', 'http://a.test')
      for (const [key, value] of searchParams) if (!['status', 'length'].includes(key)) response.setHeader(key, value)
      response.statusCode = Number(searchParams.get('status') ?? 200)
      response.end(`${name} ${count} ${'x'.repeat(Number(searchParams.get('length') ?? 0))}`)
    })
  const [web, api] = await Promise.all([counting('web'), counting('api')])
  await site.startEngine()
  const pools = [{ pool: { name: 'api', protocol: 'HTTP' as const }, members: [member(api.port)] }]
  const given = { members: [member(web.port)], pool, pools, listener: { cache_paths: ['/static'], ...listener } }
  const [outcome] = await site.plane.apply(balancer(place, given))
  expect(outcome?.diagnostics ?? []).toEqual([])
  const get = (path: string, headers: Readonly<Record<string, string>> = {}, method = 'GET') =>
    ask(place, { path, headers, method })
  /** Whether the second of two equal requests was answered from the cache. */
  const isKept = async (path: string, headers: Readonly<Record<string, string>> = {}) => {
    const [first, second] = [await get(path, headers), await get(path, headers)]
    return first.body.equals(second.body) && second.headers['age'] !== undefined
  }
  return { site, place, get, isKept }
}

test('G14 (reference: product, 1.9): an answer under a cached path comes from the member once, and clients see no age that the member did not give', async () => {
  const { site, get } = await serving({})
  const first = await get('/static/a.css')
  const second = await get('/static/a.css')
  expect([first.body.toString(), second.body.toString()]).toEqual(['web 1 ', 'web 1 '])
  expect([first.headers['age'], second.headers['age']]).toEqual([undefined, '0'])
  expect([first, second].map(({ headers }) => headers['cache-control'])).toEqual([undefined, undefined])
  expect((await get('/static/a.css?b')).body.toString()).toBe('web 2 ')
  expect((await get('/static/a.css', { host: 'other.example' })).body.toString()).toBe('web 3 ')
  await get('/other')
  expect((await get('/other')).body.toString()).toBe('web 5 ')
  const told = (counter: 'cache_lookups' | 'cache_hits') => site.plane.sum('listener', counter)
  await until(() => told('cache_lookups') === 4)
  expect(told('cache_hits')).toBe(1)
})

test.each([
  ['a request with Authorization', '/static/1', { authorization: 'Basic x' }],
  ['an answer that sets a cookie', '/static/2?Set-Cookie=a%3Db', {}],
  ['an answer that sets a cookie and may be kept', '/static/3?Set-Cookie=a%3Db&Cache-Control=public,max-age%3D60', {}],
  ['a private answer', '/static/4?Cache-Control=private', {}],
  ['an answer with an age that is private', '/static/5?Cache-Control=private,max-age%3D60', {}],
  ['an answer that is not to be stored', '/static/6?Cache-Control=no-store', {}],
  ['an answer that has to be asked for', '/static/7?Cache-Control=no-cache', {}],
  ['an old way to say so', '/static/8?Pragma=no-cache', {}],
  ['an answer that differs by language', '/static/9?Vary=Accept-Language', {}],
  ['an answer that differs by cookie', '/static/9?Vary=Cookie', {}],
  ['an answer to a request with a cookie, that does not say', '/static/a', { cookie: 'session=1' }],
  ['an error', '/static/b?status=404', {}],
  ['what is over', '/static/c?Expires=Thu,%2001%20Jan%202015%2000:00:00%20GMT', {}],
  ['what is larger than is kept', '/static/d?length=3000', {}],
])('%s is not kept', async (_, path, headers) => {
  const { isKept } = await serving({ cache_max_object_size: 2 })
  expect(await isKept(path, headers)).toBe(false)
})

test('an answer that says so is kept with a cookie in the request, and says for how long', async () => {
  const { get, isKept } = await serving({})
  expect(await isKept('/static/a?Cache-Control=max-age%3D60', { cookie: 'a=b' })).toBe(true)
  expect((await get('/static/a?Cache-Control=max-age%3D60')).headers['cache-control']).toBe('max-age=60')
})

test('what is kept is forgotten after its time, which nothing extends', async () => {
  const { get } = await serving({ cache_ttl: 1 })
  await get('/static/short')
  await get('/static/long?Cache-Control=max-age%3D3600')
  expect((await get('/static/short')).body.toString()).toBe('web 1 ')
  await until(async () => (await get('/static/short')).body.toString() !== 'web 1 ')
  await until(async () => (await get('/static/long?Cache-Control=max-age%3D3600')).body.toString() !== 'web 2 ')
})

test('a change forgets what was kept, and a client that insists is served anew', async () => {
  const { get } = await serving({})
  await get('/static/a')
  expect((await get('/static/a', { 'cache-control': 'no-cache' })).body.toString()).toBe('web 2 ')
  await get('/static/a', {}, 'POST')
  expect((await get('/static/a')).body.toString()).toBe('web 4 ')
})

test('policies decide before the cache: no pool answers for another, and who is refused is refused', async () => {
  const policies: PolicyCase[] = [
    {
      id: idOf('l7_policy', 1, 1),
      action: 'REDIRECT_TO_POOL',
      pool: 1,
      rules: [{ type: 'HEADER', compare_type: 'EQUAL_TO', key: 'X-Canary', value: 'on' }],
    },
    {
      id: idOf('l7_policy', 1, 2),
      action: 'REJECT',
      rules: [{ type: 'HEADER', compare_type: 'EQUAL_TO', key: 'X-Bad', value: 'on' }],
    },
  ]
  const { get } = await serving({ policies })
  expect((await get('/static/a')).body.toString()).toBe('web 1 ')
  expect((await get('/static/a', { 'x-canary': 'on' })).body.toString()).toBe('api 2 ')
  expect((await get('/static/a', { 'x-canary': 'on' })).body.toString()).toBe('api 2 ')
  expect((await get('/static/a', { 'x-bad': 'on' })).status).toBe(403)
  expect((await get('/static/a')).body.toString()).toBe('web 1 ')
})

test("the load balancer's own cookie is for one client, and never kept", async () => {
  const session_persistence = {
    ...{ type: 'HTTP_COOKIE' as const, cookie_name: null },
    ...{ persistence_timeout: null, persistence_granularity: null },
  }
  const { get } = await serving({}, { session_persistence })
  expect((await get('/static/a')).headers['set-cookie']).toHaveLength(1)
  const second = await get('/static/a')
  expect(second.body.toString()).toBe('web 1 ')
  expect(second.headers['set-cookie']).toBeUndefined()
})

test('what is kept is compressed for those who ask for it, and revalidated for those who have it', async () => {
  const { get } = await serving({ compression: true, compression_types: ['text/css'] })
  const path = '/static/a?Content-Type=text/css&ETag=%22a%22&length=1000'
  const plain = await get(path)
  const zipped = await get(path, { 'accept-encoding': 'gzip' })
  expect(zipped.headers).toMatchObject({ 'content-encoding': 'gzip', age: '0' })
  expect(zipped.body.length).toBeLessThan(plain.body.length / 5)
  expect((await get(path, { 'if-none-match': '"a"' })).status).toBe(304)
  expect((await get(path, {}, 'HEAD')).headers['age']).toBe('0')
})

test('an answer from the cache has headers of its own', async () => {
  const names = ['X-Request-ID', 'X-Served-By', 'X-Response-Time']
  const { get } = await serving({ insert_headers: Object.fromEntries(names.map((name) => [name, 'true'])) })
  const [first, second] = [await get('/static/a'), await get('/static/a', { 'x-request-id': 'second' })]
  expect(first.headers['x-served-by']).toBe(idOf('member', 1, 1))
  expect(second.headers['x-served-by']).toBeUndefined()
  expect(second.headers['x-request-id']).toBe('second')
  expect(second.headers['x-response-time']).toMatch(/^\d+ms$/)
})
