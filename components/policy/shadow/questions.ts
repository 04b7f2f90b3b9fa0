import type { Graph } from 'model/graph/graph'
import { servedPolicies } from 'model/l7/served'
import type { Overlaps } from 'model/l7/shadow/overlaps'
import type { Served, Shadow } from 'model/l7/shadow/shadows'

/** What the page asks its worker: which policies are dead, in an order of their own or of some alone, or what one shares with others. */
export type Question = {
  readonly served: readonly Served[]
  readonly only: readonly string[] | null
  readonly overlapsOf: string | null
}
export type Answer = { readonly shadows: readonly Shadow[]; readonly overlaps: Overlaps | null }

/** The policies of a listener with no more than the question needs: it is copied to the worker. */
export function servedIn(graph: Graph, listener_id: string): Served[] {
  return servedPolicies(graph, listener_id).map(({ policy, rules, skipped, asksCertificate }) => ({
    policy: { id: policy.id },
    rules: rules.map(({ id, type, compare_type, key, value, invert }) => ({
      id,
      type,
      compare_type,
      key,
      value,
      invert,
    })),
    skipped,
    asksCertificate,
  }))
}

/** The same in another order. What is not in it keeps out. */
export function inOrder(served: readonly Served[], order: readonly string[]): Served[] {
  const byId = new Map(served.map((one) => [one.policy.id, one]))
  return order.flatMap((id) => byId.get(id) ?? [])
}

/** Those that have others before them than they had: from the first place that differs to the last. */
export function betweenMoved(before: readonly string[], after: readonly string[]): string[] {
  const from = after.findIndex((id, at) => id !== before[at])
  if (from < 0) return []
  const to = after.findLastIndex((id, at) => id !== before[at])
  return after.slice(from, to + 1)
}
