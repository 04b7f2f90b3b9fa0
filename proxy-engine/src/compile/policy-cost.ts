import { type Graph, liveGraph } from 'model/graph/graph'
import { servedPolicies } from 'model/l7/served'
import { type Residual, withLists } from './policies.ts'
import { compiledOrNull } from './policy-explanation.ts'
import { readsList } from './policy-value-lists.ts'

/**
 * What a policy that no lookup finds adds to every request that it does not take, in nanoseconds: the guard and its first condition, or that
 * in a list of values; and more where it is a regular expression. Measured with HAProxy 2.6 on one thread, 10,000 policies beside each other.
 */
export const triedPolicyNanoseconds = { condition: 140, listed: 80, regex: 90 } as const

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
  const compiled =
    listener === undefined
      ? []
      : servedPolicies(live, listener_id).flatMap((served) => compiledOrNull(served, { graph: live, listener }) ?? [])
  const found = withLists(compiled).map((one) => one.found)
  const tried = found.filter((one) => one.by === 'acls')
  return {
    looked_up: found.length - tried.length,
    tried: tried.length,
    nanoseconds_per_request: tried.reduce((sum, one) => sum + costOf(one), 0),
  }
}

/** Most requests fail its first condition, and the others are not looked at then. */
function costOf({ rules: [rule], acls: [acl], lists }: Residual): number {
  const isListed = acl !== undefined && lists.some((list) => readsList(acl, list))
  const regex = rule?.compare_type === 'REGEX' ? triedPolicyNanoseconds.regex : 0
  return regex + (isListed ? triedPolicyNanoseconds.listed : triedPolicyNanoseconds.condition)
}
