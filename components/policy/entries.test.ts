import { exampleGraph, exampleId, examplePolicy, exampleRule } from 'model/graph/graph.examples'
import { expect, test } from 'vitest'
import { keptEntries, mentioning, overriderIn, policyEntries, policySentence } from './entries.ts'

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

test('a redirect to a listener that is switched on overrides the others', () => {
  const https = { ...graph.listeners[0], id: exampleId(11), protocol: 'TERMINATED_HTTPS' as const, protocol_port: 443 }
  const whole = { redirect_pool_id: null, redirect_listener_id: https.id, action: 'REDIRECT_TO_LISTENER' as const }
  const overridden = (given: object) => {
    const policies = [...graph.l7_policies, examplePolicy({ id: exampleId(52), position: 3, ...whole, ...given })]
    const all = { ...graph, l7_policies: policies, listeners: [...graph.listeners, https] } as typeof graph
    return overriderIn(policyEntries(all, exampleId(10)))
  }
  expect(overridden({})).toBe(exampleId(52))
  expect(overridden({ admin_state_up: false })).toBeNull()
  expect(overridden({ redirect_listener_id: exampleId(19) })).toBeNull()
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

test('entries whose policy, rules and pool are the same stay the objects that they were', () => {
  const renamed = {
    ...graph,
    l7_policies: graph.l7_policies.map((one) => (one.id === second.id ? { ...one, name: 'new' } : one)),
  }
  const kept = keptEntries(entries, policyEntries(renamed, exampleId(10)))
  expect(kept.map((one, at) => [one.policy.name, one === entries[at]])).toEqual([
    ['new', false],
    ['api', true],
  ])
  const fewer = keptEntries(entries, policyEntries({ ...graph, l7_rules: graph.l7_rules.slice(1) }, exampleId(10)))
  expect(fewer.map((one, at) => one === entries[at])).toEqual([true, false])
})
