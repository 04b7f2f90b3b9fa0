import { Agent } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { idOf, type LoadBalancerCase, type PolicyCase } from '../../src/compile/golden/rows.ts'
import { until } from '../compiled-haproxy.ts'
import { balancer, member } from '../harness/balancer.ts'
import { atEnd, endAll, openSite, type Site } from '../harness/engine.ts'
import { get, ownPlace, type Place, startNamed } from '../harness/traffic.ts'

afterEach(endAll)

/** A listener in front of three pools, each of one member that says the pool's name. `web` is the default. */
async function threePools(site: Site, place: Place) {
  const [web, one, two] = await Promise.all([startNamed('web'), startNamed('one'), startNamed('two')])
  const pools = [
    { pool: { name: 'one', protocol: 'HTTP' as const }, members: [member(one.port)] },
    { pool: { name: 'two', protocol: 'HTTP' as const }, members: [member(two.port)] },
  ]
  const wanted = (policies: readonly PolicyCase[]): LoadBalancerCase =>
    balancer(place, { members: [member(web.port)], pools, listener: { policies } })
  const apply = async (policies: readonly PolicyCase[]) => {
    const [outcome] = await site.plane.apply(wanted(policies))
    expect(outcome?.diagnostics).toEqual([])
    return outcome?.steps.map((step) => step.do) ?? []
  }
  const bodyOf = async (path: string, headers = {}) => (await get(place, { path, headers })).body
  return { wanted, apply, bodyOf }
}

/** A policy that sends a host, or what begins with a path, to pool 1 or 2. Its id stays, wherever it stands. */
function toPool(number: number, rule: { host: string } | { path: string }, pool: 1 | 2): PolicyCase {
  const rules: PolicyCase['rules'] =
    'host' in rule
      ? [{ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: rule.host }]
      : [{ type: 'PATH', compare_type: 'STARTS_WITH', value: rule.path }]
  return { id: idOf('l7_policy', 1, number), action: 'REDIRECT_TO_POOL', pool, rules }
}

const apiToOne = toPool(1, { path: '/api' }, 1)
const oldApiToTwo = toPool(2, { path: '/api/v1' }, 2)
const hostToTwo = toPool(3, { host: 'two.example' }, 2)
// As long as it is there, the listener looks at hosts and at paths.
const unused = toPool(4, { host: 'unused.example' }, 1)

test('policies come, go, move and change without a reload, and clients notice at once', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const { apply, bodyOf } = await threePools(site, place)
  await site.startEngine()
  expect(await apply([apiToOne, oldApiToTwo, unused])).toEqual(['reload'])
  expect([await bodyOf('/'), await bodyOf('/api'), await bodyOf('/api/v1')]).toEqual(['web', 'one', 'one'])
  const serving = site.processes().at(-1)
  expect(await apply([oldApiToTwo, apiToOne, unused])).toEqual(['swap-map'])
  expect([await bodyOf('/'), await bodyOf('/api'), await bodyOf('/api/v1')]).toEqual(['web', 'one', 'two'])
  expect(await apply([oldApiToTwo, apiToOne, hostToTwo, unused])).toEqual(['swap-map'])
  expect(await bodyOf('/', { host: 'two.example:80' })).toBe('two')
  const { pool: _, ...rest } = hostToTwo
  const reject: PolicyCase = { ...rest, action: 'REJECT' }
  expect(await apply([oldApiToTwo, apiToOne, reject, unused])).toEqual(['swap-map'])
  expect((await get(place, { headers: { host: 'two.example' } })).status).toBe(403)
  expect(await apply([{ ...apiToOne, pool: 2 }, unused])).toEqual(['swap-map'])
  expect([await bodyOf('/api'), await bodyOf('/', { host: 'two.example' })]).toEqual(['two', 'web'])
  expect(site.processes().at(-1)).toEqual(serving)
})

test('values that mean something to a command line arrive as they are', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const { apply } = await threePools(site, place)
  await site.startEngine()
  const redirect = (url: string): PolicyCase => ({
    id: idOf('l7_policy', 1, 1),
    action: 'REDIRECT_TO_URL',
    redirect_url: url,
    rules: [{ type: 'PATH', compare_type: 'EQUAL_TO', value: '/go' }],
  })
  await apply([redirect('http://example.com/')])
  for (const url of ['http://example.com/;show', "http://example.com/'a'?b=%20&c=<<", 'http://example.com/$x#y']) {
    expect(await apply([redirect(url)])).toEqual(['swap-map'])
    expect((await get(place, { path: '/go' })).headers['location']).toBe(url)
  }
})

test('a thousand policies are swapped as one', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const { apply, bodyOf } = await threePools(site, place)
  await site.startEngine()
  const many = (pool: 1 | 2) =>
    Array.from({ length: 1_000 }, (_, at) => toPool(at + 10, { host: `h${at}.example` }, pool))
  await apply([...many(1), oldApiToTwo])
  expect(await apply([...many(2), apiToOne])).toEqual(['swap-map'])
  expect([await bodyOf('/', { host: 'h0.example' }), await bodyOf('/', { host: 'h999.example' })]).toEqual([
    'two',
    'two',
  ])
})

test('a hundred swaps under load: each answer is that of the old order or the new one, and none fails', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const { apply } = await threePools(site, place)
  await site.startEngine()
  // The winner of /a/b has the first place in one order and the second in the other, and what stands there in the other order
  // refuses: who looks up the place in one and the action in the other is refused.
  const reject: PolicyCase = {
    id: idOf('l7_policy', 1, 3),
    action: 'REJECT',
    rules: [{ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'unused.example' }],
  }
  const [toOne, toTwo] = [toPool(1, { path: '/a' }, 1), toPool(2, { path: '/' }, 2)]
  const orders = [
    [toOne, reject, toTwo],
    [reject, toTwo, toOne],
  ] as const
  await apply(orders[0])
  const serving = site.processes().at(-1)
  const load = startAsking(place, 4)
  for (let round = 1; round <= 100; round += 1)
    expect(await apply(orders[round % 2 === 0 ? 0 : 1])).toEqual(['swap-map'])
  const { answers, failures } = await load.stop()
  expect(failures).toEqual([])
  expect([...answers.keys()].toSorted()).toEqual(['200 one', '200 two'])
  expect(site.processes().at(-1)).toEqual(serving)
}, 60_000)

test('an engine that restarts takes the policies over as they run, and goes on swapping them', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const { apply, bodyOf } = await threePools(site, place)
  const first = await site.startEngine()
  await apply([apiToOne, oldApiToTwo])
  await apply([oldApiToTwo, apiToOne])
  const serving = site.processes().at(-1)
  await first.stop()
  await site.startEngine()
  expect(await apply([apiToOne, oldApiToTwo])).toEqual(['swap-map'])
  expect(await bodyOf('/api/v1')).toBe('one')
  expect(site.processes().at(-1)).toEqual(serving)
})

test('policies that run and that nobody wrote down are not believed', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const { wanted, apply, bodyOf } = await threePools(site, place)
  const engine = await site.startEngine()
  await apply([apiToOne])
  await engine.stop()
  const file = /\((\/\S+)\)/.exec(await site.ask('show map'))?.[1]
  await site.ask(`del map ${file} /api`)
  expect(await bodyOf('/api')).toBe('web')
  const before = site.processes().at(-1)?.generation ?? 0
  await site.startEngine()
  await site.plane.outcome(1, site.plane.publish(wanted([apiToOne])))
  await until(() => (site.processes().at(-1)?.generation ?? 0) > before)
  await until(async () => (await bodyOf('/api')) === 'one')
})

test('HAProxy that is killed comes back with the newest policies', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const { apply, bodyOf } = await threePools(site, place)
  await site.startEngine()
  await apply([apiToOne, oldApiToTwo])
  await apply([oldApiToTwo, apiToOne])
  const serving = site.processes().at(-1)
  if (serving) process.kill(serving.identity.pid, 'SIGKILL')
  await until(() => (site.processes().at(-1)?.generation ?? 0) > (serving?.generation ?? 0))
  await until(async () => (await bodyOf('/api/v1').catch(() => null)) === 'two')
})

/** Clients that ask for `/a/b` one after the other, over connections that stay open, and what they were told. */
function startAsking(place: Place, clients: number) {
  const agent = new Agent({ keepAlive: true, maxSockets: clients })
  const answers = new Map<string, number>()
  const failures: string[] = []
  let isOver = false
  const client = async () => {
    while (!isOver) {
      await get(place, { agent, path: '/a/b' }).then(
        ({ status, body }) => answers.set(`${status} ${body}`, (answers.get(`${status} ${body}`) ?? 0) + 1),
        (error: unknown) => failures.push(String(error)),
      )
    }
  }
  const all = Array.from({ length: clients }, client)
  const stop = async () => {
    isOver = true
    await Promise.all(all)
    agent.destroy()
    return { answers, failures }
  }
  atEnd(stop)
  return { stop }
}
