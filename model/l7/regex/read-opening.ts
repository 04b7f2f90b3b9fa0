import { type Cursor, looksAt, refusal, skips, taken } from './cursor.ts'

const recursionAdvice = 'calls a group again, which is not supported: write out what it should repeat'
const behindAdvice = 'looks behind, which is not supported: match what comes before as a part of the expression'
const flagAdvice = 'sets flags, which is not supported: only (?i) at the very beginning is, for all of the expression'
const nameAdvice =
  'is no name of a group: write a letter or _ and up to 31 letters, digits or _, as in (?<name> ), or leave the name out'

/** Openings that PCRE2 knows and that have no counterpart here. The first that fits is told. */
const refusedOpenings: readonly (readonly [opening: RegExp, why: string])[] = [
  [/\(\*/y, 'begins a verb, which is not supported: write (?: ) for a group, or \\( to mean the parenthesis itself'],
  [/\(\?<[=!]/y, behindAdvice],
  [/\(\?>/y, 'makes a group atomic, which is not supported: write (?: )'],
  [/\(\?\(/y, 'begins a condition, which is not supported: write the cases as alternatives, as in (a|b)'],
  [/\(\?\|/y, 'numbers groups anew, which is not supported: write (?: )'],
  [/\(\?#/y, 'begins a remark, which is not supported: leave it out'],
  [/\(\?C/y, 'begins a callout, which is not supported: leave it out'],
  [/\(\?P=/y, 'refers back to a group, which is not supported: write out what should be there'],
  [/\(\?(?:R|&|P>|[+-]?\d)/y, recursionAdvice],
  [/\(\?(?:P?<|')/y, nameAdvice],
  [/\(\?[a-zA-Z^-]+[:)]/y, flagAdvice],
  [/\(\??/y, 'begins a kind of group that does not exist: write ( ), (?: ), (?<name> ), (?= ) or (?! )'],
]

/** Reads what opens a group, and says which kind it is. What it finds is not kept, so that a name or number makes no odds. */
export function readOpening(cursor: Cursor): 'group' | 'ahead' | 'not ahead' {
  if (skips(cursor, '(?:')) return 'group'
  if (skips(cursor, '(?=')) return 'ahead'
  if (skips(cursor, '(?!')) return 'not ahead'
  const { at } = cursor
  const name = taken(cursor, /\(\?P?<([A-Za-z_]\w{0,31})>/y)?.[1]
  if (name !== undefined) {
    if (cursor.groupNames.has(name)) throw refusal(name, at, 'names a second group so: give it another name, or none')
    cursor.groupNames.add(name)
    return 'group'
  }
  if (!looksAt(cursor, '(?') && !looksAt(cursor, '(*')) {
    cursor.at += 1
    return 'group'
  }
  const [opening, why] = refusedOpenings.find(([one]) => taken({ ...cursor }, one) !== null) ?? [/\(/y, '']
  throw refusal(taken(cursor, opening)?.[0] ?? '(', at, why)
}
