import { liveGraph, policiesOf } from 'model/graph/graph'
import { actionAttributes } from 'model/l7/policy-actions'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { draftOf, type PolicyDraft, policyDraft, ruleDraft, shareDraft } from '@/components/policy/draft.ts'
import { draftIssues } from '@/components/policy/draft-issues.ts'
import { changePolicyCall, createPoliciesCall, policyBody, policyPatch } from '@/components/policy/policy-calls.ts'
import { storedIn } from '@/components/policy/stored-policy.ts'
import { findGraph } from '@/server/services/resources.ts'
import { type People, people } from '@/server/testing/people.ts'
import { octavia } from '../octavia/index.ts'
import { asking } from '../shared/testing/ask.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { consoleApi } from './index.ts'
import { makeRows, type Rows } from './testing/rows.ts'

// What the editor sends is what the API keeps, and what the one refuses the other does, too.

const [askConsole, askOctavia] = [asking(consoleApi), asking(octavia)]
let who: People
let rows: Rows

beforeAll(async () => {
  who = await people()
  return playEngine()
})

beforeEach(async () => {
  rows = await makeRows(who.memberActor, who.subnet, 'editor')
})

const graph = async () => liveGraph(await findGraph(who.memberActor, rows.loadbalancer))
const send = ({ method, path, body }: ReturnType<typeof createPoliciesCall>) =>
  (path.startsWith('/console/') ? askConsole : askOctavia)(method, path, {
    token: who.member,
    body,
  })
const create = (draft: PolicyDraft) => send(createPoliciesCall(rows.listener, [draft]))
const gone = policyDraft({
  action: 'FIXED_RESPONSE',
  fixed_response_config: { status_code: '404', content_type: 'text/plain', message_body: 'gone' },
  rules: [ruleDraft({ added: ['a.test', 'b.test'] })],
})

test('a policy that the editor makes is kept as it was made: opened again, nothing differs', async () => {
  const draft = {
    ...gone,
    name: 'gone',
    traffic_limit_config: { qps: 10, per_source_ip_qps: 5, burst: null },
    remove_response_headers_config: ['Server'],
  }
  expect(draftIssues(await graph(), rows.listener, draft)).toEqual([])
  expect((await create(draft)).status).toBe(201)
  const [policy] = policiesOf(await graph(), rows.listener)
  const stored = storedIn(await graph(), policy?.id ?? null)
  if (stored === null) throw new Error('the policy was not stored')
  const opened = draftOf(stored.policy, stored.rules)
  expect(policyPatch(stored, opened)).toBeNull()

  const rules = opened.rules.map((one) => ({ ...one, added: ['a.test'], value: '' }))
  const patch = policyPatch(stored, { ...opened, action: 'REJECT', rules })
  const answer = await send(changePolicyCall(stored, patch ?? {}))
  expect(answer.status).toBe(200)
  expect(answer.at('l7policy', 'rules', 0)).toMatchObject({ value: 'a.test', conditions: [] })
  // Of all that the action does not know nothing is left.
  for (const name of actionAttributes)
    expect([name, answer.at('l7policy', name)]).toEqual([name, name === 'redirect_pools_config' ? [] : null])
})

test('a change of somebody else is seen in whatever belongs to the action', async () => {
  await create(gone)
  const [policy] = policiesOf(await graph(), rows.listener)
  const stored = storedIn(await graph(), policy?.id ?? null)
  if (stored === null) throw new Error('the policy was not stored')
  const theirs = { l7policy: { traffic_limit_config: { qps: 1 } } }
  await askConsole('PUT', `/console/l7policies/${stored.policy.id}`, { token: who.admin, body: theirs })
  const answer = await send(changePolicyCall(stored, { name: 'mine' }))
  expect([answer.status, answer.at('error', 'issues', 0, 'about')]).toEqual([409, 'if_l7policy/traffic_limit_config'])
})

test.each<[string, Partial<PolicyDraft>, string]>([
  [
    'a status that is none',
    { fixed_response_config: { ...gone.fixed_response_config, status_code: '302' } },
    'fixed_response_config/status_code',
  ],
  [
    'a client that may more than all',
    { traffic_limit_config: { qps: 5, per_source_ip_qps: 5, burst: 0 } },
    'traffic_limit_config/per_source_ip_qps',
  ],
  [
    'a header of the load balancer',
    { remove_response_headers_config: ['Content-Length'] },
    'remove_response_headers_config/configs/0/key',
  ],
  [
    'weights beyond the end',
    { action: 'REDIRECT_TO_POOL', redirect_pools_config: [shareDraft('00000000-0000-4000-8000-000000000020', 101)] },
    'redirect_pools_config/0/weight',
  ],
])('%s is refused by the editor and by the API, at the same place', async (_, given, about) => {
  const draft = { ...gone, ...given }
  expect(draftIssues(await graph(), rows.listener, draft).map((one) => one.about)).toEqual([about])
  const answer = await askConsole('POST', `/console/listeners/${rows.listener}/l7policies`, {
    token: who.member,
    body: { l7policies: [policyBody(draft)] },
  })
  expect([answer.status, answer.at('error', 'issues', 0, 'about')]).toEqual([400, `l7policies/0/${about}`])
})
