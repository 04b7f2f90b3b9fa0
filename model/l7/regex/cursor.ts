/** A place in a pattern that is being read. */
export type Cursor = {
  readonly pattern: string
  readonly ignoresCase: boolean
  readonly groupNames: Set<string>
  at: number
  depth: number
}

/** What is wrong with a pattern, for the person who wrote it. */
export class Refusal extends Error {
  override readonly name = 'Refusal'
}

/** Refuses what stands at the place: says where it is, why it can not be, and what would be right. */
export function refusal(what: string, at: number, why: string): Refusal {
  return new Refusal(`${what} at character ${at + 1} ${why}`)
}

export function isAtEnd({ pattern, at }: Cursor): boolean {
  return at >= pattern.length
}

export function looksAt({ pattern, at }: Cursor, text: string): boolean {
  return pattern.startsWith(text, at)
}

/** Goes past the text if it stands here. */
export function skips(cursor: Cursor, text: string): boolean {
  if (!looksAt(cursor, text)) return false
  cursor.at += text.length
  return true
}

/** Goes past what a sticky expression finds here. */
export function taken(cursor: Cursor, sticky: RegExp): RegExpExecArray | null {
  sticky.lastIndex = cursor.at
  const found = sticky.exec(cursor.pattern)
  if (found !== null) cursor.at += found[0].length
  return found
}

/** The character here, whole also where it takes two code units, U+FFFD for half of one; empty at the end. */
export function characterAt({ pattern, at }: Cursor): string {
  const point = pattern.codePointAt(at)
  return point === undefined ? '' : String.fromCodePoint(point).replace(/[\ud800-\udfff]/gu, '\ufffd')
}
