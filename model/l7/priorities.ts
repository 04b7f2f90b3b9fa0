import { type L7Policy, mostPriority } from '../resources/l7-policy.ts'

/**
 * The policies of a listener, in the order of their positions, with priorities that ascend with them. Those that do already stay; one that
 * has none comes right behind the one before it, and pushes on those that it would meet. Where that would go beyond the highest, all are
 * numbered anew; more policies than there are priorities have none. A redirect to a listener has 0 (ELB v3). Rows that do not
 * change are the very same objects.
 */
export function prioritized(policies: readonly L7Policy[]): L7Policy[] {
  return ascending(policies) ?? policies.map((one, at) => withPriority(one, at < mostPriority ? at + 1 : null))
}

/** Policies in another order: each has the priority of the place that it has now, so that the priorities in use stay the same ones. */
export function inTheirPlaces(policies: readonly L7Policy[]): L7Policy[] {
  const isPlaced = ({ action }: L7Policy) => action !== 'REDIRECT_TO_LISTENER'
  const known = policies
    .filter(isPlaced)
    .flatMap((one) => one.priority ?? [])
    .toSorted((one, other) => one - other)
  return policies.map((one) => (isPlaced(one) ? withPriority(one, known.shift() ?? null) : one))
}

function ascending(policies: readonly L7Policy[]): L7Policy[] | null {
  let last = 0
  const all: L7Policy[] = []
  for (const one of policies) {
    if (one.action === 'REDIRECT_TO_LISTENER') {
      all.push(withPriority(one, 0))
      continue
    }
    const priority = one.priority !== null && one.priority > last ? one.priority : last + 1
    if (priority > mostPriority) return null
    all.push(withPriority(one, priority))
    last = priority
  }
  return all
}

function withPriority(policy: L7Policy, priority: number | null): L7Policy {
  return policy.priority === priority ? policy : { ...policy, priority }
}
