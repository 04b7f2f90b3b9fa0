import { type Graph, liveGraph, policiesOf, rulesOf } from 'model/graph/graph'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { listActivity } from '@/server/services/activity.ts'
import { createPolicyTree } from '@/server/services/policy-trees.ts'
import { createChild, findGraph, removeResource, updateResource } from '@/server/services/resources.ts'
import { type People, people } from '@/server/testing/people.ts'
import { asking } from '../shared/testing/ask.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { consoleApi } from './index.ts'
import { makeRows, type Rows } from './testing/rows.ts'

const ask = asking(consoleApi)
const stranger = '00000000-0000-4000-8000-000000000000'
const api = { type: 'PATH', compare_type: 'STARTS_WITH', value: '/api' }
const host = { type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'a.example' }
const cookie = { type: 'COOKIE', key: 'beta', compare_type: 'EQUAL_TO', value: '1' }
let who: People
let rows: Rows
/** Rejects what is asked of a.example under /api. */
let id: string

beforeAll(async () => {
  who = await people()
  return playEngine()
})

beforeEach(async () => {
  rows = await makeRows(who.memberActor, who.subnet, 'atomic')
  const policy = { listener_id: rows.listener, name: 'shop', action: 'REJECT', rules: [api, host] }
  id = (await createPolicyTree(who.memberActor, policy)).id
})

const graph = async (): Promise<Graph> => liveGraph(await findGraph(who.memberActor, rows.loadbalancer))
const rulesNow = async () => rulesOf(await graph(), id).map(({ type, value }) => `${type} ${value}`)
const ruleIds = async () => rulesOf(await graph(), id).map((one) => one.id)
const activity = (limit: number) => listActivity(who.memberActor, { loadbalancer_id: rows.loadbalancer, limit })

describe('a policy with its rules', () => {
  const put = (body: unknown, { token = who.member, headers = {} } = {}) =>
    ask('PUT', `/console/l7policies/${id}`, { token, body, headers })

  test('is changed in one revision and one entry of the log: a rule stays, one is new, one goes', async () => {
    const [first = ''] = await ruleIds()
    const before = (await activity(1))[0]?.revision ?? 0
    const l7policy = { name: 'store', redirect_url: 'https://a.example/', rules: [{ id: first, value: '/b' }, cookie] }
    const answer = await put({ l7policy })
    expect(answer.status).toBe(200)
    expect(answer.at('l7policy')).toMatchObject({
      id,
      name: 'store',
      action: 'REDIRECT_TO_URL',
      redirect_url: 'https://a.example/',
      position: 1,
      loadbalancer_id: rows.loadbalancer,
      rules: [{ ...api, id: first, value: '/b' }, cookie],
    })
    expect(await rulesNow()).toEqual(['PATH /b', 'COOKIE 1'])
    const [entry, created] = await activity(2)
    expect(entry).toMatchObject({ action: 'update', kind: 'l7_policy', id_of_resource: id, revision: before + 1 })
    expect(entry?.changes).toEqual(
      expect.arrayContaining([
        { attribute: 'name', before: 'shop', after: 'store' },
        { attribute: `l7_rules/${first}/value`, before: '/api', after: '/b' },
        { attribute: expect.stringMatching(/^l7_rules\//), before: null, after: 'COOKIE EQUAL_TO 1' },
        { attribute: expect.stringMatching(/^l7_rules\//), before: 'HOST_NAME EQUAL_TO a.example', after: null },
      ]),
    )
    expect(created?.action).toBe('create')
  })

  test('keeps its rules when they are not named, and loses them when none is', async () => {
    expect((await put({ l7policy: { name: 'store' } })).status).toBe(200)
    expect(await rulesNow()).toEqual(['PATH /api', 'HOST_NAME a.example'])
    expect((await put({ l7policy: { rules: [] } })).at('l7policy', 'rules')).toEqual([])
  })

  test.each([
    [
      'a value that does not go with its type',
      () => [api, { ...api, compare_type: 'REGEX', value: '(' }],
      'rules/1/value',
    ],
    ['a value that is none', () => [{ ...api, value: 1 }], 'rules/0/value'],
    ['a rule without a type', () => [{ value: '/a' }], 'rules/0/type'],
    ['an attribute that is unknown', () => [{ ...api, moon: 1 }], 'moon'],
    ['a rule of nobody', () => [{ id: stranger, value: '/a' }], 'rules/0/id'],
    ['an id that is none', () => [{ id: 1, value: '/a' }], 'rules/0/id'],
    ['no list', () => null, 'rules'],
  ])('with %s is refused and stays as it was', async (_, rules, about) => {
    const answer = await put({ l7policy: { name: 'store', rules: rules() } })
    expect([answer.status, answer.at('error', 'issues', 0, 'about')]).toEqual([400, about])
    expect((await graph()).l7_policies[0]?.name).toBe('shop')
    expect(await rulesNow()).toEqual(['PATH /api', 'HOST_NAME a.example'])
  })

  test.each([
    [{ l7policy: { action: null } }, 'action'],
    [{ l7policy: { action: 'MOON' } }, 'action'],
    [{ l7policy: { action: 'REDIRECT_TO_URL' } }, 'redirect_url'],
    [{ l7policy: { moon: 1 } }, 'moon'],
    [{ l7policy: { name: 'x' }, if_l7policy: { moon: 1 } }, 'if_l7policy'],
    [{ l7policy: { name: 'x' }, if_l7policy: 1 }, 'if_l7policy'],
  ])('of %j is refused', async (body, about) => {
    const answer = await put(body)
    expect([answer.status, answer.at('error', 'issues', 0, 'about')]).toEqual([400, about])
  })

  test('named twice is refused', async () => {
    const [first = ''] = await ruleIds()
    const answer = await put({ l7policy: { rules: [{ id: first }, { id: first }] } })
    expect([answer.status, answer.at('error', 'issues', 0, 'about')]).toEqual([400, 'rules/1/id'])
  })

  test('is changed when it is what was seen, whatever its place is by now', async () => {
    const [first = '', second = ''] = await ruleIds()
    await createChild(who.memberActor, 'l7_policy', { listener_id: rows.listener, action: 'REJECT', position: 1 })
    const seen = { name: 'shop', action: 'REJECT', rules: [{ id: second }, { id: first, value: '/api' }] }
    const answer = await put({ l7policy: { name: 'store' }, if_l7policy: seen })
    expect([answer.status, answer.at('l7policy', 'position')]).toEqual([200, 2])
  })

  test.each([
    [
      'an attribute',
      () => updateResource(who.adminActor, 'l7_policy', id, { name: 'theirs' }),
      { about: 'if_l7policy/name', message: 'It is "theirs" now.' },
    ],
    [
      'a rule',
      async () => updateResource(who.adminActor, 'l7_rule', (await ruleIds())[0] ?? '', { value: '/theirs' }),
      { about: 'if_l7policy/rules/0/value', message: 'It is "/theirs" now.' },
    ],
    [
      'one rule less',
      async () => removeResource(who.adminActor, 'l7_rule', (await ruleIds())[1] ?? ''),
      { about: 'if_l7policy/rules/1' },
    ],
    [
      'one rule more',
      () => createChild(who.adminActor, 'l7_rule', { ...cookie, l7policy_id: id }),
      { about: 'if_l7policy/rules' },
    ],
  ])('that somebody else gave %s meanwhile is not changed: who it was is said', async (_, theirs, issue) => {
    const seenRules = rulesOf(await graph(), id).map(({ id: rule, value }) => ({ id: rule, value }))
    await theirs()
    const after = await rulesNow()
    const l7policy = { description: 'mine', rules: [cookie] }
    const answer = await put({ l7policy, if_l7policy: { name: 'shop', rules: seenRules } })
    expect([answer.status, answer.at('error', 'code')]).toEqual([409, 'conflict'])
    expect(answer.at('error', 'message')).toMatch(/^admin changed this policy at \d{4}-/)
    expect(answer.at('error', 'issues', 0)).toMatchObject(issue)
    expect([await rulesNow(), (await graph()).l7_policies[0]?.description]).toEqual([after, ''])
  })

  test('that turns a route test red needs a reason', async () => {
    const request = { url: 'http://a.example/api' }
    const route_test = { name: 'closed', request, expect: { kind: 'reject' } }
    await ask('POST', `/console/listeners/${rows.listener}/route-tests`, { token: who.member, body: { route_test } })
    const body = { l7policy: { name: 'store', rules: [{ ...api, value: '/other' }] } }
    const refused = await put(body)
    expect([refused.status, refused.at('error', 'issues', 0, 'red_test', 'name')]).toEqual([409, 'closed'])
    expect(await rulesNow()).toEqual(['PATH /api', 'HOST_NAME a.example'])
    expect((await put(body, { headers: { 'x-fulcrum-override': 'moved' } })).status).toBe(200)
  })

  test('is not for readers and strangers, nor when it is not there', async () => {
    const body = { l7policy: { name: 'theirs' } }
    for (const token of [who.reader, who.stranger]) expect((await put(body, { token })).status).toBe(403)
    const nowhere = await ask('PUT', `/console/l7policies/${stranger}`, { token: who.member, body })
    expect([nowhere.status, nowhere.at('error', 'code')]).toEqual([404, 'not_found'])
  })
})

describe('several policies', () => {
  const post = (body: unknown, token = who.member) =>
    ask('POST', `/console/listeners/${rows.listener}/l7policies`, { token, body })
  const rejecting = (value: string, given: object = {}) => ({
    name: value,
    action: 'REJECT',
    rules: [{ ...host, value }],
    ...given,
  })

  test('are created in one revision and one entry of the log, each at its place', async () => {
    const before = (await activity(1))[0]?.revision ?? 0
    const l7policies = [rejecting('b.example', { position: 1 }), rejecting('c.example', { position: 2 })]
    const answer = await post({ l7policies })
    expect(answer.status).toBe(201)
    expect(answer.at('l7policies')).toMatchObject([
      { name: 'b.example', position: 1, rules: [{ id: expect.any(String) }] },
      { name: 'c.example', position: 2 },
    ])
    const now = await graph()
    expect(policiesOf(now, rows.listener).map((one) => one.name)).toEqual(['b.example', 'c.example', 'shop'])
    expect(now.l7_rules.map((one) => one.value)).toEqual(['/api', 'a.example', 'b.example', 'c.example'])
    const [entry] = await activity(1)
    expect(entry).toMatchObject({ action: 'create', name: 'b.example and 1 more', revision: before + 1 })
  })

  test.each([
    [
      [rejecting('b.example'), rejecting('b.example', { rules: [{ ...api, compare_type: 'REGEX', value: '(' }] })],
      'l7policies/1/rules/0/value',
    ],
    [[rejecting('b.example'), rejecting('c.example', { action: 'MOON' })], 'l7policies/1/action'],
    [[rejecting('b.example', { action: 'REDIRECT_TO_URL' })], 'l7policies/0/redirect_url'],
    [[rejecting('b.example', { listener_id: stranger })], 'listener_id'],
    [[], 'l7policies'],
  ])('of %j: none is created', async (l7policies, about) => {
    const answer = await post({ l7policies })
    expect([answer.status, answer.at('error', 'issues', 0, 'about')]).toEqual([400, about])
    expect((await graph()).l7_policies).toHaveLength(1)
  })

  test('are not for readers and strangers, nor for a listener that is not there', async () => {
    const body = { l7policies: [rejecting('b.example')] }
    for (const token of [who.reader, who.stranger]) expect((await post(body, token)).status).toBe(403)
    const nowhere = await ask('POST', `/console/listeners/${stranger}/l7policies`, { token: who.member, body })
    expect(nowhere.status).toBe(404)
  })
})
