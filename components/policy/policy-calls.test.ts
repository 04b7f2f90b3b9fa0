import { exampleId, examplePolicy, exampleRule } from 'model/graph/graph.examples'
import { expect, test } from 'vitest'
import { draftOf, policyDraft, ruleDraft } from './draft.ts'
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

test('a rule that becomes another kind loses the key that it had', () => {
  const header = exampleRule({ id: exampleId(62), type: 'HEADER', key: 'X-A', compare_type: 'EQUAL_TO', value: '1' })
  const draft = draftOf(policy, [header])
  const rules = draft.rules.map((one) => ({ ...one, type: 'PATH' as const }))
  const patch = policyPatch({ policy, rules: [header] }, { ...draft, rules })
  expect(patch).toEqual({ rules: [{ id: header.id, type: 'PATH', key: null }] })
})
