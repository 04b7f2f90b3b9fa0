import { type Comparison, comparedAlternatives } from 'model/l7/rule'
import { type RuleKind, ruleKinds } from 'model/l7/rule-kinds'
import type { L7Rule } from 'model/resources/l7-rule'
import type { Line } from './compiled.ts'
import { expression, joined, keyword, number, quoted, reading, sample, setting, variable, type Word } from './words.ts'

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

/** The lists of a listener that are worth their while, by their ids, and the length of the longest text that is looked for in each. */
export type ValueLists = ReadonlyMap<string, number>

/** So many comparisons save more than writing a list takes, though half of them are never made (HAProxy 2.6). */
const fewestComparisons = 24

/** What is listed of each value: as much of its beginning as tells it from every text it is compared with, or all of it. */
type Extent = 'starts' | 'values'

type Listed = { readonly extent: Extent; readonly partFor: (text: string) => string }

/**
 * The part of a list that a comparison looks for. Whether a value ends with a text is told faster by itself, however long it is; and a
 * regular expression could find something across two values.
 */
const listed: Partial<Record<Comparison['compare_type'], Listed>> = {
  EQUAL_TO: { extent: 'starts', partFor: (text) => `\n${text}\n` },
  STARTS_WITH: { extent: 'starts', partFor: (text) => `\n${text}` },
  CONTAINS: { extent: 'values', partFor: (text) => text },
}

/** The lists for the rules of a listener's policies. */
export function listsFor(rules: readonly L7Rule[]): ValueLists {
  const wanted = new Map<string, { readonly comparisons: number; readonly longest: number }>()
  for (const rule of rules.filter(canBeListed)) {
    for (const { compare_type, text } of comparedAlternatives(rule)) {
      const extent = listed[compare_type]?.extent
      if (extent === undefined) continue
      const id = listId(rule, extent)
      const { comparisons, longest } = wanted.get(id) ?? { comparisons: 0, longest: 0 }
      wanted.set(id, { comparisons: comparisons + 1, longest: Math.max(longest, text.length) })
    }
  }
  const worthwhile = [...wanted].filter(([, { comparisons }]) => comparisons >= fewestComparisons)
  return new Map(worthwhile.map(([id, { longest }]) => [id, longest]))
}

/**
 * Not what is read of a request once, or stands in a variable anyway. A field of a certificate can hold a line feed: whoever wrote it could
 * pass for somebody else.
 */
function canBeListed({ type, key }: Pick<L7Rule, 'type' | 'key'>): boolean {
  const kind: RuleKind = ruleKinds[type]
  return kind.key !== null && key !== null && kind.needsBody !== true && !kind.needsTls
}

function listId(rule: Pick<L7Rule, 'type' | 'key'>, extent: Extent): string {
  return `${extent} ${rule.type} ${nameOf(rule)}`
}

/** Names of headers are alike in any case. */
function nameOf({ type, key }: Pick<L7Rule, 'type' | 'key'>): string {
  return type === 'HEADER' ? (key ?? '').toLowerCase() : (key ?? '')
}

/** How an acl compares with a list. */
export type ListedComparison = { readonly list: ValueList; readonly words: readonly Word[] }

/** Null where there is no list for it. */
export function listedComparison(lists: ValueLists, rule: L7Rule, comparison: Comparison): ListedComparison | null {
  const how = listed[comparison.compare_type]
  if (lists.size === 0 || how === undefined || !canBeListed(rule)) return null
  const longest = lists.get(listId(rule, how.extent))
  if (longest === undefined) return null
  const list = listOf(rule, how.extent, longest)
  return { list, words: [reading(list.variable), expression('-m sub --'), quoted(how.partFor(comparison.text))] }
}

/** One character more than the longest text is enough to tell a value from it: nobody makes a thousand policies look through kilobytes. */
function listOf(rule: L7Rule, extent: Extent, longest: number): ValueList {
  const name = nameOf(rule)
  const all = sample(expression(ruleKinds[rule.type].sample), name, '')
  const cut = joined('', expression(',bytes(0,'), number(longest + 1), expression(')'))
  return {
    values: extent === 'starts' ? joined('', all, cut) : all,
    variable: variable(keyword(`txn.${extent}.${rule.type.toLowerCase()}`), name),
  }
}

/**
 * The action that writes a list down, where a condition holds and there is something to list. An acl asks for one value after the other
 * until its comparison holds: here it never does, and each value is put before those that are there already. What is missing is the line
 * feed at the very beginning.
 */
export function listingWords(list: ValueList, condition: Word | null): Word[] {
  const set = setting(list.variable)
  const prepended = joined('', list.values, expression(',concat(\\x0a,'), list.variable, expression('),'), set)
  return [
    ...[set, joined('', expression('str(\\x0a),concat(,'), list.variable, expression(')')), expression('if')],
    ...(condition === null ? [] : [condition]),
    ...[expression('!{'), prepended, expression('-m len 0 }')],
    ...[expression('{'), reading(list.variable), expression('-m found }')],
  ]
}

/** Whether a line writes a list down. */
export function writesList({ text }: Pick<Line, 'text'>, list: ValueList): boolean {
  return text.includes(setting(list.variable))
}
