import type { HttpAnswer, Probe } from 'model/contract/desired-state'
import type { RecentRequest } from 'model/contract/recent-request'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createPolicyTree } from '@/server/services/policy-trees.ts'
import { createChild, findGraph } from '@/server/services/resources.ts'
import { type People, people } from '@/server/testing/people.ts'
import { asking } from '../shared/testing/ask.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { consoleApi } from './index.ts'
import { makeRows, type Rows } from './testing/rows.ts'

const ask = asking(consoleApi)
const stranger = '00000000-0000-4000-8000-000000000000'
const secret = { type: 'PATH', compare_type: 'STARTS_WITH', value: '/secret' }
let who: People
let rows: Rows
/** Rejects what begins with /secret. */
let rejecting: string
/** Sends the rest of www.example.com to https. */
let redirecting: string
let probes: Extract<Probe, { kind: 'http' }>[]
let answer: HttpAnswer | null
let remembered: Map<string, RecentRequest[]>

beforeAll(async () => {
  who = await people()
  return playEngine(
    () => [],
    (probe) => {
      probes.push(probe)
      return answer
    },
    (listener_id) => remembered.get(listener_id) ?? [],
  )
})

beforeEach(async () => {
  probes = []
  answer = null
  remembered = new Map()
  rows = await makeRows(who.memberActor, who.subnet, 'walked')
  const { listener: listener_id } = rows
  rejecting = (await createPolicyTree(who.memberActor, { listener_id, action: 'REJECT', rules: [secret] })).id
  const redirect = {
    listener_id,
    action: 'REDIRECT_PREFIX',
    redirect_prefix: 'https://www.example.com',
    rules: [{ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'www.example.com' }],
  }
  redirecting = (await createPolicyTree(who.memberActor, redirect)).id
})

const post = (what: string, body: unknown, token = who.member) =>
  ask('POST', `/console/listeners/${rows.listener}/${what}`, { token, body })

describe('a simulation', () => {
  test('walks the policies that are stored', async () => {
    const result = await post('simulate', { request: { url: 'http://www.example.com/cart?x=1' } }, who.reader)
    expect(result.status).toBe(200)
    expect(result.at('request')).toMatchObject({ method: 'GET', path: '/cart', query: 'x=1' })
    expect(result.at('running', 'steps')).toMatchObject([
      { policy_id: rejecting, isTaken: false, rules: [{ holds: false, texts: [{ text: '/cart', holds: false }] }] },
      { policy_id: redirecting, isTaken: true, rules: [{ holds: true }] },
    ])
    expect(result.at('running', 'result')).toEqual({
      kind: 'redirect',
      code: 302,
      location: 'https://www.example.com/cart?x=1',
      policy_id: redirecting,
    })
    expect(result.at('draft')).toBeNull()
    const other = await post('simulate', { request: { path: '/cart', headers: [['Host', 'a.example']] } })
    expect(other.at('running', 'result')).toEqual({ kind: 'pool', pool_id: rows.pool, policy_id: null })
  })

  test('walks a draft as well, and says what differs', async () => {
    const { l7_policies, l7_rules } = await findGraph(who.memberActor, rows.loadbalancer)
    const request = { url: 'http://www.example.com/secret/a' }
    const swapped = l7_policies.map((one) => ({ ...one, position: 3 - one.position }))
    const result = await post('simulate', { request, draft: { l7_policies: swapped } })
    expect(result.at('running', 'result')).toEqual({ kind: 'reject', policy_id: rejecting })
    expect(result.at('draft')).toMatchObject({
      issues: [],
      walk: { result: { kind: 'redirect', policy_id: redirecting } },
      difference: { is_other_result: true },
    })
    const same = await post('simulate', { request, draft: { l7_policies, l7_rules } })
    expect(same.at('draft', 'difference')).toEqual({ is_other_result: false, l7policies: [] })
    const none = await post('simulate', { request, draft: { l7_policies: [] } })
    expect(none.at('draft')).toMatchObject({
      walk: { steps: [], result: { kind: 'pool', pool_id: rows.pool } },
      difference: { is_other_result: true, l7policies: [rejecting, redirecting] },
    })
    const added = { id: stranger, l7policy_id: rejecting, type: 'METHOD', compare_type: 'EQUAL_TO', value: 'POST' }
    const ruled = await post('simulate', { request, draft: { l7_rules: [...l7_rules, added] } })
    expect(ruled.at('draft', 'walk', 'result')).toMatchObject({ kind: 'redirect' })
    expect(ruled.at('draft', 'difference', 'l7policies')).toEqual([rejecting, redirecting])
  })

  test('of a draft with something wrong in it says what, and changes nothing', async () => {
    const { l7_policies, l7_rules } = await findGraph(who.memberActor, rows.loadbalancer)
    const broken = l7_rules.map((one) => ({ ...one, type: 'HEADER' }))
    const result = await post('simulate', { request: {}, draft: { l7_policies, l7_rules: broken } })
    expect([result.status, result.at('draft', 'walk'), result.at('draft', 'difference')]).toEqual([200, null, null])
    expect(result.at('draft', 'issues', 0)).toMatchObject({
      about: `l7_rules/${l7_rules[0]?.id}/key`,
      message: 'Error parsing L7Rule: Invalid L7 Rule: L7 rule type requires a key',
    })
    const unread = await post('simulate', { request: {}, draft: { l7_rules: [{ id: stranger, value: '' }] } })
    expect(unread.at('draft', 'issues', 'length')).toBeGreaterThan(2)
    const after = await findGraph(who.memberActor, rows.loadbalancer)
    expect(after.l7_rules.map(({ id, type }) => [id, type])).toEqual(l7_rules.map(({ id, type }) => [id, type]))
  })

  test.each([
    [{}, 'request'],
    [{ request: { url: 'moon' } }, 'request/url'],
    [{ request: { headers: [['a', 'b\nc']] } }, 'request/headers/0/1'],
    [{ request: {}, draft: { l7_policies: [{ id: 'x' }] } }, 'draft/l7_policies/0/id'],
    [{ request: {}, draft: { pools: [] } }, 'draft'],
  ])('of %j is refused', async (body, about) => {
    const result = await post('simulate', body)
    expect([result.status, result.at('error', 'issues', 0, 'about')]).toEqual([400, about])
  })

  test('is not for strangers, nor of a listener that is not there', async () => {
    expect((await post('simulate', { request: {} }, who.stranger)).status).toBe(403)
    const path = `/console/listeners/${stranger}/simulate`
    expect((await ask('POST', path, { token: who.member, body: { request: {} } })).status).toBe(404)
  })
})

describe('recent requests', () => {
  const recent = (id: string, token: string | undefined) =>
    ask('GET', `/console/listeners/${id}/recent-requests`, { token })

  test('are those that the engine remembers', async () => {
    expect((await recent(rows.listener, who.member)).at('recent_requests')).toEqual([])
    const request = { method: 'GET', path: '/', query: '', headers: [], source: '192.0.2.7' }
    const taken = { policy_id: rejecting, pool_id: null, member_id: null }
    const told: RecentRequest[] = [{ id: '1-1', at: 1, request, status: 403, ...taken, request_id: 'a-1' }]
    remembered.set(rows.listener, told)
    const result = await recent(rows.listener, who.member)
    expect([result.status, result.at('recent_requests')]).toEqual([200, told])
  })

  test('are for those who may send requests, of a listener that is there and speaks HTTP', async () => {
    expect((await recent(rows.listener, undefined)).status).toBe(401)
    expect((await recent(rows.listener, who.reader)).status).toBe(403)
    expect((await recent(rows.listener, who.stranger)).status).toBe(403)
    expect((await recent(stranger, who.member)).status).toBe(404)
    const tcp = { loadbalancer_id: rows.loadbalancer, protocol: 'TCP', protocol_port: 81 }
    const { id } = await createChild(who.memberActor, 'listener', tcp)
    const result = await recent(id, who.member)
    expect([result.status, result.at('error', 'message')]).toEqual([
      501,
      'Requests are told of HTTP listeners; this one speaks TCP.',
    ])
  })
})

describe('a request that is sent for real', () => {
  const answered = (status: number, headers: [string, string][] = []): HttpAnswer => ({
    status,
    headers,
    body_bytes: 0,
    is_cut: false,
    source: '127.0.0.1',
    taken: null,
  })
  const nothing = { policy_id: null, pool_id: null, member_id: null }

  test('goes to the address of the load balancer, and agrees with the walk or does not', async () => {
    const location = 'https://www.example.com/cart'
    answer = answered(302, [['location', location]])
    const request = { url: 'http://www.example.com/cart' }
    const sent = await post('send', { request })
    const { load_balancer } = await findGraph(who.memberActor, rows.loadbalancer)
    expect(probes).toMatchObject([
      {
        address: load_balancer.vip_address,
        port: 80,
        timeout_ms: 5_000,
        max_bytes: 65_536,
        request: { path: '/cart', headers: [['Host', 'www.example.com']] },
      },
    ])
    expect(sent.body).toMatchObject({
      agrees: true,
      request: { source: '127.0.0.1' },
      walk: { result: { kind: 'redirect', location } },
      sent: { outcome: 'connected', message: 'Connected.', location, answer: { status: 302 } },
    })
    answer = answered(200)
    expect((await post('send', { request })).at('agrees')).toBe(false)
    answer = answered(403)
    expect((await post('send', { request: { path: '/secret' } })).at('agrees')).toBe(true)
    expect(probes.at(-1)?.request.headers).toEqual([['Host', load_balancer.vip_address]])
    answer = answered(200)
    expect((await post('send', { request: { path: '/' } })).body).toMatchObject({
      agrees: null,
      walk: { result: { kind: 'pool', pool_id: rows.pool } },
    })
  })

  test('takes its body along, which policies look at', async () => {
    const rules = [{ type: 'BODY_JSON', compare_type: 'EQUAL_TO', key: '$.op', value: 'pay' }]
    await createPolicyTree(who.memberActor, { listener_id: rows.listener, action: 'REJECT', rules })
    answer = answered(403)
    const request = { path: '/api', body: '{"op": "pay"}' }
    const sent = await post('send', { request })
    expect(sent.body).toMatchObject({ agrees: true, request: { method: 'POST', body: '{"op": "pay"}' } })
    expect(probes.at(-1)?.request).toMatchObject({ method: 'POST', body: '{"op": "pay"}' })
    const walked = await post('simulate', { request: { path: '/api', body: '{"op": "see"}' } })
    expect(walked.at('running', 'result', 'kind')).toBe('pool')
    const refused = await post('simulate', { request: { path: '/api', body: 7 } })
    expect([refused.status, refused.at('error', 'issues', 0, 'about')]).toEqual([400, 'request/body'])
  })

  test('is told apart by what HAProxy says that it did', async () => {
    const agreesWith = async (path: string, status: number, taken: HttpAnswer['taken']) => {
      answer = { ...answered(status), taken }
      const sent = await post('send', { request: { path } })
      expect(sent.at('sent', 'answer', 'taken')).toEqual(taken)
      return sent.at('agrees')
    }
    const pool_id = rows.pool
    expect(await agreesWith('/', 500, { ...nothing, pool_id, member_id: stranger })).toBe(true)
    expect(await agreesWith('/', 200, { ...nothing, pool_id: stranger })).toBe(false)
    expect(await agreesWith('/', 200, { ...nothing, pool_id, policy_id: redirecting })).toBe(false)
    expect(await agreesWith('/', 400, nothing)).toBe(false)
    expect(await agreesWith('/secret', 403, { ...nothing, policy_id: rejecting })).toBe(true)
    expect(await agreesWith('/secret', 403, { ...nothing, pool_id })).toBe(false)
    expect(probes.at(-1)?.listener_id).toBe(rows.listener)
  })

  test('that nothing answers says why', async () => {
    const sent = await post('send', { request: {} })
    expect([sent.status, sent.at('agrees'), sent.at('sent', 'answer'), sent.at('sent', 'outcome')]).toEqual([
      200,
      null,
      null,
      'refused',
    ])
  })

  test.each([
    [{ request: { headers: [['Content-Length', '5']] } }, 'request/headers/0'],
    [{ request: { method: 'CONNECT' } }, 'request/method'],
    [{ request: { url: '/\r\n' } }, 'request/url'],
    [{ request: {}, address: '10.0.0.1' }, ''],
  ])('%j is refused, and is not sent', async (body, about) => {
    const sent = await post('send', body)
    expect([sent.status, sent.at('error', 'issues', 0, 'about')]).toEqual([400, about])
    expect(probes).toEqual([])
  })

  test('to a listener that does not speak HTTP is refused', async () => {
    const listener = { loadbalancer_id: rows.loadbalancer, protocol: 'TCP', protocol_port: 81 }
    const { id } = await createChild(who.memberActor, 'listener', listener)
    const sent = await ask('POST', `/console/listeners/${id}/send`, { token: who.member, body: { request: {} } })
    expect([sent.status, sent.at('error', 'code')]).toEqual([501, 'unsupported'])
  })

  test('is for those who may change the listener', async () => {
    for (const token of [who.reader, who.stranger])
      expect((await post('send', { request: {} }, token)).status).toBe(403)
    expect(probes).toEqual([])
  })
})
