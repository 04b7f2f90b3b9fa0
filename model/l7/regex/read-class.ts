import { allBut, type ByteSet, byteRange, inBothCases, posixSets, union } from './bytes.ts'
import { type Cursor, isAtEnd, looksAt, refusal, skips, taken } from './cursor.ts'
import { readEscape, readLiteral } from './read-escape.ts'

type Member = { readonly code: number } | { readonly set: ByteSet; readonly written: string }

/** Reads `[...]`. A `]` that comes first is a member, as POSIX has it and JavaScript has not. */
export function readClass(cursor: Cursor): ByteSet {
  const start = cursor.at
  cursor.at += 1
  const isNegated = skips(cursor, '^')
  const sets: ByteSet[] = []
  do {
    sets.push(readMembers(cursor, start))
    if (isAtEnd(cursor)) throw unclosed(start)
  } while (!skips(cursor, ']'))
  refusePosixAlone(cursor.pattern.slice(start, cursor.at), start)
  return isNegated ? allBut(union(sets)) : union(sets)
}

/** Reads a member, or two with a hyphen between them and all in between. */
function readMembers(cursor: Cursor, start: number): ByteSet {
  const at = cursor.at
  const first = readMember(cursor, start)
  const isRange = looksAt(cursor, '-') && !looksAt(cursor, '-]') && cursor.at + 1 < cursor.pattern.length
  if (!isRange) return setOf(first, cursor)
  cursor.at += 1
  const last = readMember(cursor, start)
  const written = cursor.pattern.slice(at, cursor.at)
  if (!('code' in first && 'code' in last))
    throw refusal(written, at, 'is no range, because one of its ends is many characters: write \\- to mean the hyphen')
  if (last.code < first.code) throw refusal(written, at, 'is a range in the wrong order: write the lower end first')
  const range = byteRange(first.code, last.code)
  return cursor.ignoresCase ? inBothCases(range) : range
}

function setOf(member: Member, { ignoresCase }: Cursor): ByteSet {
  if ('set' in member) return member.set
  const set = byteRange(member.code, member.code)
  return ignoresCase ? inBothCases(set) : set
}

function readMember(cursor: Cursor, start: number): Member {
  if (isAtEnd(cursor)) throw unclosed(start)
  if (/^\[[:.=]/.test(cursor.pattern.slice(cursor.at))) return readPosix(cursor)
  if (!looksAt(cursor, '\\')) return readLiteral(cursor)
  const at = cursor.at
  const meaning = readEscape(cursor)
  if (!('place' in meaning)) return meaning
  // Backspace, in PCRE2 and in JavaScript alike.
  if (meaning.written === '\\b') return { code: 0x08 }
  throw refusal(
    meaning.written,
    at,
    'is a place and no character, so it can not be in a class: put it outside of the [ ]',
  )
}

function readPosix(cursor: Cursor): Member {
  const at = cursor.at
  const found = taken(cursor, /\[:(\^?)([a-z]+):\]/y)
  if (found === null)
    throw refusal(
      cursor.pattern.slice(at, at + 2),
      at,
      'begins the name of a class, as in [:alpha:]: write \\[ to mean the bracket',
    )
  const [written, negation, name = ''] = found
  // Where case does not count, PCRE2 takes both of these for letters.
  const isAnyCase = cursor.ignoresCase && (name === 'upper' || name === 'lower')
  const set = posixSets.get(isAnyCase ? 'alpha' : name)
  if (set === undefined) throw refusal(written, at, `is no class that exists: ${[...posixSets.keys()].join(', ')} do`)
  return { set: negation === '' ? set : allBut(set), written }
}

/** PCRE2 refuses `[:alpha:]` that is not inside of another class, where JavaScript takes its letters one by one. */
function refusePosixAlone(written: string, start: number): void {
  if (/^\[([:.=]).*\1\]$/.test(written))
    throw refusal(
      written,
      start,
      'can only stand inside of a class: write [[:alpha:]], or \\ before the first character',
    )
}

function unclosed(start: number): Error {
  return refusal('[', start, 'begins a class that does not end: write ] behind it, or \\[ to mean the bracket')
}
