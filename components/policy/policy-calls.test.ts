import { exampleId, examplePolicy, exampleRule } from 'model/graph/graph.examples'
import { expect, test } from 'vitest'
import { draftOf, policyDraft, ruleDraft } from './draft.ts'
import { apiCallOf, policyBody, policyChanges } from './policy-calls.ts'

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
  expect(policyBody(draft, exampleId(10))).toEqual({
    listener_id: exampleId(10),
    action: 'REDIRECT_PREFIX',
    redirect_prefix: 'https://a.test',
    redirect_http_code: 302,
    rules: [
      { type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'a.test' },
      { type: 'HEADER', key: 'X', compare_type: 'EQUAL_TO', value: '1', invert: true },
    ],
  })
})

test('a draft that nobody touched is no change', () => {
  expect(policyChanges(stored, draftOf(policy, stored.rules))).toEqual([])
})

test('new rules come before changed ones, then those that go, then the policy itself', () => {
  const draft = draftOf(policy, stored.rules)
  const [path] = draft.rules
  if (!path) throw new Error('the draft has no rule')
  const changes = policyChanges(stored, {
    ...draft,
    name: 'shop',
    rules: [{ ...path, value: '/shop', invert: true }, ruleDraft({ type: 'COOKIE', key: 'beta', value: '1' })],
  })
  expect(changes).toEqual([
    {
      do: 'create',
      kind: 'l7_rule',
      row: expect.any(Number),
      values: { type: 'COOKIE', key: 'beta', compare_type: 'EQUAL_TO', value: '1' },
    },
    { do: 'update', kind: 'l7_rule', id: exampleId(60), values: { value: '/shop', invert: true } },
    { do: 'remove', kind: 'l7_rule', id: host.id },
    { do: 'update', kind: 'l7_policy', id: policy.id, values: { name: 'shop' } },
  ])
  expect(changes.map((one) => apiCallOf(one, policy.id).method)).toEqual(['POST', 'PUT', 'DELETE', 'PUT'])
})

test('a rule that becomes another kind loses the key that it had', () => {
  const header = exampleRule({ id: exampleId(62), type: 'HEADER', key: 'X-A', compare_type: 'EQUAL_TO', value: '1' })
  const draft = draftOf(policy, [header])
  const changes = policyChanges(
    { policy, rules: [header] },
    { ...draft, rules: draft.rules.map((one) => ({ ...one, type: 'PATH' })) },
  )
  expect(changes).toEqual([{ do: 'update', kind: 'l7_rule', id: header.id, values: { type: 'PATH', key: null } }])
})
