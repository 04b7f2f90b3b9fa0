import { beforeAll, beforeEach, expect, test } from 'vitest'
import { createPolicyTree } from '@/server/services/policy-trees.ts'
import { createChild, findGraph } from '@/server/services/resources.ts'
import { type People, people } from '@/server/testing/people.ts'
import { asking } from '../shared/testing/ask.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { consoleApi } from './index.ts'
import { makeRows, type Rows } from './testing/rows.ts'

const ask = asking(consoleApi)
const stranger = '00000000-0000-4000-8000-000000000000'
let who: People
let rows: Rows
/** Takes all of a.example. */
let wide: string
/** Would take what begins with /api there, and stands behind. */
let narrow: string

beforeAll(async () => {
  who = await people()
  return playEngine(() => [])
})

beforeEach(async () => {
  rows = await makeRows(who.memberActor, who.subnet, 'shadowed')
  const host = { type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'a.example' }
  const path = { type: 'PATH', compare_type: 'STARTS_WITH', value: '/api' }
  const create = async (rules: object[]) =>
    (await createPolicyTree(who.memberActor, { listener_id: rows.listener, action: 'REJECT', rules })).id
  wide = await create([host])
  narrow = await create([host, path])
})

const shadows = (token = who.reader, listener = rows.listener) =>
  ask('GET', `/console/listeners/${listener}/shadows`, { token })
const foresee = (body: unknown, token = who.reader) =>
  ask('POST', `/console/listeners/${rows.listener}/shadows`, { token, body })
const overlaps = (id: string, token = who.reader) => ask('GET', `/console/l7policies/${id}/overlaps`, { token })

const request = { method: 'GET', path: '/api', query: '', headers: [['Host', 'a.example']], source: '192.0.2.1' }

test('a policy that can never match is listed with the one that takes its traffic, and a request that proves it', async () => {
  const answer = await shadows()
  expect([answer.status, answer.body]).toEqual([
    200,
    {
      shadows: [{ policy_id: narrow, kind: 'one', by: [wide], rule_ids: [], example: { request, taken_by: wide } }],
    },
  ])
  const proof = await ask('POST', `/console/listeners/${rows.listener}/simulate`, {
    token: who.reader,
    body: { request },
  })
  expect(proof.at('running', 'result', 'policy_id')).toBe(wide)
})

test('a draft is told what it would kill and what it would bring to life', async () => {
  const { l7_policies } = await findGraph(who.memberActor, rows.loadbalancer)
  const swapped = l7_policies.map((one) => ({ ...one, position: 3 - one.position }))
  const alive = await foresee({ draft: { l7_policies: swapped } })
  expect(alive.at('shadows', 0, 'policy_id')).toBe(narrow)
  expect(alive.at('draft')).toEqual({ issues: [], shadows: [] })
  const broken = await foresee({ draft: { l7_policies: l7_policies.map((one) => ({ ...one, action: 'MOVE' })) } })
  expect([broken.status, broken.at('draft', 'shadows')]).toEqual([200, null])
  expect(broken.at('draft', 'issues', 0, 'about')).toBe(`l7_policies/${l7_policies[0]?.id}/action`)
})

test('a policy that is switched off takes nothing', async () => {
  const off = { listener_id: rows.listener, action: 'REJECT', position: 1, admin_state_up: false }
  const { id } = await createChild(who.memberActor, 'l7_policy', off)
  expect((await shadows()).at('shadows', 'length')).toBe(1)
  expect((await overlaps(id)).body).toEqual({ overlaps: { earlier: [], later: [] } })
})

test('the overlaps of a policy are those before it and those behind', async () => {
  expect((await overlaps(narrow)).body).toEqual({
    overlaps: { earlier: [{ policy_id: wide, example: { request, taken_by: wide } }], later: [] },
  })
  expect((await overlaps(wide)).at('overlaps', 'later', 0)).toEqual({
    policy_id: narrow,
    example: { request, taken_by: wide },
  })
})

test.each([
  [{}, 'draft'],
  [{ draft: { l7_policies: [{ id: 'x' }] } }, 'draft/l7_policies/0/id'],
  [{ draft: {}, only: [] }, ''],
])('a draft such as %j is refused', async (body, about) => {
  const answer = await foresee(body)
  expect([answer.status, answer.at('error', 'issues', 0, 'about')]).toEqual([400, about])
})

test('strangers are told nothing, and nobody of what is not there', async () => {
  expect((await shadows(who.stranger)).status).toBe(403)
  expect((await foresee({ draft: {} }, who.stranger)).status).toBe(403)
  expect((await overlaps(wide, who.stranger)).status).toBe(403)
  expect((await shadows(who.reader, stranger)).status).toBe(404)
  expect((await overlaps(stranger)).status).toBe(404)
})
