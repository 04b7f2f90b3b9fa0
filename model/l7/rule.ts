import type { L7Rule } from '../resources/l7-rule.ts'
import { type CompareKind, type CompareType, compareTypes } from './compare-types.ts'
import { problemOf } from './regex.ts'
import type { HttpRequest } from './request.ts'
import { holdsAddress, type RuleKind, ruleKinds } from './rule-kinds.ts'
import { wildcardMeaning } from './wildcard.ts'

/** What makes a rule what it is; the rest of its row is about people and states. */
export type RuleCore = Pick<L7Rule, 'type' | 'compare_type' | 'key' | 'value' | 'invert'> & {
  readonly conditions?: L7Rule['conditions']
}

/** One comparison that a rule makes, as plain as it can be said: a wildcard is a comparison of another type. */
export type Comparison = {
  readonly compare_type: Exclude<CompareType, 'WILDCARD'>
  readonly text: string
  /** The wildcard that it was where it had to become a regular expression; null for all others. */
  readonly wildcard: string | null
}

/** Every comparison that a rule makes; it holds where one of them does. */
export function comparedAlternatives(rule: RuleCore): Comparison[] {
  return eachCondition(rule).map((one) => {
    const text = comparedText(one)
    if (one.compare_type !== 'WILDCARD') return { compare_type: one.compare_type, text, wildcard: null }
    const meaning = wildcardMeaning(text)
    return { ...meaning, wildcard: meaning.compare_type === 'REGEX' ? text : null }
  })
}

/** A rule with several conditions as one rule for each of them. */
export function eachCondition(rule: RuleCore): RuleCore[] {
  const { conditions = [] } = rule
  // Mostly there is one: of thousands of rules none is copied.
  if (conditions.length === 0) return [rule]
  const { type, compare_type, key, invert } = rule
  return conditions.map(({ value }) => ({ type, compare_type, key, value, invert }))
}

/** A rule as it is kept: its key and its value are those of its first condition. */
export function completeRule<R extends Pick<L7Rule, 'key' | 'value' | 'conditions'>>(rule: R): R {
  const [first] = rule.conditions
  return first === undefined || (rule.key === first.key && rule.value === first.value)
    ? rule
    : { ...rule, key: first.key, value: first.value }
}

/** How many conditions some rules have: one that has no list of them counts as one (ELB v3). */
export function conditionCount(rules: readonly Pick<L7Rule, 'conditions'>[]): number {
  return rules.reduce((sum, { conditions }) => sum + Math.max(conditions.length, 1), 0)
}

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
  const alternatives = comparedAlternatives(rule)
  const holds = (text: string) =>
    alternatives.some(({ compare_type, text: value }) => {
      const compare: CompareKind = compareTypes[compare_type]
      return kind.match === 'network' ? holdsAddress(value, text) : compare.holds(text, value, kind.ignoresCase)
    })
  return kind.reads(request, rule.key ?? '').map((text) => ({ text, holds: holds(text) }))
}

/** What is wrong with a rule, in Octavia's words where it has some; null when nothing is. `about` is the attribute. */
export function ruleProblem(rule: RuleCore): RuleProblem | null {
  const [first = rule, ...more] = eachCondition(rule)
  const problem = conditionProblem(first) ?? listProblem(rule)
  if (problem !== null) return problem
  const at = more.findIndex((one) => conditionProblem(one) !== null)
  const message = conditionProblem(more[at] ?? first)?.message
  return message === undefined ? null : { about: `conditions/${at + 1}/value`, message }
}

type RuleProblem = { readonly about: string; readonly message: string }

/** What is wrong with a list of conditions: they ask for one thing, each of them something else (ELB v3, conditions). */
function listProblem({ key, conditions = [], type }: RuleCore): RuleProblem | null {
  const at = conditions.findIndex((one) => (one.key ?? null) !== (key ?? null))
  if (at >= 0) return { about: `conditions/${at}/key`, message: 'All conditions of a rule have the same key' }
  const values = conditions.map(({ value }) => (ruleKinds[type].ignoresCase ? value.toLowerCase() : value))
  const twice = values.findIndex((value, place) => values.indexOf(value) < place)
  return twice < 0
    ? null
    : { about: `conditions/${twice}/value`, message: 'Each condition of a rule has a value of its own' }
}

function conditionProblem(rule: RuleCore): RuleProblem | null {
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
