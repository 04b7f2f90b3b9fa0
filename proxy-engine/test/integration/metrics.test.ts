import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { idOf, type LoadBalancerCase } from '../../src/compile/golden/rows.ts'
import { metricsPath } from '../../src/compile/metrics.ts'
import { until } from '../compiled-haproxy.ts'
import { balancer, member } from '../harness/balancer.ts'
import { atEnd, endAll, openSite } from '../harness/engine.ts'
import { get, ownPlace, type Place, startNamed } from '../harness/traffic.ts'

afterEach(endAll)

type Listeners = LoadBalancerCase['listeners']

const metricsPort = 18_088
const listenerId = (number: number) => idOf('listener', number, 1)

/** A load balancer whose metrics are served on a port of their own. */
function observed(number: number, place: Place, port: number, given: Partial<Listeners[number]> = {}) {
  const made = balancer(place, { number, members: [member(port)] })
  const metrics = { protocol: 'PROMETHEUS', protocol_port: metricsPort, ...given } as const
  return { ...made, listeners: [...made.listeners, metrics] }
}

async function scrape({ address }: Place) {
  return await get({ address, port: metricsPort }, { path: '/metrics' })
}

test('a scrape tells of its own load balancer alone, and of every request once, also over a reload and another engine', async () => {
  const [site, place, other] = await Promise.all([openSite(), ownPlace(), ownPlace()])
  const web = await startNamed('web')
  const engine = await site.startEngine()
  await site.plane.apply(observed(1, place, web.port), observed(2, other, web.port))
  for (let at = 0; at < 5; at += 1) await get(place)
  for (let at = 0; at < 3; at += 1) await get(other)
  const requests = `octavia_listener_http_requests_total{listener="${listenerId(1)}"}`
  await until(async () => (await scrape(place)).body.includes(`${requests} 5\n`))

  const first = await scrape(place)
  expect([first.status, first.headers['content-type']]).toEqual([200, 'text/plain; version=0.0.4'])
  const ids = new Set([...first.body.matchAll(/(?:listener|pool|member)="([^"]+)"/g)].map(([, id]) => id))
  const own = [listenerId(1), idOf('listener', 1, 2), idOf('pool', 1, 1), idOf('member', 1, 1)]
  expect([...ids].sort()).toEqual(own.sort())
  expect(first.body).toContain(
    `octavia_member_status{pool="${idOf('pool', 1, 1)}",member="${idOf('member', 1, 1)}",state="UP"} 1\n`,
  )
  await until(async () =>
    (await scrape(other)).body.includes(`octavia_listener_http_requests_total{listener="${listenerId(2)}"} 3\n`),
  )

  const [outcome] = await site.plane.apply(observed(1, place, web.port, { connection_limit: 50 }))
  expect(outcome?.steps.map((step) => step.do)).toEqual(['reload'])
  for (let at = 0; at < 2; at += 1) await get(place)
  await until(async () => (await scrape(place)).body.includes(`${requests} 7\n`))

  await engine.stop()
  expect((await scrape(place)).status).toBe(503)
  const serving = site.processes().at(-1)
  await site.startEngine()
  await until(async () => (await scrape(place)).status === 200)
  expect(site.processes().at(-1)).toEqual(serving)
}, 60_000)

test('a scrape that meets a connection which is just being closed is sent again', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const web = await startNamed('web')
  const engine = await site.startEngine()
  await site.plane.apply(observed(1, place, web.port))
  await engine.stop()
  let asked = 0
  const closing = createServer((request, response) => {
    asked += 1
    if (asked === 1) request.socket.destroy()
    else response.end('metrics')
  })
  atEnd(() => closing.close())
  closing.listen(metricsPath(site.processes().at(-1)?.socketPath ?? ''))
  await once(closing, 'listening')
  expect(await scrape(place)).toMatchObject({ status: 200, body: 'metrics' })
  expect(asked).toBe(2)
}, 30_000)

test('only /metrics is there, only for reading, and only for networks that are allowed', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const web = await startNamed('web')
  await site.startEngine()
  await site.plane.apply(observed(1, place, web.port))
  const at = { address: place.address, port: metricsPort }
  const neighbour = idOf('load_balancer', 2, 1)
  expect((await get(at, { path: '/' })).status).toBe(404)
  expect((await get(at, { path: `/${neighbour}` })).status).toBe(404)
  expect((await get(at, { path: `/metrics?${neighbour}` })).status).toBe(200)
  await site.plane.apply(observed(1, place, web.port, { allowed_cidrs: ['127.0.0.9/32'] }))
  await expect(get(at, { path: '/metrics' })).rejects.toThrow()
  expect((await get(at, { path: '/metrics', localAddress: '127.0.0.9' })).status).toBe(200)
})
