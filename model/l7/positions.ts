import type { L7Policy } from '../resources/l7-policy.ts'
import { inTheirPlaces } from './priorities.ts'

// Positions of a listener's policies are 1 to n without gaps. Rows whose position stays are the very same objects.

/**
 * The policies with more of them, one after the other at its wished position: those from there on move down, and beyond the end it is
 * last.
 */
export function inserted(policies: readonly L7Policy[], fresh: readonly L7Policy[]): L7Policy[] {
  const all = inOrder(policies)
  for (const one of fresh) all.splice(placeFor(all, one) - 1, 0, one)
  return numbered(all)
}

/** Where a policy belongs that comes with a priority: before all that have a higher one. Otherwise its position says it. */
export function placeFor(policies: readonly L7Policy[], { priority, position }: L7Policy): number {
  if (priority === null) return position
  const at = policies.findIndex((one) => one.priority !== null && one.priority > priority)
  return at < 0 ? policies.length + 1 : at + 1
}

/** The policies with some of them taken out and put, in the order given, so that the first stands at `position`. */
export function moved(policies: readonly L7Policy[], ids: readonly string[], position: number): L7Policy[] {
  const known = new Map(policies.map((one) => [one.id, one]))
  const chosen = ids.flatMap((id) => known.get(id) ?? [])
  const taken = new Set(ids)
  const others = inOrder(policies).filter((one) => !taken.has(one.id))
  others.splice(position - 1, 0, ...chosen)
  return numbered(inTheirPlaces(others))
}

/** The policies in their order, with the gaps closed. */
export function numbered(policies: readonly L7Policy[]): L7Policy[] {
  return policies.map((one, at) => (one.position === at + 1 ? one : { ...one, position: at + 1 }))
}

export function inOrder(policies: readonly L7Policy[]): L7Policy[] {
  return policies.toSorted((one, other) => one.position - other.position)
}

/** The policies in the order of their priorities; those without one stay behind those that they were behind. */
export function byPriority(policies: readonly L7Policy[]): L7Policy[] {
  let last = 0
  const ranked = inOrder(policies).map((one) => {
    last = one.priority ?? last
    return { one, rank: last }
  })
  return numbered(ranked.toSorted((some, other) => some.rank - other.rank).map(({ one }) => one))
}
