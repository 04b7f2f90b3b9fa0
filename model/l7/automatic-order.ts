import { rulesByPolicy } from '../graph/graph.ts'
import type { L7Policy } from '../resources/l7-policy.ts'
import type { L7Rule } from '../resources/l7-rule.ts'

/** Closest first; a policy about hosts alone asks for every path that begins with a slash. */
const pathRank = { EQUAL_TO: 0, STARTS_WITH: 1, WILDCARD: 2, REGEX: 2, ENDS_WITH: 2, CONTAINS: 2 } as const
const anyPath = { rank: pathRank.STARTS_WITH, length: 1 }

/**
 * Policies in the order that their rules make where nobody sets one (ELB v3 without advanced forwarding): those about a host before those
 * about a path alone; then exact paths before prefixes before regular expressions; the longer value first; the older first.
 */
export function automaticOrder(policies: readonly L7Policy[], rules: readonly L7Rule[]): L7Policy[] {
  const own = rulesByPolicy(rules)
  const places = new Map(policies.map(({ id }) => [id, placeOf(own.get(id) ?? [])]))
  const placeOfPolicy = ({ id }: L7Policy) => places.get(id) ?? []
  return policies.toSorted(
    (one, other) =>
      compared(placeOfPolicy(one), placeOfPolicy(other)) ||
      one.created_at.localeCompare(other.created_at) ||
      one.position - other.position,
  )
}

function placeOf(rules: readonly L7Rule[]): number[] {
  const host = rules.find((one) => one.type === 'HOST_NAME')
  const path = rules.find((one) => one.type === 'PATH')
  const { rank, length } = path ? { rank: pathRank[path.compare_type], length: path.value.length } : anyPath
  // One that asks for neither is about everything.
  const isAnything = host === undefined && path === undefined
  return [isAnything ? 2 : Number(host === undefined), rank, -length]
}

function compared(one: readonly number[], other: readonly number[]): number {
  for (const [at, value] of one.entries()) {
    const difference = value - (other[at] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
