import { type Comparison, comparedAlternatives } from 'model/l7/rule'
import { type RuleKind, ruleKinds } from 'model/l7/rule-kinds'
import type { L7Rule } from 'model/resources/l7-rule'
import type { Line } from './compiled.ts'
import { expression, joined, keyword, quoted, sample, variable, type Word } from './words.ts'

// An acl that reads a header looks through the request for it, and once more for another of its name: that takes longer than all else about
// a policy that is tried. Where many rules compare the same header, cookie or parameter, its values are listed in a variable first, between
// line feeds, which HAProxy lets none of them hold. What one comparison finds there is what it would find in some value.

/** All values that a request has for what rules of a type ask for by a key. */
export type ValueList = {
  /** The sample fetch: every value, one after the other. */
  readonly values: Word
  /** Where they are written down: `\nthird\nsecond\nfirst\n`. One list has one variable. */
  readonly variable: Word
}

/** By their variables. */
export type ValueLists = ReadonlyMap<string, ValueList>
export const noLists: ValueLists = new Map()

/** Writing a list takes about as long as so many comparisons save (HAProxy 2.6). */
const fewestComparisons = 24

/**
 * What is listed of each value. A rule compares with 255 characters at most: whether a value begins with them, or is them, its first 256
 * tell, and nobody makes a thousand policies look through a header of many kilobytes.
 */
const extents = {
  head: expression(',bytes(0,256)'),
  whole: expression(''),
} as const
type Extent = keyof typeof extents

type Listed = { readonly extent: Extent; readonly partFor: (text: string) => string }

/** The part of a list that a comparison looks for; a regular expression could find something across two values. */
const listed: Partial<Record<Comparison['compare_type'], Listed>> = {
  EQUAL_TO: { extent: 'head', partFor: (text) => `\n${text}\n` },
  STARTS_WITH: { extent: 'head', partFor: (text) => `\n${text}` },
  ENDS_WITH: { extent: 'whole', partFor: (text) => `${text}\n` },
  CONTAINS: { extent: 'whole', partFor: (text) => text },
}

/** The lists that are worth their while. */
export function listsFor(rules: readonly L7Rule[]): ValueLists {
  const lists = new Map<string, ValueList>()
  const comparisons = new Map<string, number>()
  for (const rule of rules) {
    for (const one of comparedAlternatives(rule)) {
      const list = valueList(rule, one)
      if (list === null) continue
      const count = (comparisons.get(list.variable) ?? 0) + 1
      comparisons.set(list.variable, count)
      if (count === fewestComparisons) lists.set(list.variable, list)
    }
  }
  return lists
}

/**
 * Null for what is read of a request once, stands in a variable anyway, or has to be compared value by value. A field of a certificate can
 * hold a line feed: whoever wrote it could pass for somebody else.
 */
function valueList({ type, key }: Pick<L7Rule, 'type' | 'key'>, { compare_type }: Comparison): ValueList | null {
  const kind: RuleKind = ruleKinds[type]
  const { extent } = listed[compare_type] ?? {}
  if (kind.key === null || key === null || kind.needsBody || kind.needsTls || extent === undefined) return null
  // Names of headers are alike in any case.
  const name = type === 'HEADER' ? key.toLowerCase() : key
  return {
    values: joined('', sample(expression(ruleKinds[type].sample), name, ''), extents[extent]),
    variable: variable(keyword(`txn.${extent}.${type.toLowerCase()}`), name),
  }
}

/** How an acl compares with a list. */
export type ListedComparison = { readonly list: ValueList; readonly words: readonly Word[] }

/** Null where there is no list for it. */
export function listedComparison(lists: ValueLists, rule: L7Rule, comparison: Comparison): ListedComparison | null {
  const list = lists.size === 0 ? undefined : lists.get(valueList(rule, comparison)?.variable ?? '')
  const part = listed[comparison.compare_type]?.partFor(comparison.text)
  if (list === undefined || part === undefined) return null
  return { list, words: [reading(list), expression('-m sub --'), quoted(part)] }
}

/**
 * The action that writes a list down, where a condition holds and there is something to list. An acl asks for one value after the other until
 * its comparison holds: here it never does, and each value is put before those that are there already. What is missing is the line feed at
 * the very beginning.
 */
export function listingWords(list: ValueList, condition: Word | null): Word[] {
  const [set, read] = [setting(list), reading(list)]
  const prepended = joined('', list.values, expression(',concat(\\x0a,'), list.variable, expression('),'), set)
  return [
    ...[set, joined('', expression('str(\\x0a),concat(,'), list.variable, expression(')')), expression('if')],
    ...(condition === null ? [] : [condition]),
    ...[expression('!{'), prepended, expression('-m len 0 }')],
    ...[expression('{'), read, expression('-m found }')],
  ]
}

/** Whether a line writes a list down. */
export function writesList({ text }: Pick<Line, 'text'>, list: ValueList): boolean {
  return text.includes(setting(list))
}

/** Whether a line, which is an acl, compares with a list. */
export function readsList({ text }: Pick<Line, 'text'>, list: ValueList): boolean {
  return text.includes(` ${reading(list)} `)
}

function setting({ variable: name }: ValueList): Word {
  return joined('', expression('set-var('), name, expression(')'))
}

function reading({ variable: name }: ValueList): Word {
  return joined('', expression('var('), name, expression(')'))
}
