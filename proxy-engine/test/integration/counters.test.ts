import { Agent } from 'node:http'
import { createServer } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { idOf, type PolicyCase } from '../../src/compile/golden/rows.ts'
import { until } from '../compiled-haproxy.ts'
import { balancer, member } from '../harness/balancer.ts'
import { atEnd, endAll, openSite } from '../harness/engine.ts'
import { get, ownPlace, startEcho, startLoad, startNamed, startWeb, talkTo } from '../harness/traffic.ts'

afterEach(endAll)

test('requests are counted exactly, across reloads, lost answers and a restart of the engine', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const web = await startNamed('web')
  const engine = await site.startEngine()
  const apply = (round: number) =>
    site.plane.apply(
      balancer(place, { members: [member(web.port)], listener: { timeout_client_data: 50_000 + round } }),
    )
  await apply(0)
  // A connection that stays open counts on in the generation that it began in.
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  atEnd(() => agent.destroy())
  const load = startLoad(place, 'keep-alive', 2)
  await get(place, { agent })
  let own = 1
  for (let round = 1; round <= 3; round += 1) {
    await apply(round)
    site.plane.losesAnswers = round === 2
    await get(place, { agent })
    own += 1
    const seconds = site.plane.seconds.length
    await until(() => site.plane.losesAnswers || site.plane.seconds.length > seconds)
  }
  site.plane.losesAnswers = false
  await engine.stop()
  await site.startEngine()
  const { answered, failures } = await load.stop()
  expect(failures).toEqual([])
  await get(place, { agent })
  own += 1
  const total = answered + own
  await until(() => site.plane.sum('listener', 'requests') >= total)
  const seconds = site.plane.seconds.length
  await until(() => site.plane.seconds.length >= seconds + 3)
  const { plane } = site
  expect(plane.sum('listener', 'requests')).toBe(total)
  expect(plane.sum('listener', 'responses_2xx')).toBe(total)
  expect(plane.sum('pool', 'requests')).toBe(total)
  expect(plane.sum('member', 'requests')).toBe(total)
  // Each second is there once.
  const times = plane.seconds.map((one) => one.at)
  expect(new Set(times).size).toBe(times.length)
})

test('hits of policies are counted exactly, across swaps, a reload, connections that outlive it, and a restart of the engine', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const web = await startNamed('web')
  const engine = await site.startEngine()
  const policy = (number: number, path: string): PolicyCase => ({
    id: idOf('l7_policy', 1, number),
    action: 'REDIRECT_TO_POOL',
    pool: 0,
    rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', value: path }],
  })
  const [api, old, never] = [policy(1, '/api'), policy(2, '/api/v1'), policy(3, '/never')]
  const apply = async (policies: readonly PolicyCase[], timeout_client_data = 50_000) => {
    const [outcome] = await site.plane.apply(
      balancer(place, { members: [member(web.port)], listener: { timeout_client_data, policies } }),
    )
    return outcome?.steps.map((step) => step.do)
  }
  const sent = { api: 0, old: 0, none: 0 }
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  atEnd(() => agent.destroy())
  const ask = async (path: string, counted: keyof typeof sent, times: number) => {
    for (let time = 0; time < times; time += 1) await get(place, { agent: time % 2 === 0 ? agent : false, path })
    sent[counted] += times
  }
  const told = () => [api, old, never].map(({ id }) => site.plane.sum('l7_policy', 'requests', id))
  await apply([api, old, never])
  await ask('/api/v1', 'api', 5)
  await ask('/', 'none', 3)
  await until(() => told()[0] === 5)
  expect(await apply([old, api, never])).toEqual(['swap-map'])
  await ask('/api/v1', 'old', 7)
  await ask('/api', 'api', 1)
  expect(await apply([old, api, never], 51_000)).toEqual(['reload'])
  await ask('/api/v1', 'old', 4)
  await until(() => told()[1] === sent.old)
  await ask('/api/v1', 'old', 2)
  // Its last hits are told although it is gone.
  expect(await apply([api, never], 51_000)).toEqual(['swap-map'])
  await ask('/api/v1', 'api', 6)
  await engine.stop()
  await ask('/api', 'api', 2)
  await site.startEngine()
  await until(() => told()[0] === sent.api && told()[1] === sent.old)
  const seconds = site.plane.seconds.length
  await until(() => site.plane.seconds.length >= seconds + 3)
  expect(told()).toEqual([sent.api, sent.old, 0])
  expect(site.plane.sum('listener', 'requests')).toBe(sent.api + sent.old + sent.none)
  const series = site.plane.seconds.flatMap((one) => one.series).filter((one) => one.kind === 'l7_policy')
  expect(new Set(series.map((one) => one.listener_id))).toEqual(new Set([idOf('listener', 1, 1)]))
  expect(series.filter((one) => one.counters.requests === 0)).toEqual([])
})

test('what goes wrong is counted once, where it went wrong', async () => {
  const [site, place, gone] = await Promise.all([openSite(), ownPlace(), ownPlace()])
  const web = await startWeb((request, response) => {
    if (request.url === '/cut') return void request.socket.destroy()
    response.statusCode = Number(request.url?.slice(1))
    response.end()
  })
  await site.startEngine()
  await site.plane.apply(
    balancer(place, { members: [member(web.port)] }),
    balancer(gone, { number: 2, members: [member(await deadPort())] }),
  )
  for (const status of ['200', '301', '404', '404', '500']) await get(place, { path: `/${status}` })
  expect((await get(gone)).status).toBe(503)
  const { plane } = site
  await until(() => plane.sum('listener', 'requests') === 6)
  const counted = (name: Parameters<typeof plane.sum>[1]) => plane.sum('listener', name, idOf('listener', 1, 1))
  expect([
    counted('responses_2xx'),
    counted('responses_3xx'),
    counted('responses_4xx'),
    counted('responses_5xx'),
  ]).toEqual([1, 1, 2, 1])
  expect(counted('errors_request')).toBe(0)
  await until(() => plane.sum('pool', 'errors_connect') === 1)
  expect(plane.sum('listener', 'responses_5xx', idOf('listener', 2, 1))).toBe(1)
})

test('connections and bytes of TCP are counted, also those that outlive their generation', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const echo = await startEcho('echo')
  await site.startEngine()
  const apply = (round: number) =>
    site.plane.apply(
      balancer(place, {
        protocol: 'TCP',
        members: [member(echo.port)],
        listener: { timeout_client_data: 50_000 + round },
      }),
    )
  await apply(0)
  const client = await talkTo(place)
  await client.say('hello')
  await apply(1)
  await client.say('0123456789')
  client.socket.end()
  await until(() => site.plane.sum('listener', 'bytes_in') >= 15)
  expect(site.plane.sum('listener', 'bytes_in')).toBe(15)
  expect(site.plane.sum('listener', 'bytes_out')).toBe('echo\n'.length + 15)
  expect(site.plane.sum('listener', 'connections')).toBe(1)
  await until(() => site.processes().length === 1)
})

test('a report that does not arrive is said again, with what was done', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const web = await startNamed('web')
  await site.startEngine()
  await until(() => site.plane.reports.length > 0)
  site.plane.failingReports = 2
  const [outcome] = await site.plane.apply(balancer(place, { members: [member(web.port)] }))
  expect(site.plane.failingReports).toBe(0)
  expect(outcome).toMatchObject({ outcome: 'applied', steps: [{ do: 'reload' }] })
})

test('a control plane that comes back with less than before is believed, and one of another contract is named', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const web = await startNamed('web')
  await site.startEngine()
  await site.plane.apply(balancer(place, { number: 1, members: [member(web.port)] }))
  await site.plane.stop()
  expect((await get(place)).body).toBe('web')
  site.plane.remove(1)
  site.plane.contract += 1
  await site.plane.start()
  await until(() => site.logged().includes('engine.control-plane.refused'))
  expect(site.logged()).toContain('another version of the contract')
  expect((await get(place)).body).toBe('web')
  site.plane.contract -= 1
  await until(
    async () =>
      await get(place).then(
        () => false,
        () => true,
      ),
  )
  await until(() => site.plane.reports.some((one) => one.removed.includes(idOf('load_balancer', 1, 1))))
})

/** A port on which nobody listens. */
async function deadPort(): Promise<number> {
  const server = createServer()
  const port = await new Promise<number>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port))
  })
  await new Promise((resolve) => server.close(resolve))
  return port
}
