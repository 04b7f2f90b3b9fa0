import { type ByteSet, escapedSets } from './bytes.ts'
import { type Cursor, characterAt, refusal, taken } from './cursor.ts'
import type { Place } from './expression.ts'

/** What a character or an escape stands for: one byte, some bytes, or a place between them. */
export type Meaning =
  | { readonly code: number }
  | { readonly set: ByteSet; readonly written: string }
  | { readonly place: Place; readonly written: string }

const controls: Readonly<Record<string, number>> = { t: 0x09, n: 0x0a, f: 0x0c, r: 0x0d }
const places: Readonly<Record<string, Place>> = {
  b: 'boundary',
  B: 'no boundary',
  A: 'start',
  Z: 'last line',
  z: 'end',
}

const controlAdvice = 'is a control character: write \\t, \\n, \\r, \\f or its number, as in \\x1b'
const literalControlAdvice = 'can not stand for itself: write \\t, \\n, \\r, \\f or its number, as in \\x1b'
const beyondAsciiAdvice =
  'is beyond ASCII, and texts are compared byte by byte: write it as it is sent, in a URL percent-encoded, as in %C3%A9'
const unicodeAdvice =
  'asks for a property of Unicode, but texts are compared byte by byte: list what is meant, as in [A-Za-z]'
const blankAdvice = 'is a kind of blank that is not supported: write [ \\t] or \\s'
const octalAdvice = 'is an octal number, which is not supported: write two hexadecimal digits, as in \\x1b'
const quoteAdvice = 'quotes a piece of text, which is not supported: put \\ before each character, as in \\.'
const referenceAdvice = 'refers back to a group, which is not supported: write out what should be there'

/** Escapes that PCRE2 knows and that have no counterpart here, and letters that people know from elsewhere. */
const refusedEscapes: Readonly<Record<string, string>> = {
  a: controlAdvice,
  c: controlAdvice,
  e: controlAdvice,
  0: octalAdvice,
  o: octalAdvice,
  p: unicodeAdvice,
  P: unicodeAdvice,
  X: unicodeAdvice,
  u: 'is no byte: write one below 80 in two hexadecimal digits, as in \\x41',
  h: blankAdvice,
  H: blankAdvice,
  v: blankAdvice,
  V: blankAdvice,
  R: 'stands for any line break, which is not supported: write \\r?\\n',
  N: 'stands for anything but a line break, which is not supported: write . or [^\\n]',
  C: 'stands for any byte, which is not supported: write [\\s\\S]',
  Q: quoteAdvice,
  E: quoteAdvice,
  g: referenceAdvice,
  k: referenceAdvice,
  K: 'moves the start of what is found, which is not supported: leave it out, as only whether something is found counts',
  G: 'stands for the place where the last search ended, which is not supported: write ^ for the start of the text',
}

/** Reads a backslash and what follows it. */
export function readEscape(cursor: Cursor): Meaning {
  const start = cursor.at
  cursor.at += 1
  const letter = characterAt(cursor)
  if (letter === '') throw refusal('\\', start, 'has nothing behind it: write \\\\ to mean the backslash itself')
  if (letter === 'x') return { code: readHexadecimal(cursor, start) }
  if (!/^[ -~]$/.test(letter)) throw refusal('\\', start, 'can only stand before printable ASCII: leave it out')
  cursor.at += 1
  const written = `\\${letter}`
  const set = escapedSets.get(letter)
  if (set !== undefined) return { set, written }
  const place = places[letter]
  if (place !== undefined) return { place, written }
  const code = controls[letter]
  if (code !== undefined) return { code }
  if (/[A-Za-z0-9]/.test(letter)) throw refusal(written, start, adviceOn(letter))
  return { code: letter.charCodeAt(0) }
}

function adviceOn(letter: string): string {
  const advice = refusedEscapes[letter]
  if (advice !== undefined) return advice
  return /\d/.test(letter) ? referenceAdvice : `means nothing: write ${letter} without the backslash`
}

function readHexadecimal(cursor: Cursor, start: number): number {
  const digits = taken(cursor, /x([0-9A-Fa-f]{2})/y)?.[1]
  if (digits === undefined) throw refusal('\\x', start, 'takes two hexadecimal digits, as in \\x2f')
  const code = Number.parseInt(digits, 16)
  if (code >= 0x80) throw refusal(`\\x${digits}`, start, 'is beyond ASCII: write a number below 80')
  return code
}

/** Reads a character that stands for itself. */
export function readLiteral(cursor: Cursor): { readonly code: number } {
  const character = characterAt(cursor)
  const code = character.codePointAt(0) ?? 0
  if (code > 0x7f) throw refusal(character, cursor.at, beyondAsciiAdvice)
  if (code < 0x20 || code === 0x7f) throw refusal('A control character', cursor.at, literalControlAdvice)
  cursor.at += 1
  return { code }
}
