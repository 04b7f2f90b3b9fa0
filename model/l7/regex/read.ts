import { allBut, type ByteSet, byteOf, inBothCases } from './bytes.ts'
import { type Cursor, characterAt, isAtEnd, looksAt, Refusal, refusal, skips, taken } from './cursor.ts'
import { type Expression, type Place, sizeOf } from './expression.ts'
import { readClass } from './read-class.ts'
import { readEscape, readLiteral } from './read-escape.ts'

/** PCRE2 itself would take up to 65,535, and patterns that compile to 64 KiB; these limits keep well below, together. */
const mostRepetitions = 1000
const mostParts = 1500
const mostDepth = 50

/**
 * Reads the part of PCRE2's syntax that means the same to everyone; throws a Refusal for anything else. What it means is what
 * HAProxy makes of it: no UTF, no multiline, `.` is all but a line feed.
 */
export function read(pattern: string, ignoresCase: boolean): Expression {
  if (pattern === '') throw new Refusal('An empty expression finds something in every text: write what should be found')
  const cursor: Cursor = { pattern, ignoresCase, groupNames: new Set(), at: 0, depth: 0 }
  const isCaseless = skips(cursor, '(?i)')
  const expression = readChoice(isCaseless ? { ...cursor, ignoresCase: true } : cursor)
  return expression
}
