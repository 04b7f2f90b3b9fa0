import type { Probe } from 'model/contract/desired-state'
import type { RecentRequest } from 'model/contract/recent-request'
import { insertHeaderKinds } from 'model/listener/insert-headers'
import { afterEach, expect, test } from 'vitest'
import { idOf, type PolicyCase } from '../../src/compile/golden/rows.ts'
import { until } from '../compiled-haproxy.ts'
import { balancer, member } from '../harness/balancer.ts'
import { endAll, openSite, type Site } from '../harness/engine.ts'
import { get, ownPlace, type Place, startWeb } from '../harness/traffic.ts'

// X and O are rows of the reference (product, 1.8 and 1.10).

afterEach(endAll)

const reject: PolicyCase = {
  id: idOf('l7_policy', 1, 1),
  action: 'REJECT',
  rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', key: null, value: '/private' }],
}

/** A listener with these headers on, in front of a member that answers with the headers that it got, and claims things about itself. */
async function serving(...names: readonly string[]) {
  const [site, place] = await Promise.all([openSite(), ownPlace()])
  const mirror = await startWeb(({ rawHeaders }, response) => {
    response.setHeader('X-Served-By', 'me').setHeader('X-Response-Time', '0').setHeader('X-Request-ID', 'mine')
    response.end(JSON.stringify(rawHeaders))
  })
  await site.startEngine()
  const insert_headers = Object.fromEntries(names.map((name) => [name, 'true']))
  const listener = { insert_headers, policies: [reject] }
  const [outcome] = await site.plane.apply(balancer(place, { members: [member(mirror.port)], listener }))
  expect(outcome?.diagnostics ?? []).toEqual([])
  return { site, place }
}

/** What the member was sent, by name in lower case; several of one name are joined by a bar. */
async function received(place: Place, headers: Record<string, string | string[]> = {}) {
  const answer = await get(place, {
    path: '/a?b',
    headers: headers as Record<string, string>,
    localAddress: '127.0.9.7',
  })
  const raw = JSON.parse(answer.body) as string[]
  const seen: Record<string, string> = {}
  for (let at = 0; at < raw.length; at += 2) {
    const name = (raw[at] ?? '').toLowerCase()
    seen[name] = name in seen ? `${seen[name]}|${raw[at + 1]}` : (raw[at + 1] ?? '')
  }
  return { seen, headers: answer.headers }
}

let probes = 0
async function recent({ plane }: Site): Promise<readonly RecentRequest[]> {
  probes += 1
  const probe: Probe = { id: `${probes}`, kind: 'recent', listener_id: idOf('listener', 1, 1), timeout_ms: 0 }
  return (await plane.probe(probe)).recent
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

test('X2: a request has one id for the member, the client and the log: its own, or one that is made', async () => {
  const { site, place } = await serving('X-Request-ID', 'X-Correlation-ID')
  const made = await received(place)
  expect(made.seen['x-request-id']).toMatch(uuid)
  expect(made.headers['x-request-id']).toBe(made.seen['x-request-id'])
  expect(made.headers['x-correlation-id']).toBe(made.seen['x-correlation-id'])
  const own = 'order-7/%[src]"\\$HOME~'
  const kept = await received(place, { 'x-request-id': own, 'x-correlation-id': 'c-1', X_Request_ID: 'forged' })
  expect(kept.seen).toMatchObject({ 'x-request-id': own, 'x-correlation-id': 'c-1' })
  expect(kept.seen).not.toHaveProperty('x_request_id')
  expect(kept.headers).toMatchObject({ 'x-request-id': own, 'x-correlation-id': 'c-1' })
  // HAProxy's own answer has it too.
  const refused = await get(place, { path: '/private', headers: { 'x-request-id': 'r-1' } })
  expect([refused.status, refused.headers['x-request-id']]).toEqual([403, 'r-1'])
  await until(async () => (await recent(site)).length === 3)
  expect((await recent(site)).map((one) => one.request_id)).toEqual(['r-1', own, made.seen['x-request-id']])
})

test.each([
  ['too long', 'a'.repeat(129)],
  ['blanks', 'a b'],
  ['bytes that are no ASCII', 'é'],
  ['empty', ''],
])('what is no id is replaced: %s', async (_, id) => {
  const { place } = await serving('X-Request-ID')
  const { seen, headers } = await received(place, { 'x-request-id': id })
  expect(seen['x-request-id']).toMatch(uuid)
  expect(headers['x-request-id']).toBe(seen['x-request-id'])
})

test('X1: what the load balancer vouches for can not be forged, in no spelling, and what it does not passes', async () => {
  const claims = {
    'x-real-ip': '6.6.6.6',
    X_Real_IP: '6.6.6.6',
    'x-forwarded-host': 'evil.example',
    'X_Forwarded-Host': 'evil.example',
    'x-request-start': 't=1',
    x_request_start: 't=1',
    'x-forwarded-proto': 'https',
    'x-client-ip': '6.6.6.6',
  }
  const { place } = await serving('X-Real-IP', 'X-Forwarded-Host', 'X-Request-Start', 'X-Forwarded-Proto')
  const before = Date.now()
  const { seen } = await received(place, { host: 'Shop.example:81', ...claims })
  expect(seen).toMatchObject({
    'x-real-ip': '127.0.9.7',
    'x-forwarded-host': 'Shop.example:81',
    'x-forwarded-proto': 'http',
    // Off: as it came.
    'x-client-ip': '6.6.6.6',
  })
  const [, start] = /^t=(\d{16})$/.exec(seen['x-request-start'] ?? '') ?? []
  expect(Math.abs(Number(start) / 1_000 - before)).toBeLessThan(5_000)
  expect(Object.keys(seen).filter((name) => name.includes('_'))).toEqual([])
})

test('X2: answers say who served them and how long it took; what a member claims is replaced', async () => {
  const { place } = await serving('X-Served-By', 'X-Response-Time')
  const { headers } = await received(place)
  expect(headers['x-served-by']).toBe(idOf('member', 1, 1))
  expect(headers['x-response-time']).toMatch(/^\d{1,4}ms$/)
  const refused = await get(place, { path: '/private' })
  expect(refused.headers['x-served-by']).toBeUndefined()
  expect(refused.headers['x-response-time']).toMatch(/^\d{1,4}ms$/)
})

test('without a switch, the headers of clients and members pass', async () => {
  const { place } = await serving()
  const sent = { 'x-request-id': 'a b', traceparent: 'x', b3: 'y', 'x-b3-traceid': 'z', 'x-real-ip': '6.6.6.6' }
  const { seen, headers } = await received(place, sent)
  expect(seen).toMatchObject(sent)
  expect(headers).toMatchObject({ 'x-served-by': 'me', 'x-response-time': '0', 'x-request-id': 'mine' })
})

const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
const parent = '00f067aa0ba902b7'
const none = '0'.repeat(16)

test.each([
  ['as it is', `00-${trace}-${parent}-01`, '01'],
  ['not sampled', `00-${trace}-${parent}-00`, '00'],
  ['of a later version', `cc-${trace}-${parent}-01-what-comes`, '01'],
])('O9: a trace of W3C goes on with a span of its own: %s', async (_, traceparent, flags) => {
  const { place } = await serving('traceparent')
  const { seen } = await received(place, { traceparent, tracestate: 'a=1' })
  const [version, id, span, seenFlags] = seen['traceparent']?.split('-') ?? []
  expect([version, id, seenFlags, seen['tracestate']]).toEqual(['00', trace, flags, 'a=1'])
  expect(span).toMatch(/^[0-9a-f]{16}$/)
  expect([parent, none]).not.toContain(span)
})

test.each([
  ['none', undefined],
  ['in capitals', `00-${trace.toUpperCase()}-${parent}-01`],
  ['an id of zeros', `00-${none}${none}-${parent}-01`],
  ['a parent of zeros', `00-${trace}-${none}-01`],
  ['version ff', `ff-${trace}-${parent}-01`],
  ['more than version 00 has', `00-${trace}-${parent}-01-x`],
  ['too short', `00-${trace}-${parent}`],
  ['no trace at all', '\'"%[src]\\$HOME'],
  ['two of them', [`00-${trace}-${parent}-01`, 'x']],
])('O9: what is no trace of W3C is replaced, and its state dropped: %s', async (_, traceparent) => {
  const { place } = await serving('traceparent')
  const sent = { tracestate: 'a=1', ...(traceparent === undefined ? {} : { traceparent }) }
  const first = (await received(place, sent)).seen
  const second = (await received(place, sent)).seen
  expect(first).not.toHaveProperty('tracestate')
  const form = /^00-([0-9a-f]{32})-([0-9a-f]{16})-01$/
  const [, id] = form.exec(first['traceparent'] ?? '') ?? []
  const [, other] = form.exec(second['traceparent'] ?? '') ?? []
  expect(id).toBeDefined()
  expect([trace, id]).not.toContain(other)
})

const span16 = '[0-9a-f]{16}'

test.each([
  ['sampled', `${trace}-${parent}-1`, `^${trace}-${span16}-1-${parent}$`],
  ['with a parent', `${trace}-${parent}-0-${trace.slice(16)}`, `^${trace}-${span16}-0-${parent}$`],
  ['64 bits, to be decided', `${parent}-${parent}`, `^${parent}-${span16}$`],
  ['debug', `${trace}-${parent}-d`, `^${trace}-${span16}-d-${parent}$`],
  ['a decision alone', '0', `^(?!${trace})${span16}${span16}-${span16}-0$`],
  ['none', undefined, `^${span16}${span16}-${span16}$`],
  ['no trace at all', `${trace}-${none}-1`, `^(?!${trace})${span16}${span16}-${span16}$`],
])('O9: a trace of B3 goes on, or begins: %s', async (_, b3, expected) => {
  const { place } = await serving('b3')
  const { seen } = await received(place, b3 === undefined ? {} : { b3 })
  expect(seen['b3']).toMatch(new RegExp(expected))
})

test('O9: the headers of B3 go on with a span of their own, or begin; what is left of no trace is dropped', async () => {
  const { place } = await serving('X-B3-TraceId')
  const sent = { 'x-b3-traceid': trace, 'x-b3-spanid': parent, 'x-b3-sampled': '1' }
  const { seen } = await received(place, { ...sent, 'x-b3-parentspanid': trace.slice(16) })
  expect(seen).toMatchObject({ 'x-b3-traceid': trace, 'x-b3-parentspanid': parent, 'x-b3-sampled': '1' })
  expect(seen['x-b3-spanid']).toMatch(/^[0-9a-f]{16}$/)
  expect(seen['x-b3-spanid']).not.toBe(parent)
  const begun = (await received(place, { ...sent, 'x-b3-spanid': 'x', 'x-b3-parentspanid': parent })).seen
  expect(begun['x-b3-traceid']).toMatch(/^[0-9a-f]{32}$/)
  expect(begun['x-b3-traceid']).not.toBe(trace)
  expect(begun).not.toHaveProperty('x-b3-parentspanid')
  expect(begun['x-b3-sampled']).toBe('1')
  const debug = (await received(place, { 'x-b3-traceid': trace, 'x-b3-spanid': parent, 'x-b3-flags': '1' })).seen
  expect([debug['x-b3-flags'], debug['x-b3-sampled']]).toEqual(['1', undefined])
})

test('of several formats the first valid trace counts, and all of them name it', async () => {
  const { place } = await serving('traceparent', 'b3', 'X-B3-TraceId')
  const w3c = (await received(place, { traceparent: `00-${trace}-${parent}-00`, b3: '1' })).seen
  const [, id, span] = w3c['traceparent']?.split('-') ?? []
  expect(id).toBe(trace)
  expect(w3c).toMatchObject({ b3: `${trace}-${span}-0-${parent}`, 'x-b3-traceid': trace, 'x-b3-spanid': span })
  const b3 = (await received(place, { traceparent: 'x', b3: `${parent}-${parent}-0` })).seen
  expect(b3['traceparent']).toMatch(new RegExp(`^00-${none}${parent}-${span16}-00$`))
  expect(b3['x-b3-traceid']).toBe(parent)
  const begun = (await received(place)).seen
  const [, begunId, begunSpan] = begun['traceparent']?.split('-') ?? []
  expect(begun).toMatchObject({ b3: `${begunId}-${begunSpan}-1`, 'x-b3-sampled': '1' })
})

test('all headers at once are served without a warning', async () => {
  const names = Object.keys(insertHeaderKinds).filter((name) => !name.startsWith('X-SSL-'))
  const { place } = await serving(...names)
  const { seen, headers } = await received(place)
  for (const name of names.filter((one) => insertHeaderKinds[one as 'b3'].purpose !== ('answers' as string)))
    expect(seen).toHaveProperty([name.toLowerCase()])
  for (const name of ['x-served-by', 'x-response-time', 'x-request-id']) expect(headers).toHaveProperty([name])
})
