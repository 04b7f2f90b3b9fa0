import type { L7Rule } from '../resources/l7-rule.ts'
import { type CompareKind, compareTypes } from './compare-types.ts'
import { problemOf } from './regex.ts'
import type { HttpRequest } from './request.ts'
import { holdsAddress, type RuleKind, ruleKinds } from './rule-kinds.ts'

/** What makes a rule what it is; the rest of its row is about people and states. */
export type RuleCore = Pick<L7Rule, 'type' | 'compare_type' | 'key' | 'value' | 'invert'>

/** The text that a rule compares with: without the quotes that let it hold blanks, in lower case where case does not count. */
export function comparedText({ type, compare_type, value }: RuleCore): string {
  const kind: RuleKind = ruleKinds[type]
  if (compare_type === 'REGEX') return value
  const text = /^".+"$/s.test(value) && kind.match === 'text' ? value.slice(1, -1) : value
  return kind.ignoresCase ? text.toLowerCase() : text
}

/** Whether a rule holds for a request. This is what rules mean; HAProxy is held to it by the differential test. */
export function ruleHolds(rule: RuleCore, request: HttpRequest): boolean {
  return readings(rule, request).some(({ holds }) => holds) !== rule.invert
}

/** Every text that the rule looks at, and whether its comparison holds there; inversion left out. */
export function readings(rule: RuleCore, request: HttpRequest): { readonly text: string; readonly holds: boolean }[] {
  const kind: RuleKind = ruleKinds[rule.type]
  const compare: CompareKind = compareTypes[rule.compare_type]
  const value = comparedText(rule)
  const holds = (text: string) =>
    kind.match === 'network' ? holdsAddress(value, text) : compare.holds(text, value, kind.ignoresCase)
  return kind.reads(request, rule.key ?? '').map((text) => ({ text, holds: holds(text) }))
}

/** What is wrong with a rule, in Octavia's words where it has some; null when nothing is. `about` is the attribute. */
export function ruleProblem(rule: RuleCore): { readonly about: keyof RuleCore; readonly message: string } | null {
  const kind: RuleKind = ruleKinds[rule.type]
  if (!kind.compares.includes(rule.compare_type))
    return { about: 'compare_type', message: 'Invalid L7 Rule: invalid comparison type for rule type' }
  if (kind.key !== null && !rule.key) return { about: 'key', message: 'Invalid L7 Rule: L7 rule type requires a key' }
  if (kind.key !== null && rule.key && !kind.key.accepts.test(rule.key))
    return { about: 'key', message: kind.key.refusal }
  if (kind.needsTls && kind.key === null && rule.key)
    return { about: 'key', message: `Invalid L7 Rule: L7 rule type ${rule.type} does not use the "key" field.` }
  const message = rule.compare_type === 'REGEX' ? regexProblem(rule.value) : kind.refusalOf(rule.value)
  return message === null ? null : { about: 'value', message }
}

function regexProblem(value: string): string | null {
  const problem = problemOf(value)
  return problem === null ? null : `Unable to parse regular expression: ${problem}`
}
