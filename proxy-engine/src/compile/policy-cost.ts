import { type Graph, liveGraph } from 'model/graph/graph'
import { servedPolicies } from 'model/l7/served'
import type { L7Rule } from 'model/resources/l7-rule'
import { standingOf } from './policies.ts'
import { compiledOrNull } from './policy-explanation.ts'

/**
 * What a policy that no lookup finds adds to every request that it does not take, in nanoseconds: the guard and its first condition, or
 * that in a list of values, and more where it is a regular expression; and what writing a list adds once. Measured with HAProxy 2.6 on
 * one thread, 10,000 policies beside each other.
 */
export const triedPolicyNanoseconds = { condition: 140, listed: 80, regex: 90, list: 500 } as const

/** How the policies of a listener are found, and what that costs. */
export type PolicyCost = {
  /** How many a lookup finds; their number hardly matters. */
  readonly looked_up: number
  /** How many are tried one by one. */
  readonly tried: number
  /** What trying all of those adds to a request; about. */
  readonly nanoseconds_per_request: number
}

export function policyCost(graph: Graph, listener_id: string): PolicyCost {
  const live = liveGraph(graph)
  const listener = live.listeners.find((one) => one.id === listener_id)
  if (listener === undefined) return { looked_up: 0, tried: 0, nanoseconds_per_request: 0 }
  const policies = servedPolicies(live, listener_id)
  const standing = standingOf(live, listener, policies)
  const compiled = policies.flatMap((served) => compiledOrNull(served, standing) ?? [])
  const tried = compiled.flatMap(({ found, rules }) => (found.by === 'acls' ? [{ ...found, first: rules[0] }] : []))
  const lists = new Set(tried.flatMap((one) => one.lists.map(({ variable }) => variable)))
  return {
    looked_up: compiled.length - tried.length,
    tried: tried.length,
    nanoseconds_per_request: tried.reduce((sum, one) => sum + costOf(one), lists.size * triedPolicyNanoseconds.list),
  }
}

/** Most requests fail its first condition, and the others are not looked at then. */
function costOf({ isListed, first }: { readonly isListed: boolean; readonly first: L7Rule | undefined }): number {
  const { condition, listed, regex } = triedPolicyNanoseconds
  return (isListed ? listed : condition) + (first?.compare_type === 'REGEX' ? regex : 0)
}
