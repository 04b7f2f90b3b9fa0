import type { Graph } from 'model/graph/graph'
import {
  exampleGraph,
  exampleId,
  exampleListener,
  examplePolicy,
  examplePool,
  exampleRule,
} from 'model/graph/graph.examples'
import type { HttpRequest } from 'model/l7/request'
import { exampleRequest, type RuleExample, ruleExamples } from 'model/l7/rule-kinds.examples'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import { describe, expect, test } from 'vitest'
import { simulate } from './simulate.ts'

const examples = Object.entries(ruleExamples).flatMap(([type, rows]: [string, readonly RuleExample[]]) =>
  rows.map((row) => ({ ...row, rule: { ...row.rule, type: type as L7Rule['type'] } })),
)
const listener_id = exampleId(10)
const pool_id = exampleId(20)
const id = (at: number) => exampleId(500 + at)
const rejects = { action: 'REJECT', redirect_pool_id: null } as const

test.each(examples)(
  'a policy of the rule $rule.type $rule.compare_type $rule.value takes what the rule takes',
  (row) => {
    const graph = graphOf([{ policy: rejects, rules: [row.rule] }])
    for (const request of row.takes) expect(resultOf(graph, request)).toEqual({ kind: 'reject', policy_id: id(0) })
    for (const request of row.leaves) expect(resultOf(graph, request)).toMatchObject({ kind: 'pool', policy_id: null })
  },
)

describe('of the policies whose rules all hold', () => {
  const api = { type: 'PATH', compare_type: 'STARTS_WITH', value: '/api' } as const
  const host = { type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'a.test' } as const
  const request = { path: '/api/1', headers: [['Host', 'a.test']] } as const

  test('the first one decides, whatever its action, and the others are still looked at', () => {
    const graph = graphOf([
      { policy: {}, rules: [api, { ...host, value: 'b.test' }] },
      { policy: {}, rules: [api, host] },
      { policy: rejects, rules: [host] },
    ])
    const { steps, result } = simulate(graph, listener_id, { ...exampleRequest, ...request })
    expect(result).toEqual({ kind: 'pool', pool_id, policy_id: id(1) })
    expect(steps.map((one) => one.isTaken)).toEqual([false, true, false])
    expect(steps[0]?.rules.map((one) => one.holds)).toEqual([true, false])
    expect(steps[0]?.rules[1]?.texts).toEqual([{ text: 'a.test', holds: false }])
    expect(steps[2]?.rules.map((one) => one.holds)).toEqual([true])
  })

  test('those that are skipped never decide, and say why', () => {
    const graph = graphOf([
      { policy: { ...rejects, admin_state_up: false }, rules: [host] },
      { policy: rejects, rules: [] },
      { policy: rejects, rules: [{ ...host, admin_state_up: false }] },
      { policy: { redirect_pool_id: exampleId(21) }, rules: [host] },
      { policy: { redirect_pool_id: null }, rules: [host] },
      { policy: { ...rejects, provisioning_status: 'PENDING_DELETE' }, rules: [host] },
    ])
    const { steps, result } = simulate(graph, listener_id, { ...exampleRequest, ...request })
    expect(result).toEqual({ kind: 'pool', pool_id, policy_id: null })
    expect(steps.map((one) => [one.isSkipped, one.reason])).toEqual([
      [true, 'It is switched off.'],
      [true, 'It has no rule that is switched on.'],
      [true, 'It has no rule that is switched on.'],
      [true, 'Its pool is switched off.'],
      [true, 'Its pool does not exist.'],
    ])
  })
})

test.each([
  [{ path: '/a%20b', query: 'c=d?e' }, 'https://b.test/a%20b?c=d?e'],
  [{ path: '/', query: '' }, 'https://b.test/'],
  [{ path: '', method: 'OPTIONS' }, 'https://b.test'],
])('a prefix stands before the path and the query: %j', (request, location) => {
  const policy = {
    action: 'REDIRECT_PREFIX',
    redirect_pool_id: null,
    redirect_prefix: 'https://b.test',
    redirect_http_code: 308,
  } as const
  const graph = graphOf([{ policy, rules: [{ type: 'HOST_NAME', compare_type: 'CONTAINS', value: 'e' }] }])
  expect(resultOf(graph, request)).toEqual({ kind: 'redirect', code: 308, location, policy_id: id(0) })
})

test('without a default pool that is switched on there is nobody to answer', () => {
  const without = graphOf([])
  expect(resultOf({ ...without, listeners: [exampleListener({ default_pool_id: null })] })).toEqual({
    kind: 'unavailable',
    policy_id: null,
  })
  expect(resultOf({ ...without, listeners: [exampleListener({ default_pool_id: exampleId(21) })] })).toEqual({
    kind: 'unavailable',
    policy_id: null,
  })
})

type Case = { readonly policy: Partial<L7Policy>; readonly rules: readonly Partial<L7Rule>[] }

function graphOf(cases: readonly Case[]): Graph {
  return exampleGraph({
    pools: [examplePool(), examplePool({ id: exampleId(21), admin_state_up: false })],
    l7_policies: cases.map(({ policy }, at) => examplePolicy({ id: id(at), position: at + 1, ...policy })).toReversed(),
    l7_rules: cases.flatMap(({ rules }, at) =>
      rules.map((rule, number) =>
        exampleRule({ id: exampleId(6_000 + at * 50 + number), l7policy_id: id(at), ...rule }),
      ),
    ),
  })
}

function resultOf(graph: Graph, request: Partial<HttpRequest> = {}) {
  return simulate(graph, listener_id, { ...exampleRequest, ...request }).result
}
