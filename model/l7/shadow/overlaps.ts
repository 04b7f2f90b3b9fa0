import type { Work } from './find-text.ts'
import { everything, narrowedByAll } from './region.ts'
import { checkedExample, type Example, leftBy, type Served, type Tried, triedPolicies } from './shadows.ts'

/** Two policies that take the same requests, and one of those: the earlier of the two gets it. */
export type Overlap = { readonly policy_id: string; readonly example: Example }

export type Overlaps = {
  /** The earlier policies that get some of what its rules take. */
  readonly earlier: readonly Overlap[]
  /** The later policies of which it gets some. */
  readonly later: readonly Overlap[]
}

const mostWork = { forOne: 20_000, forAll: 5_000_000 } as const

/** The policies that share requests with one of them. Those that are not tried share none. */
export function overlapsOf(served: readonly Served[], policy_id: string): Overlaps {
  const tried = triedPolicies(served)
  const policy = tried.find((one) => one.id === policy_id)
  const total: Work = { left: mostWork.forAll }
  const shared = (other: Tried): Overlap[] => {
    if (policy === undefined || other === policy) return []
    const [first, second] = other.at < policy.at ? [other, policy] : [policy, other]
    const budget = Math.max(Math.min(mostWork.forOne, total.left), 0)
    const work: Work = { left: budget }
    const example = sharedExample(first, second, tried, work)
    total.left -= budget - work.left
    return example === null ? [] : [{ policy_id: other.id, example }]
  }
  const before = policy?.at ?? 0
  return { earlier: tried.slice(0, before).flatMap(shared), later: tried.slice(before + 1).flatMap(shared) }
}

/** A request that both take, and that none before the first gets. */
function sharedExample(first: Tried, second: Tried, tried: readonly Tried[], work: Work): Example | null {
  if (first.isNever || second.isNever) return null
  const search = { work, isOdd: false }
  const region = narrowedByAll(everything, [...second.literals, ...first.literals], search)
  const left = region && leftBy(tried.slice(0, first.at), region, { search })
  const example = left ? checkedExample(second, left, tried.slice(0, second.at)) : null
  return example?.taken_by === first.id ? example : null
}
