import { exampleId, examplePolicy, exampleRule } from 'model/graph/graph.examples'
import { inherited } from 'model/l7/inherited'
import { actionAttributes } from 'model/l7/policy-actions'
import { expect, test } from 'vitest'
import { draftOf, policyDraft, ruleDraft, shareDraft } from './draft.ts'
import { changePolicyCall, createPoliciesCall, policyBody, policyPatch } from './policy-calls.ts'

const policy = examplePolicy()
const host = exampleRule({ id: exampleId(61), type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'a.test' })
const stored = { policy, rules: [exampleRule(), host] }

test('a create carries its rules and only the target of its action', () => {
  const draft = policyDraft({
    action: 'REDIRECT_PREFIX',
    redirect_prefix: 'https://a.test',
    redirect_pool_id: exampleId(20),
    rules: [ruleDraft({ value: 'a.test' }), ruleDraft({ type: 'HEADER', key: 'X', value: '1', invert: true })],
  })
  expect(policyBody(draft)).toEqual({
    action: 'REDIRECT_PREFIX',
    redirect_prefix: 'https://a.test',
    redirect_http_code: 302,
    rules: [
      { type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'a.test' },
      { type: 'HEADER', key: 'X', compare_type: 'EQUAL_TO', value: '1', invert: true },
    ],
  })
})

test('several policies are one call, and one is the call of the load balancer API', () => {
  const drafts = ['a.test', 'b.test'].map((value) => policyDraft({ action: 'REJECT', rules: [ruleDraft({ value })] }))
  const rulesOf = (value: string) => [{ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value }]
  expect(createPoliciesCall(exampleId(10), drafts)).toEqual({
    method: 'POST',
    path: `/console/listeners/${exampleId(10)}/l7policies`,
    body: { l7policies: ['a.test', 'b.test'].map((value) => ({ action: 'REJECT', rules: rulesOf(value) })) },
  })
  expect(createPoliciesCall(exampleId(10), drafts.slice(0, 1))).toEqual({
    method: 'POST',
    path: '/load-balancer/v2/lbaas/l7policies',
    body: { l7policy: { listener_id: exampleId(10), action: 'REJECT', rules: rulesOf('a.test') } },
  })
})

test('a draft that nobody touched is no change', () => {
  expect(policyPatch(stored, draftOf(policy, stored.rules))).toBeNull()
})

test('a change of attributes alone leaves the rules out', () => {
  expect(policyPatch(stored, { ...draftOf(policy, stored.rules), name: 'shop' })).toEqual({ name: 'shop' })
})

test('a change of rules names all that the policy shall have: those that stay by their id, those that go not at all', () => {
  const draft = draftOf(policy, stored.rules)
  const [path] = draft.rules
  if (!path) throw new Error('the draft has no rule')
  const rules = [{ ...path, value: '/shop', invert: true }, ruleDraft({ type: 'COOKIE', key: 'beta', value: '1' })]
  const patch = policyPatch(stored, { ...draft, name: 'shop', rules })
  expect(patch).toEqual({
    name: 'shop',
    rules: [
      { id: exampleId(60), value: '/shop', invert: true },
      { type: 'COOKIE', key: 'beta', compare_type: 'EQUAL_TO', value: '1' },
    ],
  })
  expect(policyPatch(stored, { ...draft, rules: draft.rules.slice(1) })).toEqual({ rules: [{ id: host.id }] })
  expect(changePolicyCall(stored, patch ?? {})).toMatchObject({
    method: 'PUT',
    path: `/console/l7policies/${policy.id}`,
    body: {
      l7policy: patch,
      if_l7policy: { name: policy.name, rules: [{ id: exampleId(60) }, { id: host.id, value: 'a.test' }] },
    },
  })
})

test('several values are a list of conditions, and one that is left of them is none', () => {
  const rule = ruleDraft({ type: 'HEADER', key: 'X-A', compare_type: 'WILDCARD', added: ['1*', '2*'], value: 'three' })
  const [body] = (policyBody(policyDraft({ rules: [rule] }))['rules'] ?? []) as object[]
  const conditions = ['1*', '2*', 'three'].map((value) => ({ key: 'X-A', value }))
  expect(body).toEqual({ type: 'HEADER', key: 'X-A', compare_type: 'WILDCARD', value: '1*', conditions })
  const listed = exampleRule({
    id: exampleId(62),
    value: '/a',
    conditions: ['/a', '/b'].map((value) => ({ key: null, value })),
  })
  const draft = draftOf(policy, [listed])
  expect(policyPatch({ policy, rules: [listed] }, draft)).toBeNull()
  const rules = draft.rules.map((one) => ({ ...one, added: [], value: '/a' }))
  expect(policyPatch({ policy, rules: [listed] }, { ...draft, rules })).toEqual({
    rules: [{ id: listed.id, conditions: [] }],
  })
})

test('pools that share stand in the place of one, and the other way round', () => {
  const draft = draftOf(policy, stored.rules)
  const redirect_pools_config = [shareDraft(exampleId(20), 90), shareDraft(exampleId(21), 10)]
  const shares = [
    { pool_id: exampleId(20), weight: 90 },
    { pool_id: exampleId(21), weight: 10 },
  ]
  expect(policyPatch(stored, { ...draft, redirect_pools_config })).toEqual({
    redirect_pool_id: null,
    redirect_pools_config: shares,
  })
  const shared = { ...stored, policy: { ...policy, redirect_pool_id: null, redirect_pools_config: shares } }
  expect(policyPatch(shared, draft)).toEqual({ redirect_pool_id: exampleId(20), redirect_pools_config: [] })
})

test('what is done besides is sent where its action knows it, and what is left empty is as it was asked for', () => {
  const draft = policyDraft({
    redirect_pool_id: exampleId(20),
    rewrite_url_config: { host: '', path: '/v2/$1', query: '' },
    remove_headers_config: ['X-Debug'],
    traffic_limit_config: { qps: 10, per_source_ip_qps: null, burst: null },
    fixed_response_config: { status_code: '404', content_type: 'text/plain', message_body: 'no' },
    rules: [],
  })
  expect(policyBody(draft)).toEqual({
    action: 'REDIRECT_TO_POOL',
    redirect_pool_id: exampleId(20),
    rewrite_url_config: { host: inherited.host, path: '/v2/$1', query: '' },
    remove_headers_config: { configs: [{ key: 'X-Debug' }] },
    traffic_limit_config: { qps: 10, per_source_ip_qps: 0, burst: 0 },
    rules: [],
  })
  expect(policyBody({ ...draft, action: 'REJECT' })).toEqual({ action: 'REJECT', rules: [] })
})

test('a redirect to a listener asks nothing, whatever was asked before', () => {
  const draft = {
    ...draftOf(policy, stored.rules),
    action: 'REDIRECT_TO_LISTENER' as const,
    redirect_listener_id: exampleId(11),
  }
  expect(policyPatch(stored, draft)).toEqual({
    action: 'REDIRECT_TO_LISTENER',
    redirect_listener_id: exampleId(11),
    rules: [],
  })
})

test('what was seen is all that the panel can change, but for the place', () => {
  const seen = changePolicyCall(stored, {}).body as { readonly if_l7policy: object }
  expect(Object.keys(seen.if_l7policy)).toEqual(expect.arrayContaining([...actionAttributes, 'name', 'rules']))
  expect(Object.keys(seen.if_l7policy)).not.toContain('position')
})

test('a rule that becomes another kind loses the key that it had', () => {
  const header = exampleRule({ id: exampleId(62), type: 'HEADER', key: 'X-A', compare_type: 'EQUAL_TO', value: '1' })
  const draft = draftOf(policy, [header])
  const rules = draft.rules.map((one) => ({ ...one, type: 'PATH' as const }))
  const patch = policyPatch({ policy, rules: [header] }, { ...draft, rules })
  expect(patch).toEqual({ rules: [{ id: header.id, type: 'PATH', key: null }] })
})
