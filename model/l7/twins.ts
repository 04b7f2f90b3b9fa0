import { rulesByPolicy } from '../graph/graph.ts'
import type { L7Policy } from '../resources/l7-policy.ts'
import type { L7Rule } from '../resources/l7-rule.ts'
import { comparedAlternatives } from './rule.ts'

/**
 * Of the policies of one listener those that have the very same rules as an older one: id of the younger, id of the oldest. The order of
 * rules and of conditions does not matter, policies without rules are like nobody, and what is switched off counts (ELB v3,
 * provisioning_status).
 */
export function twinsAmong(policies: readonly L7Policy[], rules: readonly L7Rule[]): Map<string, string> {
  const own = rulesByPolicy(rules)
  const first = new Map<string, string>()
  const twins = new Map<string, string>()
  for (const { id } of policies.toSorted(byAge)) {
    const asked = own.get(id) ?? []
    if (asked.length === 0) continue
    const signature = signatureOf(asked)
    const elder = first.get(signature)
    if (elder === undefined) first.set(signature, id)
    else twins.set(id, elder)
  }
  return twins
}

/** Equal for rules that ask the same in any order. */
export function signatureOf(rules: readonly Omit<L7Rule, 'id'>[]): string {
  const texts = rules.map(({ type, key, invert, ...rule }) => {
    const name = type === 'HEADER' ? (key ?? '').toLowerCase() : (key ?? '')
    const alternatives = comparedAlternatives({ ...rule, type, key, invert })
    const asked = alternatives.map(({ compare_type, text }) => JSON.stringify([compare_type, text]))
    return JSON.stringify([type, name, invert, [...new Set(asked)].sort()])
  })
  return [...new Set(texts)].sort().join('\n')
}

function byAge(one: L7Policy, other: L7Policy): number {
  return one.created_at.localeCompare(other.created_at) || one.position - other.position
}
