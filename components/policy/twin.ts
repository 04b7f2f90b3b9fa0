import { type Graph, policiesOf, rulesByPolicy } from 'model/graph/graph'
import { signatureOf } from 'model/l7/twins'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'

/**
 * Another policy of the listener that asks exactly the same; null where there is none. A stored policy that keeps its rules may stay the
 * twin that it is.
 */
export function twinOf(
  graph: Graph,
  listener_id: string,
  { rules, policy_id }: { readonly rules: readonly L7Rule[]; readonly policy_id: string | null },
): L7Policy | null {
  if (rules.length === 0) return null
  const known = signatures(graph.l7_rules)
  const own = signatureOf(rules)
  if (policy_id !== null && known.get(policy_id) === own) return null
  return policiesOf(graph, listener_id).find(({ id }) => id !== policy_id && known.get(id) === own) ?? null
}

/** Of every policy by its id. There may be thousands, and they change less often than somebody types. */
const kept = new WeakMap<readonly L7Rule[], ReadonlyMap<string, string>>()

function signatures(rules: readonly L7Rule[]): ReadonlyMap<string, string> {
  const before = kept.get(rules)
  if (before !== undefined) return before
  const made = new Map([...rulesByPolicy(rules)].map(([id, some]) => [id, signatureOf(some)]))
  kept.set(rules, made)
  return made
}
