import type { Probe } from 'model/contract/desired-state'
import type { RecentRequest } from 'model/contract/recent-request'
import { afterEach, expect, test } from 'vitest'
import { idOf, type PolicyCase } from '../../src/compile/golden/rows.ts'
import { until } from '../compiled-haproxy.ts'
import { balancer, member } from '../harness/balancer.ts'
import { endAll, openSite, type Site } from '../harness/engine.ts'
import { get, ownPlace, startLoad, startNamed } from '../harness/traffic.ts'

afterEach(endAll)

const listener_id = idOf('listener', 1, 1)
let probes = 0
async function recent({ plane }: Site): Promise<readonly RecentRequest[]> {
  probes += 1
  const probe: Probe = { id: `recent ${probes}`, kind: 'recent', listener_id, timeout_ms: 0 }
  return (await plane.probe(probe)).recent
}
async function recentPaths(site: Site): Promise<string[]> {
  return (await recent(site)).map(({ request }) => request.path)
}
async function untilTold(site: Site, path: string): Promise<void> {
  await until(async () => (await recentPaths(site)).includes(path))
}

const rule = (type: 'HEADER' | 'COOKIE' | 'PATH', key: string | null, value: string) =>
  ({ type, compare_type: 'EQUAL_TO', key, value }) as const
const policy = (number: number, given: Omit<PolicyCase, 'id'>): PolicyCase => ({
  id: idOf('l7_policy', 1, number),
  ...given,
})
const policies = [
  policy(1, { action: 'REDIRECT_TO_POOL', pool: 1, rules: [rule('HEADER', 'X-Canary', 'on')] }),
  policy(2, { action: 'REJECT', rules: [rule('COOKIE', 'beta', 'no')] }),
  policy(3, { action: 'REJECT', rules: [rule('HEADER', 'Authorization', 'Basic x')] }),
  policy(4, { action: 'REDIRECT_TO_URL', redirect_url: 'https://a.example/', rules: [rule('PATH', null, '/old')] }),
]

async function startSite() {
  const [site, place, web, api] = await Promise.all([openSite(), ownPlace(), startNamed('web'), startNamed('api')])
  const pools = [{ pool: { name: 'api', protocol: 'HTTP' as const }, members: [member(api.port)] }]
  const apply = (given: object = {}) =>
    site.plane.apply(balancer(place, { members: [member(web.port)], pools, listener: { policies, ...given } }))
  return { site, place, apply }
}

test('the engine remembers requests as they came, with what became of them, and no secret', async () => {
  const { site, place, apply } = await startSite()
  await site.startEngine()
  await apply()
  const headers = { host: 'Shop.example:81', 'user-agent': 'curl "8"\\', 'accept-language': 'de', 'x-other': 'hidden' }
  await get(place, {
    path: '/cart/%22?q=a%20b&c',
    headers: {
      ...headers,
      'x-canary': 'on',
      cookie: 'session=secret; beta=yes; more=1',
      authorization: 'Bearer secret',
    },
  })
  await get(place, { path: '/old', headers: { host: 'a.example' } })
  await get(place, { path: '/b', headers: { host: 'a.example', cookie: 'beta=no' } })
  await get(place, { path: '/last', headers: { host: 'a.example' } })
  await untilTold(site, '/last')
  const [last, rejected, redirected, first, ...others] = await recent(site)
  expect(others).toEqual([])
  expect(first).toEqual({
    id: expect.stringMatching(/^\d+-\d+$/),
    at: expect.any(Number),
    request: {
      method: 'GET',
      path: '/cart/%22',
      query: 'q=a%20b&c',
      headers: [
        ['Host', 'Shop.example:81'],
        ['User-Agent', 'curl "8"\\'],
        ['Accept-Language', 'de'],
        ['X-Canary', 'on'],
        ['Cookie', 'beta=yes'],
      ],
      source: expect.stringMatching(/^127\./),
    },
    status: 200,
    policy_id: idOf('l7_policy', 1, 1),
    pool_id: idOf('pool', 1, 2),
    member_id: idOf('member', 1, 101),
    request_id: null,
  })
  expect(Math.abs((first?.at ?? 0) - Date.now())).toBeLessThan(60_000)
  const nobody = { pool_id: null, member_id: null }
  expect(redirected).toMatchObject({ status: 302, policy_id: idOf('l7_policy', 1, 4), ...nobody })
  expect(rejected).toMatchObject({ status: 403, policy_id: idOf('l7_policy', 1, 2), ...nobody })
  expect(last).toMatchObject({ status: 200, policy_id: null, pool_id: idOf('pool', 1, 1) })
  expect(JSON.stringify(await recent(site))).not.toMatch(/secret|hidden/)
  expect(await site.ask('show events recent')).not.toMatch(/736563726574|68696464656e/i)
})

test('what is known outlives reloads, and what came while there was no engine is told to the next one', async () => {
  const { site, place, apply } = await startSite()
  const engine = await site.startEngine()
  await apply()
  await get(place, { path: '/before' })
  await untilTold(site, '/before')
  const [generation] = site.processes().map((one) => one.generation)
  await apply({ connection_limit: 100 })
  await get(place, { path: '/after' })
  await untilTold(site, '/after')
  expect(await recentPaths(site)).toEqual(['/after', '/before'])
  // The old process is held up by nobody who listens.
  await until(() => site.processes().every((one) => one.generation !== generation))

  await engine.stop()
  await get(place, { path: '/alone' })
  await site.startEngine()
  await untilTold(site, '/alone')
  expect(await recentPaths(site)).toEqual(['/alone', '/after'])
})

test('under load a few requests a second are told, and the newest fifty are kept', async () => {
  const { site, place, apply } = await startSite()
  await site.startEngine()
  await apply({
    policies: [{ action: 'REJECT', rules: [{ type: 'PATH', compare_type: 'EQUAL_TO', value: '/nobody' }] }],
  })
  const load = startLoad(place, 'keep-alive', 4)
  const linesTold = async () => (await site.ask('show events recent')).split('\n').filter((one) => one !== '').length
  await until(() => load.tally.answered > 3_000)
  const [told, { answered, failures }] = [await linesTold(), await load.stop()]
  expect(failures).toEqual([])
  expect(told).toBeGreaterThan(0)
  expect(told).toBeLessThan(answered / 10)
  expect((await recent(site)).length).toBeLessThanOrEqual(50)
})
