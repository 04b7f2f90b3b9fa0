import { DomainError, type RedTest } from 'model/errors'
import type { Graph } from 'model/graph/graph'
import { isExpected, outcomeText, requestText } from 'model/l7/outcome'
import type { RouteTest } from 'model/l7/route-test'
import { simulate, type WalkResult } from 'proxy-engine/simulate'

// Pure: what a graph does with the requests of route tests, beside what they expect.

export type RouteVerdict = { readonly is_green: boolean; readonly result: WalkResult }

export function routeVerdict(test: RouteTest, graph: Graph): RouteVerdict {
  const { result } = simulate(graph, test.listener_id, test.request)
  return { is_green: isExpected(test.expect, result), result }
}

/** A route test that a change turns red, and in words what becomes of its request before and after. */
export type TurnedRed = RedTest & { readonly id: string }

/** The tests that were green before a change and would be red after it; those of a listener that goes are of no account. */
export function turnedRed(tests: readonly RouteTest[], before: Graph, after: Graph): TurnedRed[] {
  const living = new Set(after.listeners.map((one) => one.id))
  return tests.flatMap((one) => {
    if (!living.has(one.listener_id)) return []
    const [was, is] = [routeVerdict(one, before), routeVerdict(one, after)]
    if (!was.is_green || is.is_green) return []
    const { id, name, request } = one
    const texts = { before: outcomeText(was.result, before), after: outcomeText(is.result, after) }
    return [{ id, name, request: requestText(request), ...texts }]
  })
}

export function redRefusal(red: readonly TurnedRed[]): DomainError {
  const names = red.map((one) => `"${one.name}"`).join(', ')
  const message = `This change turns route tests red: ${names}. Change it or them, or save anyway with a reason in X-Fulcrum-Override.`
  const issues = red.map(({ id, ...red_test }) => ({
    about: `route_tests/${id}`,
    message: `"${red_test.name}" would be red: ${red_test.before}, becomes ${red_test.after}.`,
    code: 'conflict' as const,
    red_test,
  }))
  return new DomainError('conflict', message, issues)
}
