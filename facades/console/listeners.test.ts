import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listActivity } from '@/server/services/activity.ts'
import { createChild } from '@/server/services/resources.ts'
import { type People, people } from '@/server/testing/people.ts'
import { asking } from '../shared/testing/ask.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { consoleApi } from './index.ts'
import { makeRows, type Rows } from './testing/rows.ts'

const ask = asking(consoleApi)
const stranger = '00000000-0000-4000-8000-000000000000'
let who: People
/** What the engine refuses load balancers with. */
const refused = new Map<string, string>()
let rows: Rows
/** A, B, C and D, in this order. */
let ids: string[]

beforeAll(async () => {
  who = await people()
  return playEngine((id) => {
    const message = refused.get(id)
    return message === undefined ? [] : [{ about: 'load_balancer', message }]
  })
})

beforeEach(async () => {
  rows = await makeRows(who.memberActor, who.subnet, 'ordered')
  ids = []
  for (const name of ['A', 'B', 'C', 'D']) {
    const policy = { listener_id: rows.listener, name, action: 'REJECT' }
    ids.push((await createChild(who.memberActor, 'l7_policy', policy)).id)
  }
})

const reorder = (body: unknown, token = who.member) =>
  ask('PUT', `/console/listeners/${rows.listener}/policy-order`, { token, body })
const chosen = (names: string) => [...names].map((name) => ids['ABCD'.indexOf(name)] ?? '')

async function order(): Promise<string> {
  const answer = await ask('GET', `/console/load-balancers/${rows.loadbalancer}`, { token: who.reader })
  const policies = answer.at('graph', 'l7_policies') as { name: string; position: number }[]
  return policies
    .toSorted((one, other) => one.position - other.position)
    .map((one) => one.name)
    .join('')
}

test('the hits of policies are told by the policy, to whoever may read', async () => {
  const answer = await ask('GET', `/console/listeners/${rows.listener}/policy-hits`, { token: who.reader })
  expect(answer.status).toBe(200)
  expect(answer.at('l7policies')).toEqual(Object.fromEntries(ids.map((id) => [id, { requests: 0, last_hit_at: null }])))
})

describe('the explanation of a policy', () => {
  const explanation = (id: string, token: string | undefined) =>
    ask('GET', `/console/l7policies/${id}/explanation`, { token })

  test('says in a sentence what it does and how it is found, with its lines and rows', async () => {
    const [a = ''] = ids
    const rule = { l7policy_id: a, type: 'PATH', compare_type: 'STARTS_WITH', value: '/api' }
    await createChild(who.memberActor, 'l7_rule', rule)
    const answer = await explanation(a, who.reader)
    expect([answer.status, answer.at('explanation', 'found')]).toEqual([200, 'lookup'])
    expect(answer.at('explanation', 'sentence')).toBe(
      'A request whose path starts with /api is rejected with 403, before any other policy is tried; it is found by one lookup of the beginning of the path.',
    )
    expect(answer.at('explanation', 'lines', 0, 'text')).toMatch(/\bpath\b.*map_beg/)
    const text = expect.stringMatching(`/api \\d+\\|${a}\\|`)
    expect(answer.at('explanation', 'rows')).toEqual([{ text, about: `l7_policies/${a}` }])
  })

  test('says why it takes no request', async () => {
    const answer = await explanation(ids[1] ?? '', who.member)
    expect(answer.at('explanation')).toMatchObject({ found: 'never', lines: [], rows: [] })
  })

  test('is for those who may read its project, and of a policy that is there', async () => {
    const [id = ''] = ids
    expect((await explanation(id, undefined)).status).toBe(401)
    expect((await explanation(id, who.stranger)).status).toBe(403)
    expect((await explanation(stranger, who.reader)).status).toBe(404)
  })
})

describe('the cost of policies', () => {
  const cost = (id: string, token: string | undefined) => ask('GET', `/console/listeners/${id}/policy-cost`, { token })

  test('counts those that a lookup finds and those that are tried one by one', async () => {
    const [a = '', b = ''] = ids
    const path = { type: 'PATH', compare_type: 'STARTS_WITH', value: '/api' }
    const header = { type: 'HEADER', key: 'X-A', compare_type: 'EQUAL_TO', value: '1' }
    await createChild(who.memberActor, 'l7_rule', { l7policy_id: a, ...path })
    await createChild(who.memberActor, 'l7_rule', { l7policy_id: b, ...header })
    const answer = await cost(rows.listener, who.reader)
    expect(answer.status).toBe(200)
    expect(answer.at('policy_cost')).toEqual({ looked_up: 1, tried: 1, nanoseconds_per_request: 140 })
  })

  test('is for those who may read its project, and of a listener that is there', async () => {
    expect((await cost(rows.listener, undefined)).status).toBe(401)
    expect((await cost(rows.listener, who.stranger)).status).toBe(403)
    expect((await cost(stranger, who.reader)).status).toBe(404)
  })
})

describe('the order of policies', () => {
  test('is changed as a whole, in one revision and one entry of the log', async () => {
    const answer = await reorder({ l7policies: chosen('DBAC'), if_order: chosen('ABCD') })
    expect(answer.status).toBe(200)
    expect(answer.at('l7policies')).toMatchObject(
      chosen('DBAC').map((id, at) => ({ id, position: at + 1, rules: [], loadbalancer_id: rows.loadbalancer })),
    )
    expect(await order()).toBe('DBAC')
    const [entry, before] = await listActivity(who.memberActor, { loadbalancer_id: rows.loadbalancer, limit: 2 })
    expect(entry).toMatchObject({ action: 'update', kind: 'listener', id_of_resource: rows.listener })
    const moved = (name: string) =>
      (entry?.changes ?? [])
        .filter((one) => one.attribute.endsWith(`/${name}`))
        .map((one) => [one.attribute.split('/')[1], one.before, one.after])
        .toSorted()
    const [a, , c, d] = ids
    const wanted = [
      [a, 1, 3],
      [c, 3, 4],
      [d, 4, 1],
    ].toSorted()
    // One order, counted in two ways.
    expect([moved('position'), moved('priority')]).toEqual([wanted, wanted])
    expect(entry?.changes).toHaveLength(2 * wanted.length)
    expect(before?.kind).toBe('l7_policy')
  })

  test.each([
    ['A', 3, 'BCAD'],
    ['D', 1, 'DABC'],
    ['CA', 2, 'BCAD'],
    ['B', 99, 'ACDB'],
    ['BC', 2, 'ABCD'],
  ])('is changed by moving %s to %d', async (move, to, after) => {
    expect((await reorder({ move: chosen(move), to, if_order: chosen('ABCD') })).status).toBe(200)
    expect(await order()).toBe(after)
  })

  test('that is the same stays, and is no change', async () => {
    await expect
      .poll(
        async () => (await listActivity(who.memberActor, { loadbalancer_id: rows.loadbalancer, limit: 1 }))[0]?.outcome,
      )
      .toBe('applied')
    const answer = await reorder({ l7policies: ids })
    expect(answer.status).toBe(200)
    const [entry] = await listActivity(who.memberActor, { loadbalancer_id: rows.loadbalancer, limit: 1 })
    expect(entry?.kind).toBe('l7_policy')
  })

  test('that somebody else has changed is not changed: who it was is said', async () => {
    expect((await reorder({ move: chosen('D'), to: 1 }, who.admin)).status).toBe(200)
    const answer = await reorder({ move: chosen('A'), to: 2, if_order: chosen('ABCD') })
    expect([answer.status, answer.at('error', 'code'), answer.at('error', 'issues', 0, 'about')]).toEqual([
      409,
      'conflict',
      'if_order',
    ])
    expect(answer.at('error', 'message')).toMatch(/^admin changed the policies at \d{4}-/)
    expect(await order()).toBe('DABC')
  })

  test('that is to be confirmed is answered when the data plane runs it', async () => {
    const answer = await reorder({ l7policies: chosen('DBAC'), confirm: true })
    expect(answer.status).toBe(200)
    const statuses = (answer.at('l7policies') as { provisioning_status: string }[]).map(
      (one) => one.provisioning_status,
    )
    expect(statuses).toEqual(Array(4).fill('ACTIVE'))
  })

  test('that the data plane refuses is put back, and the reason is said', async () => {
    refused.set(rows.loadbalancer, 'Port 81 is in use by another program.')
    const answer = await reorder({ l7policies: chosen('DBAC'), if_order: chosen('ABCD'), confirm: true })
    expect([answer.status, answer.at('error', 'message'), answer.at('error', 'issues', 0)]).toEqual([
      409,
      'The data plane refused the new order: Port 81 is in use by another program.',
      { about: 'l7policies', message: 'Port 81 is in use by another program.' },
    ])
    expect(await order()).toBe('ABCD')
    const [back, there] = await listActivity(who.memberActor, { loadbalancer_id: rows.loadbalancer, limit: 2 })
    expect([back?.id_of_resource, there?.id_of_resource, there?.outcome]).toEqual([
      rows.listener,
      rows.listener,
      'refused',
    ])
  })

  test('that is not to be confirmed stays as it was asked for', async () => {
    refused.set(rows.loadbalancer, 'No.')
    expect((await reorder({ l7policies: chosen('DBAC') })).status).toBe(200)
    expect(await order()).toBe('DBAC')
  })

  test.each([
    ['a policy that is unknown', () => ({ l7policies: [...ids, stranger] }), 'l7policies/4'],
    ['a policy that is missing', () => ({ l7policies: ids.slice(1) }), 'l7policies'],
    ['a policy that is named twice', () => ({ l7policies: [...ids, ids[0]] }), 'l7policies/4'],
    ['an unknown policy that moves', () => ({ move: [stranger], to: 1 }), 'move/0'],
    ['no policy that moves', () => ({ move: [], to: 1 }), 'move'],
    ['a move to nowhere', () => ({ move: ids, to: 0 }), 'to'],
    ['a move without a place', () => ({ move: ids }), ''],
    ['both forms at once', () => ({ l7policies: ids, move: ids, to: 1 }), ''],
    ['nothing', () => ({}), ''],
    ['a number', () => ({ l7policies: [1] }), 'l7policies/0'],
    ['a confirmation that is none', () => ({ l7policies: ids, confirm: 'yes' }), 'confirm'],
  ])('with %s is refused', async (_, body, about) => {
    const answer = await reorder(body())
    expect([answer.status, answer.at('error', 'issues', 0, 'about')]).toEqual([400, about])
    expect(await order()).toBe('ABCD')
  })

  test('is not for readers and strangers, nor of a listener that is not there', async () => {
    const body = { move: chosen('D'), to: 1 }
    for (const token of [who.reader, who.stranger]) expect((await reorder(body, token)).status).toBe(403)
    const nowhere = await ask('PUT', `/console/listeners/${stranger}/policy-order`, { token: who.member, body })
    expect([nowhere.status, nowhere.at('error', 'code')]).toEqual([404, 'not_found'])
    expect(await order()).toBe('ABCD')
  })
})
