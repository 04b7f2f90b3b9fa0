import { DomainError } from 'model/errors'
import type { Graph } from 'model/graph/graph'
import type { RouteExpectation, RouteTest } from 'model/l7/route-test'
import { simulate, type WalkResult } from 'proxy-engine/simulate'

// Pure: what a graph does with the requests of route tests, beside what they expect.

export type RouteVerdict = { readonly is_green: boolean; readonly result: WalkResult }

export function routeVerdict(test: RouteTest, graph: Graph): RouteVerdict {
  const { result } = simulate(graph, test.listener_id, test.request)
  return { is_green: isExpected(test.expect, result), result }
}

function isExpected(expected: RouteExpectation, result: WalkResult): boolean {
  if (expected.kind === 'pool') return result.kind === 'pool' && result.pool_id === expected.pool_id
  if (expected.kind !== 'redirect') return result.kind === expected.kind
  const isPlace = result.kind === 'redirect' && result.location === expected.location
  return isPlace && (expected.code === undefined || expected.code === result.code)
}

/** The tests that were green before a change and would be red after it; those of a listener that goes are of no account. */
export function turnedRed<T extends RouteTest>(tests: readonly T[], before: Graph, after: Graph): T[] {
  const living = new Set(after.listeners.map((one) => one.id))
  return tests.filter(
    (one) => living.has(one.listener_id) && routeVerdict(one, before).is_green && !routeVerdict(one, after).is_green,
  )
}

export function redRefusal(red: readonly RouteTest[]): DomainError {
  const names = red.map((one) => `"${one.name}"`).join(', ')
  const message = `This change turns route tests red: ${names}. Change it or them, or save anyway with a reason in X-Fulcrum-Override.`
  const issues = red.map((one) => ({
    about: `route_tests/${one.id}`,
    message: `"${one.name}" would be red.`,
    code: 'conflict' as const,
  }))
  return new DomainError('conflict', message, issues)
}
