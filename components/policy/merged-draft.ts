import { isSame } from '../forms/values.ts'
import { draftOf, type PolicyDraft, type RuleDraft } from './draft.ts'
import type { Stored } from './policy-calls.ts'

/** What somebody else has made of a policy, with what was typed here kept: where both changed the same, what was typed. */
export function mergedDraft(draft: PolicyDraft, seen: Stored, theirs: Stored): PolicyDraft {
  const [was, now] = [draftOf(seen.policy, seen.rules), draftOf(theirs.policy, theirs.rules)]
  return {
    ...typedOver(draft, was, now),
    position: now.position,
    rules: mergedRules(draft.rules, was.rules, now.rules),
  }
}

/** Those of mine in their places; theirs that are new come last. */
function mergedRules(
  mine: readonly RuleDraft[],
  was: readonly RuleDraft[],
  now: readonly RuleDraft[],
): readonly RuleDraft[] {
  const [before, after] = [byId(was), byId(now)]
  const own = mine.flatMap((one): RuleDraft[] => {
    const [seen, theirs] = [before.get(one.id), after.get(one.id)]
    if (!seen) return [one]
    if (theirs) return [{ ...typedOver(one, seen, theirs), row: one.row, id: one.id }]
    // It is gone; what somebody has typed into it is not.
    return isSameRule(one, seen) ? [] : [{ ...one, id: null }]
  })
  return [...own, ...now.filter((one) => !before.has(one.id))]
}

function typedOver<T extends object>(mine: T, was: T, now: T): T {
  const typed = Object.entries(mine).filter(
    ([name, value]) => !isSame(withoutRows(value), withoutRows(was[name as keyof T])),
  )
  return { ...now, ...Object.fromEntries(typed) }
}

function isSameRule(one: RuleDraft, other: RuleDraft): boolean {
  const names = Object.keys(one) as (keyof RuleDraft)[]
  return names.every((name) => name === 'row' || isSame(one[name], other[name]))
}

/** The numbers that tell rows apart say nothing about what is in them. */
function withoutRows(value: unknown): unknown {
  if (!Array.isArray(value)) return value
  return value.map((one) => (typeof one === 'object' && one !== null ? { ...one, row: 0 } : one))
}

function byId(rules: readonly RuleDraft[]): ReadonlyMap<string | null, RuleDraft> {
  return new Map(rules.flatMap((one) => (one.id === null ? [] : [[one.id, one]])))
}
