import { exampleGraph, exampleId, examplePolicy, exampleRule } from 'model/graph/graph.examples'
import { expect, test } from 'vitest'
import { mentioning, policyEntries, policySentence } from './entries.ts'

const second = examplePolicy({ id: exampleId(51), name: 'old', position: 1, action: 'REJECT', redirect_pool_id: null })
const graph = exampleGraph({
  l7_policies: [examplePolicy({ position: 2 }), second],
  l7_rules: [
    exampleRule(),
    exampleRule({ id: exampleId(61), type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'a.test' }),
  ],
})
const entries = policyEntries(graph, exampleId(10))

test('policies stand in their order and read as sentences', () => {
  expect(entries.map(policySentence)).toEqual([
    'IF nothing is asked THEN reject with 403',
    'IF path starts with /api and host is a.test THEN send to pool web',
  ])
})

test('a search finds what mentions every word, in the name, in a rule or in the pool', () => {
  const found = (text: string) => mentioning(entries, text).map((one) => one.policy.name)
  expect([found('/api'), found('pool web A.TEST'), found('old'), found('/api old'), found(' ')]).toEqual([
    ['api'],
    ['api'],
    ['old'],
    [],
    ['old', 'api'],
  ])
})
