import { type Graph, liveGraph, rulesOf } from 'model/graph/graph'
import type { Stored } from './policy-calls.ts'

/** A policy with its rules as it is stored, without those that are on their way out. */
export function storedIn(graph: Graph, policy_id: string | null): Stored | null {
  const policy = graph.l7_policies.find((one) => one.id === policy_id)
  return policy ? { policy, rules: rulesOf(liveGraph(graph), policy.id) } : null
}
