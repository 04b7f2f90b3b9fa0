import { allBut, type ByteSet, byteOf, inBothCases } from './bytes.ts'
import { type Cursor, characterAt, isAtEnd, looksAt, Refusal, refusal, skips, taken } from './cursor.ts'
import { type Expression, type Place, sizeOf } from './expression.ts'
import { readClass } from './read-class.ts'
import { readEscape, readLiteral } from './read-escape.ts'
import { readOpening } from './read-opening.ts'

/** PCRE2 would take counts up to 65,535, and what compiles to 64 KiB: 1,500 parts of at most 40 bytes are within that. */
const mostRepetitions = 1000
const mostParts = 1500
const mostDepth = 50

/** All but the line feed, as in PCRE2; JavaScript would leave out the carriage return and more. */
const dot = allBut(byteOf(0x0a))

/**
 * Reads the part of PCRE2's syntax that we vouch for, and throws a Refusal for anything else. It means what HAProxy makes of
 * it: bytes and no UTF, `^` and `$` only at the ends of the text.
 */
export function read(pattern: string, ignoresCase: boolean): Expression {
  if (pattern === '') throw new Refusal('An empty expression says nothing: write what should be found')
  const isCaseless = pattern.startsWith('(?i)')
  const at = isCaseless ? 4 : 0
  const cursor: Cursor = { pattern, ignoresCase: ignoresCase || isCaseless, groupNames: new Set(), at, depth: 0 }
  const expression = readChoice(cursor)
  if (!isAtEnd(cursor)) throw refusal(')', cursor.at, 'closes no group: write \\) to mean the parenthesis itself')
  const size = sizeOf(expression)
  if (size > mostParts)
    throw new Refusal(
      `The expression has ${size} parts when its repetitions are written out, more than ${mostParts}: repeat less often`,
    )
  return expression
}

function readChoice(cursor: Cursor): Expression {
  const branches = [readSequence(cursor)]
  while (skips(cursor, '|')) branches.push(readSequence(cursor))
  return { is: 'choice', branches }
}

function readSequence(cursor: Cursor): Expression {
  const parts: Expression[] = []
  while (!isAtEnd(cursor) && !looksAt(cursor, '|') && !looksAt(cursor, ')')) parts.push(readRepeated(cursor))
  return { is: 'sequence', parts }
}

function readRepeated(cursor: Cursor): Expression {
  const start = cursor.at
  const body = readPart(cursor)
  const at = cursor.at
  const counts = readCounts(cursor)
  if (counts === null) return body
  const written = cursor.pattern.slice(at, cursor.at)
  if (body.is === 'place' || body.is === 'look')
    throw refusal(written, at, 'repeats a place, which has no length: leave it out, or repeat the characters around it')
  skips(cursor, '?')
  refuseSecondCounts(cursor)
  return { is: 'repeat', body, ...counts, at: start + 1 }
}

type Counts = { readonly least: number; readonly most: number }

const signs: Readonly<Record<string, Counts>> = {
  '*': { least: 0, most: Infinity },
  '+': { least: 1, most: Infinity },
  '?': { least: 0, most: 1 },
}

function readCounts(cursor: Cursor): Counts | null {
  const sign = signs[characterAt(cursor)]
  if (sign !== undefined) {
    cursor.at += 1
    return sign
  }
  return looksAt(cursor, '{') ? readBraces(cursor) : null
}

function readBraces(cursor: Cursor): Counts {
  const { at } = cursor
  const found = taken(cursor, /\{(\d+)(,?)(\d*)\}/y)
  if (found === null || (found[2] === '' && found[3] !== '')) throw strayBrace(at)
  const [written, lower, comma, upper] = found
  const least = Number(lower)
  const isEndless = comma !== '' && upper === ''
  const most = upper === '' ? least : Number(upper)
  if (Math.max(least, most) > mostRepetitions)
    throw refusal(written, at, `repeats too often: write ${mostRepetitions} at most, or leave the upper count out`)
  if (most < least) throw refusal(written, at, 'has its counts in the wrong order: write the lower one first')
  // PCRE2 10.42 finds nothing with `(?:a|(\Ab)|c){0}d`: it takes the expression for one that begins with the start of the text.
  if (most === 0 && !isEndless) throw refusal(written, at, 'repeats never: leave it out, and what stands before it')
  return { least, most: isEndless ? Infinity : most }
}

function strayBrace(at: number): Refusal {
  return refusal('{', at, 'is no count such as {2}, {2,} or {2,5}: write \\{ to mean the brace itself')
}

function refuseSecondCounts(cursor: Cursor): void {
  if (looksAt(cursor, '+'))
    throw refusal('+', cursor.at, 'makes the repetition before it possessive, which is not supported: leave it out')
  if (/[*?{]/.test(characterAt(cursor)))
    throw refusal(characterAt(cursor), cursor.at, 'repeats a repetition: leave one out, or put the first in a group')
}

function readPart(cursor: Cursor): Expression {
  const { at } = cursor
  const character = characterAt(cursor)
  switch (character) {
    case '(':
      return readGroup(cursor)
    case '[':
      return { is: 'byte', set: readClass(cursor) }
    case '\\':
      return readEscaped(cursor)
    case '.':
      cursor.at += 1
      return { is: 'byte', set: dot }
    case '^':
      cursor.at += 1
      return { is: 'place', place: 'start' }
    case '$':
      cursor.at += 1
      return { is: 'place', place: 'last line' }
    case '*':
    case '+':
    case '?':
      throw refusal(character, at, `repeats nothing: write \\${character} to mean the character itself`)
    case '{':
      throw strayBrace(at)
    default:
      return byte(readLiteral(cursor).code, cursor)
  }
}

function readEscaped(cursor: Cursor): Expression {
  const meaning = readEscape(cursor)
  if ('place' in meaning) return place(meaning.place)
  return 'set' in meaning ? { is: 'byte', set: meaning.set } : byte(meaning.code, cursor)
}

function place(one: Place): Expression {
  return { is: 'place', place: one }
}

function byte(code: number, { ignoresCase }: Cursor): Expression {
  const set: ByteSet = byteOf(code)
  return { is: 'byte', set: ignoresCase ? inBothCases(set) : set }
}

function readGroup(cursor: Cursor): Expression {
  const { at } = cursor
  const opening = readOpening(cursor)
  cursor.depth += 1
  if (cursor.depth > mostDepth) throw refusal('(', at, `is more than ${mostDepth} groups deep: write fewer`)
  const body = readChoice(cursor)
  cursor.depth -= 1
  if (!skips(cursor, ')'))
    throw refusal('(', at, 'begins a group that does not end: write ) behind it, or \\( to mean the parenthesis itself')
  return opening === 'group' ? body : { is: 'look', body, isNegated: opening === 'not ahead' }
}
