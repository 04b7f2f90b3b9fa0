/** A set of bytes: bit n stands for byte n. As a number it can be compared, and looked up in a Map. */
export type ByteSet = bigint

export const noByte: ByteSet = 0n
export const everyByte: ByteSet = (1n << 256n) - 1n

export function byteRange(from: number, to: number): ByteSet {
  return ((1n << BigInt(to - from + 1)) - 1n) << BigInt(from)
}

export function byteOf(code: number): ByteSet {
  return 1n << BigInt(code)
}

export function allBut(set: ByteSet): ByteSet {
  return everyByte ^ set
}

export function union(sets: readonly ByteSet[]): ByteSet {
  return sets.reduce((all, set) => all | set, noByte)
}

const upper = byteRange(0x41, 0x5a)
const lower = byteRange(0x61, 0x7a)
const digit = byteRange(0x30, 0x39)
const alpha = upper | lower
const graph = byteRange(0x21, 0x7e)
/** PCRE2 counts the vertical tab in since 8.34; JavaScript would count Unicode's blanks in as well. */
const space = byteRange(0x09, 0x0d) | byteOf(0x20)
const word = alpha | digit | byteOf(0x5f)

/** With the other case of each letter. Bytes above 7F have none: HAProxy compares in the C locale. */
export function inBothCases(set: ByteSet): ByteSet {
  return set | ((set & upper) << 32n) | ((set & lower) >> 32n)
}

/** What `\d` and its like stand for. */
export const escapedSets = new Map<string, ByteSet>([
  ['d', digit],
  ['D', allBut(digit)],
  ['w', word],
  ['W', allBut(word)],
  ['s', space],
  ['S', allBut(space)],
])

/** What `[:alpha:]` and its like stand for. */
export const posixSets = new Map<string, ByteSet>([
  ['alnum', alpha | digit],
  ['alpha', alpha],
  ['ascii', byteRange(0x00, 0x7f)],
  ['blank', byteOf(0x09) | byteOf(0x20)],
  ['cntrl', byteRange(0x00, 0x1f) | byteOf(0x7f)],
  ['digit', digit],
  ['graph', graph],
  ['lower', lower],
  ['print', graph | byteOf(0x20)],
  ['punct', graph ^ (alpha | digit)],
  ['space', space],
  ['upper', upper],
  ['word', word],
  ['xdigit', digit | byteRange(0x41, 0x46) | byteRange(0x61, 0x66)],
])

const mostTables = 1_000
const tables = new Map<ByteSet, Uint8Array>()

/** The set as a table: 1 where the byte is in it. Equal sets share one, because expressions have most of theirs in common. */
export function tableOf(set: ByteSet): Uint8Array {
  const known = tables.get(set)
  if (known !== undefined) return known
  const table = new Uint8Array(256)
  // Shifts of large numbers are slow: eight of them, not one for each byte.
  for (let at = 0; at < 8; at += 1) {
    const word = Number((set >> BigInt(32 * at)) & 0xffff_ffffn)
    for (let bit = 0; bit < 32; bit += 1) table[32 * at + bit] = (word >>> bit) & 1
  }
  if (tables.size >= mostTables) tables.clear()
  tables.set(set, table)
  return table
}

const wordTable = tableOf(word)

export function isWordByte(code: number | undefined): boolean {
  return code !== undefined && wordTable[code] === 1
}

/**
 * The bytes that a text is on the wire: UTF-8, which is how HAProxy compares it. U+DC80 to U+DCFF, alone, stand for bytes that are no UTF-8;
 * any other half of a pair of surrogates is U+FFFD.
 */
export function bytesOf(text: string): readonly number[] {
  return Array.from(text, (character) => {
    const code = character.charCodeAt(0)
    return code < 0x80 ? code : encodedBytes(character)
  }).flat()
}

function encodedBytes(character: string): number[] {
  if (/^[\udc80-\udcff]$/.test(character)) return [character.charCodeAt(0) & 0xff]
  const encoded = encodeURIComponent(/[\ud800-\udfff]/u.test(character) ? '\ufffd' : character)
  return encoded
    .split('%')
    .slice(1)
    .map((digits) => Number.parseInt(digits, 16))
}
