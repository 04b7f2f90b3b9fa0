import { exampleGraph, exampleId } from 'model/graph/graph.examples'
import { expect, test } from 'vitest'
import { type PolicyDraft, policyDraft, ruleDraft } from './draft.ts'
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
    https: [],
  })
})
