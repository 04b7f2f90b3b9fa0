import { shortId } from 'model/short-id'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listActivity } from '@/server/services/activity.ts'
import { createPolicyTree } from '@/server/services/policy-trees.ts'
import { findGraph } from '@/server/services/resources.ts'
import { type People, people } from '@/server/testing/people.ts'
import { asking } from '../shared/testing/ask.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { consoleApi } from './index.ts'
import { makeRows, type Rows } from './testing/rows.ts'

const ask = asking(consoleApi)
const stranger = '00000000-0000-4000-8000-000000000000'
const rules = [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/secret' }]
let who: People
let rows: Rows
/** Rejects what begins with /secret. */
let rejecting: string

beforeAll(async () => {
  who = await people()
  return playEngine()
})

beforeEach(async () => {
  rows = await makeRows(who.memberActor, who.subnet, 'tested')
  rejecting = (await createPolicyTree(who.memberActor, { listener_id: rows.listener, action: 'REJECT', rules })).id
})

const send = (method: string, path = '', body?: unknown, token = who.member) =>
  ask(method, `/console/listeners/${rows.listener}/route-tests${path}`, { token, body })
const cart = () => ({
  name: 'cart',
  request: { url: 'http://a.example/cart' },
  expect: { kind: 'pool', pool_id: rows.pool },
})
const secret = { name: 'secret', request: { path: '/secret/a' }, expect: { kind: 'reject' } }

describe('route tests', () => {
  test('are kept, changed and deleted', async () => {
    const created = await send('POST', '', { route_test: cart() })
    expect(created.status).toBe(201)
    expect(created.at('route_test')).toEqual({
      id: expect.any(String),
      listener_id: rows.listener,
      name: 'cart',
      request: { method: 'GET', path: '/cart', query: '', headers: [['Host', 'a.example']], source: '192.0.2.1' },
      expect: { kind: 'pool', pool_id: rows.pool },
      created_at: expect.any(String),
      updated_at: null,
    })
    const path = `/${created.at('route_test', 'id')}`
    expect((await send('GET', path, undefined, who.reader)).body).toEqual(created.body)
    const redirect = { kind: 'redirect', location: 'https://a.example/', code: 301 }
    const updated = await send('PUT', path, { route_test: { name: 'home', expect: redirect } })
    expect(updated.at('route_test')).toMatchObject({ name: 'home', expect: redirect, request: { path: '/cart' } })
    expect((await send('GET')).at('route_tests')).toEqual([updated.at('route_test')])
    expect((await send('DELETE', path)).status).toBe(204)
    expect((await send('GET')).at('route_tests')).toEqual([])
    expect((await send('GET', path)).status).toBe(404)
  })

  test('say of what is stored and of a draft whether it is as expected', async () => {
    await send('POST', '', { route_test: cart() })
    await send('POST', '', { route_test: secret })
    const stored = await send('POST', '/run', undefined, who.reader)
    expect(stored.at('verdicts')).toMatchObject([
      { name: 'cart', is_green: true, result: { kind: 'pool', pool_id: rows.pool }, draft: null },
      { name: 'secret', is_green: true, result: { kind: 'reject', policy_id: rejecting }, draft: null },
    ])
    const drafted = await send('POST', '/run', { draft: { l7_policies: [] } })
    expect(drafted.at('verdicts')).toMatchObject([
      { name: 'cart', is_green: true, draft: { is_green: true } },
      { name: 'secret', is_green: true, draft: { is_green: false, result: { kind: 'pool' } } },
    ])
    const broken = await send('POST', '/run', {
      draft: { l7_policies: [{ id: rejecting, action: 'REDIRECT_TO_URL' }] },
    })
    expect([broken.at('issues', 'length'), broken.at('verdicts', 0, 'draft')]).toEqual([1, null])
  })

  test.each([
    [{}, 'route_test'],
    [{ route_test: { ...secret, name: '' } }, 'route_test/name'],
    [{ route_test: { ...secret, request: { url: 'moon' } } }, 'route_test/request/url'],
    [{ route_test: { ...secret, expect: { kind: 'moon' } } }, 'route_test/expect/kind'],
    [{ route_test: { ...secret, expect: { kind: 'redirect' } } }, 'route_test/expect/location'],
  ])('of %j are refused', async (body, about) => {
    const answer = await send('POST', '', body)
    expect([answer.status, answer.at('error', 'issues', 0, 'about')]).toEqual([400, about])
  })

  test('are read by readers, written by members, and of no concern to strangers', async () => {
    const id = (await send('POST', '', { route_test: secret })).at('route_test', 'id')
    const body = { route_test: secret }
    for (const token of [who.reader, who.stranger]) {
      expect((await send('POST', '', body, token)).status).toBe(403)
      expect((await send('PUT', `/${id}`, body, token)).status).toBe(403)
      expect((await send('DELETE', `/${id}`, undefined, token)).status).toBe(403)
    }
    expect((await send('GET', '', undefined, who.stranger)).status).toBe(403)
    expect((await send('POST', '/run', {}, who.stranger)).status).toBe(403)
    expect((await send('GET', `/${stranger}`)).status).toBe(404)
  })
})

describe('a change', () => {
  const order = (override?: string) =>
    ask('PUT', `/console/listeners/${rows.listener}/policy-order`, {
      token: who.member,
      body: { move: [rejecting], to: 2 },
      ...(override !== undefined && { headers: { 'x-fulcrum-override': override } }),
    })

  /** The redirect stands behind the reject; before it, it would take /secret. */
  beforeEach(async () => {
    const redirect = {
      listener_id: rows.listener,
      action: 'REDIRECT_TO_URL',
      redirect_url: 'https://a.example/',
      rules,
    }
    await createPolicyTree(who.memberActor, redirect)
  })

  test('that turns a route test red is refused with its name, and not made', async () => {
    await send('POST', '', { route_test: secret })
    const answer = await order()
    expect([answer.status, answer.at('error', 'code')]).toEqual([409, 'conflict'])
    expect(answer.at('error', 'message')).toContain('"secret"')
    expect(answer.at('error', 'issues', 0)).toMatchObject({
      about: expect.stringContaining('route_tests/'),
      red_test: {
        name: 'secret',
        request: 'GET /secret/a',
        before: `403, by policy ${shortId(rejecting)}`,
        after: expect.stringMatching(/^302 to https:\/\/a\.example\/, by policy /),
      },
    })
    const { l7_policies } = await findGraph(who.memberActor, rows.loadbalancer)
    expect(l7_policies.find((one) => one.id === rejecting)?.position).toBe(1)
    expect((await order(' ')).status).toBe(409)
  })

  test('with a reason is made all the same, and the reason is kept', async () => {
    const id = (await send('POST', '', { route_test: secret })).at('route_test', 'id')
    expect((await order('the old address %C3%A4ndert sich')).status).toBe(200)
    const [entry] = await listActivity(who.memberActor, { loadbalancer_id: rows.loadbalancer, limit: 1 })
    expect(entry?.changes).toContainEqual({
      attribute: `route_tests/${id}`,
      before: 'secret is green',
      after: 'secret is red; saved anyway: the old address ändert sich',
    })
  })

  test('is not held up by a test that was red before, or stays green', async () => {
    await send('POST', '', { route_test: { ...secret, name: 'red', expect: { kind: 'unavailable' } } })
    await send('POST', '', { route_test: cart() })
    expect((await order()).status).toBe(200)
  })
})
