import { exampleGraph, exampleId, examplePolicy, exampleRule } from 'model/graph/graph.examples'
import { expect, test } from 'vitest'
import { type PolicyDraft, policyDraft, ruleDraft, shareDraft } from './draft.ts'
import { draftIssues } from './draft-issues.ts'
import { templates } from './templates.ts'

const graph = exampleGraph()
const issues = (draft: PolicyDraft) =>
  draftIssues(graph, exampleId(10), draft).map(({ about }) => about.replace(/^rules\/\d+\//, 'rule '))
const complete = policyDraft({ redirect_pool_id: exampleId(20), rules: [ruleDraft({ value: 'a.test' })] })

test('a complete draft has none', () => expect(issues(complete)).toEqual([]))

test('an empty draft says what it needs, each at its field', () => {
  const rules = [ruleDraft({ type: 'HEADER' })]
  expect(issues(policyDraft({ rules }))).toEqual(['redirect_pool_id', 'rule key', 'rule value'])
})

test('what a rule can not ask is told at its attribute', () => {
  const of = (given: Parameters<typeof ruleDraft>[0]) => issues({ ...complete, rules: [ruleDraft(given)] })
  expect([
    of({ value: 'a.test:80' }),
    of({ type: 'PATH', value: '/a?b' }),
    of({ type: 'PATH', compare_type: 'REGEX', value: '(' }),
    of({ type: 'SOURCE_IP', value: '10.0.0.0/33' }),
    of({ type: 'HEADER', key: 'a b', value: '1' }),
  ]).toEqual([['rule value'], ['rule value'], ['rule value'], ['rule value'], ['rule key']])
})

test('a redirect back to itself is told at its target', () => {
  const rules = [ruleDraft({ value: 'a.test' })]
  expect(issues({ ...complete, action: 'REDIRECT_PREFIX', redirect_prefix: 'http://a.test', rules })).toEqual([
    'redirect_prefix',
  ])
})

test('a value among several is told about, and so are a second one of the same and more than ten', () => {
  const of = (added: readonly string[], value = '') =>
    issues({ ...complete, rules: [ruleDraft({ type: 'PATH', compare_type: 'STARTS_WITH', added, value })] })
  expect(of(['/a', '/b'], '/c')).toEqual([])
  expect(of(['/a', '/b?c'])).toEqual(['rule conditions/1/value'])
  expect(of(['/a?b', '/c'])).toEqual(['rule value'])
  expect(of(['/a', '/b'], '/a')).toEqual(['rule conditions/2/value'])
  expect(of(Array.from({ length: 11 }, (_, at) => `/${at}`))).toEqual(['rule conditions'])
})

test('pools that share, an answer and a redirect to a listener say what they lack', () => {
  const shares = [shareDraft(exampleId(20), 90), shareDraft(null, 101)]
  expect(issues({ ...complete, redirect_pools_config: shares })).toEqual([
    'redirect_pools_config/1/pool_id',
    'redirect_pools_config/1/weight',
  ])
  expect(issues({ ...complete, action: 'FIXED_RESPONSE' })).toEqual(['fixed_response_config/status_code'])
  expect(issues({ ...complete, action: 'REDIRECT_TO_LISTENER' })).toEqual(['redirect_listener_id'])
})

test('a policy that asks what another asks is refused, and named; one that keeps what it asked is not', () => {
  const twin = examplePolicy({ id: exampleId(51), name: 'elder' })
  const values = [
    exampleRule({
      id: exampleId(62),
      l7policy_id: twin.id,
      type: 'HOST_NAME',
      compare_type: 'EQUAL_TO',
      value: 'A.test',
    }),
  ]
  const crowded = { ...graph, l7_policies: [twin], l7_rules: values }
  const said = (draft: PolicyDraft, policy_id: string | null = null) =>
    draftIssues(crowded, exampleId(10), draft, policy_id).map(({ about, message }) => `${about}: ${message}`)
  expect(said(complete)).toEqual([expect.stringMatching(/^rules: Policy elder at position 1 asks exactly the same/)])
  expect(said(complete, twin.id)).toEqual([])
  expect(said({ ...complete, rules: [ruleDraft({ value: 'b.test' })] })).toEqual([])
})

test('templates lack nothing but what only a person can know', () => {
  const lacks = Object.fromEntries(templates.map(({ id, make }) => [id, issues(make())]))
  expect(lacks).toEqual({
    host: ['redirect_pool_id', 'rule value'],
    path: ['redirect_pool_id'],
    canary: ['redirect_pool_id'],
    mobile: ['redirect_pool_id'],
    language: ['redirect_pool_id'],
    maintenance: ['redirect_url'],
    writes: ['redirect_pool_id'],
    mutations: ['redirect_pool_id'],
    https: [],
  })
})
