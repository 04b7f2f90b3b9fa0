import { readdirSync } from 'node:fs'
import type { IncomingHttpHeaders } from 'node:http'
import path from 'node:path'
import type { Probe } from 'model/contract/desired-state'
import { afterEach, expect, test } from 'vitest'
import { idOf, type PolicyCase } from '../../src/compile/golden/rows.ts'
import { until } from '../compiled-haproxy.ts'
import { balancer, member } from '../harness/balancer.ts'
import { endAll, openSite } from '../harness/engine.ts'
import { get, ownPlace, type Place, startNamed, startWeb } from '../harness/traffic.ts'

afterEach(endAll)

let probes = 0
function asked({ address, port }: Place, url: string, source = '192.0.2.1'): Probe {
  probes += 1
  const request = { method: 'GET', path: url, query: '', headers: [['Host', 'a.example'] as [string, string]], source }
  const listener_id = idOf('listener', 1, 1)
  return {
    ...{ id: String(probes), kind: 'http', address, port, timeout_ms: 5_000, max_bytes: 1_000 },
    ...{ request, listener_id },
  } as Probe
}

const policy = (number: number, given: Omit<PolicyCase, 'id'>): PolicyCase => ({
  id: idOf('l7_policy', 1, number),
  ...given,
})
const begins = (value: string) => [{ type: 'PATH', compare_type: 'STARTS_WITH', value }] as const
const policies = [
  policy(1, { action: 'REDIRECT_TO_POOL', pool: 1, rules: begins('/api') }),
  policy(2, { action: 'REJECT', rules: begins('/secret') }),
  policy(3, { action: 'REDIRECT_TO_URL', redirect_url: 'https://a.example/', rules: begins('/old') }),
  policy(4, {
    action: 'REJECT',
    rules: [{ type: 'SOURCE_IP', compare_type: 'EQUAL_TO', value: '198.51.100.0/24' }],
  }),
]

test('the engine is told which policy, pool and member took its request, and nobody else is', async () => {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const seen: IncomingHttpHeaders[] = []
  const web = await startWeb((request, response) => {
    seen.push(request.headers)
    response.end('web')
  })
  const api = await startNamed('api')
  const pools = [{ pool: { name: 'api', protocol: 'HTTP' as const }, members: [member(api.port)] }]
  await site.startEngine()
  const apply = (given: object = {}) =>
    site.plane.apply(balancer(place, { members: [member(web.port)], pools, listener: { policies, ...given } }))
  const answerTo = async (url: string, source?: string) => (await site.plane.probe(asked(place, url, source))).answer
  const [webPool, apiPool] = [idOf('pool', 1, 1), idOf('pool', 1, 2)]
  const [webMember, apiMember] = [idOf('member', 1, 1), idOf('member', 1, 101)]
  const taken = (policy_number: number | null, pool_id: string | null = null, member_id: string | null = null) => ({
    taken: { policy_id: policy_number && idOf('l7_policy', 1, policy_number), pool_id, member_id },
  })

  await apply()
  expect(await answerTo('/')).toMatchObject({ status: 200, source: '192.0.2.1', ...taken(null, webPool, webMember) })
  expect(await answerTo('/api')).toMatchObject({ status: 200, ...taken(1, apiPool, apiMember) })
  expect(await answerTo('/secret')).toMatchObject({ status: 403, ...taken(2) })
  expect(await answerTo('/old')).toMatchObject({ status: 302, ...taken(3) })
  // Of the client that it asks for, over IPv6 too.
  expect(await answerTo('/', '198.51.100.7')).toMatchObject({ status: 403, source: '198.51.100.7', ...taken(4) })
  expect(await answerTo('/', '2001:db8::1')).toMatchObject({ status: 200, ...taken(null, webPool, webMember) })
  expect((await answerTo('/'))?.headers.map(([name]) => name.toLowerCase())).not.toContain('x-fulcrum-taken')
  expect((await get(place)).headers).not.toHaveProperty('x-fulcrum-taken')
  expect(seen.flatMap((one) => Object.keys(one)).filter((name) => name.startsWith('x-'))).toEqual([])

  // The next generation has sockets of its own, and those of the last go with it.
  await apply({ allowed_cidrs: ['192.0.2.0/24'], insert_headers: { 'X-Forwarded-For': 'true' } })
  expect(await answerTo('/')).toMatchObject({ status: 200, ...taken(null, webPool, webMember) })
  expect(seen.at(-1)?.['x-forwarded-for']).toBe('192.0.2.1')
  const outsider = await site.plane.probe(asked(place, '/', '203.0.113.1'))
  expect(outsider).toMatchObject({ outcome: 'cut_off', answer: null })
  await expect(get(place)).rejects.toThrow()
  await until(() => site.processes().length === 1)
  const [last] = site.processes().map((one) => one.generation)
  await apply()
  const names = readdirSync(path.join(site.folder, 'engine/sockets')).filter((name) => /^\d/.test(name))
  const generations = names.map((name) => Number.parseInt(name, 10))
  expect(Math.min(...generations)).toBe(last)
})
