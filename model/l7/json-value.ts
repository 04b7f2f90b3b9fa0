import { inOneLine } from './body.ts'
import { numberAt, sixDigits } from './json-number.ts'
import { bytesOf } from './regex/bytes.ts'

// What HAProxy's `json_query` makes of a body. It is no strict reader: it goes through the text until it has found what it looks for and
// does not read on. This one does the same, step by step, so that both say the same of every text; the differential test holds them to it.

/** What stands at a path: the text between the quotes of a string, or a value. */
type Found =
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'true' | 'false' | 'null' | 'nested' }

/** How deep brackets and braces may be; what is deeper is not read. */
const deepest = 20
/** Stands behind every body, so that a number at its end has an end. No JSON goes on after it. */
const endMark = ';'

/**
 * The text of the value at a path: of a string what it stands for, of a number six digits of it (`1.23457e+06`), 1 and 0 of true and
 * false. Null where there is none: the text is no JSON as far as that, the value is null, an object or a list, or it has an escape
 * beyond `\u00ff`. Of a key that is there twice, the first counts.
 */
export function jsonText(body: string, path: string): string | null {
  const found = new Search(`${latin(bytesOf(body))}${endMark}`, path).run()
  switch (found?.kind) {
    case 'string': {
      const text = unescaped(found.text)
      return text === null ? null : inOneLine(textOf(text))
    }
    case 'number':
      return sixDigits(found.value)
    case 'true':
      return '1'
    case 'false':
      return '0'
    default:
      return null
  }
}

/** Each character is a byte. */
function latin(bytes: readonly number[]): string {
  return bytes.map((byte) => String.fromCharCode(byte)).join('')
}

const literals = { t: 'true', f: 'false', n: 'null' } as const
const opens: Readonly<Record<string, string>> = { '}': '{', ']': '[' }

/** One way through a text: where in the path it is, and how deep in the text. */
class Search {
  readonly #text: string
  readonly #path: string
  /** The part of the path that has been found ends here. */
  #place = 1
  #depth = 0
  #foundDepth = 0
  #index = 0
  #wantedIndex = 0
  #hasOpened = false
  readonly #nesting: string[] = []
  #found: Found | null = null
  #expects: 'value' | 'key' | 'colon' | 'comma' = 'value'

  constructor(text: string, path: string) {
    this.#text = text
    this.#path = path
  }

  run(): Found | null {
    let at = 0
    while (at < this.#text.length) {
      const character = this.#text.charAt(at)
      const next = /[ \t\r\n]/.test(character) ? at + 1 : this.#step(at, character)
      if (next === null) return this.#found
      at = next
    }
    return null
  }

  /** Where it goes on; null where it ends, with or without something found. */
  #step(at: number, character: string): number | null {
    switch (this.#expects) {
      case 'value':
        return this.#value(at, character)
      case 'key':
        return character === '"' ? this.#key(at) : this.#close(at, character, '}')
      case 'colon':
        this.#expects = 'value'
        return character === ':' ? at + 1 : null
      case 'comma':
        return character === ',' ? this.#comma(at) : this.#close(at, character, '}]')
    }
  }

  #value(at: number, character: string): number | null {
    if (character === '{' || character === '[') return this.#open(at, character)
    if (character === ']') return this.#close(at, character, ']')
    const end = this.#endOfValue(at, character)
    if (end === null) return null
    if (this.#isWanted()) this.#found = foundAt(this.#text, at, end)
    this.#expects = 'comma'
    return this.#found === null && this.#depth > 0 ? end : null
  }

  #endOfValue(at: number, character: string): number | null {
    if (character === '"') return stringEnd(this.#text, at)
    if (/[-0-9]/.test(character)) return numberAt(this.#text, at).end
    const literal = literals[character as keyof typeof literals]
    return literal !== undefined && this.#text.startsWith(literal, at) ? at + literal.length : null
  }

  /** Whether all of the path has been found, and what comes now is what it leads to. */
  #isWanted(): boolean {
    return this.#depth === this.#foundDepth && this.#place === this.#path.length
  }

  #open(at: number, character: string): number | null {
    if (this.#nesting.length >= deepest) return null
    this.#nesting.push(character)
    if (character === '[' && this.#depth === this.#foundDepth && this.#path[this.#place] === '[') {
      this.#index = 0
      this.#wantedIndex = Number.parseInt(this.#path.slice(this.#place + 1), 10)
      if (this.#wantedIndex === 0) this.#enter()
    }
    this.#hasOpened ||= this.#isWanted()
    this.#depth += 1
    this.#expects = character === '{' ? 'key' : 'value'
    return at + 1
  }

  #enter(): void {
    this.#place = this.#path.indexOf(']', this.#place) + 1
    this.#foundDepth += 1
  }

  #close(at: number, character: string, allowed: string): number | null {
    if (!allowed.includes(character) || this.#nesting.pop() !== opens[character]) return null
    this.#depth -= 1
    if (this.#isWanted() && this.#hasOpened) this.#found = { kind: 'nested' }
    this.#expects = 'comma'
    return this.#found === null && this.#nesting.length > 0 ? at + 1 : null
  }

  #comma(at: number): number {
    if (this.#depth === this.#foundDepth + 1) {
      this.#index += 1
      if (this.#index === this.#wantedIndex) this.#enter()
    }
    this.#expects = this.#nesting.at(-1) === '{' ? 'key' : 'value'
    return at + 1
  }

  #key(at: number): number | null {
    const end = stringEnd(this.#text, at)
    if (end === null) return null
    const name = this.#text.slice(at + 1, end - 1)
    const isNext = this.#depth === this.#foundDepth + 1 && this.#path[this.#place] === '.'
    if (isNext && /^[^.[]*/.exec(this.#path.slice(this.#place + 1))?.[0] === name) {
      this.#place += name.length + 1
      this.#foundDepth += 1
    } else if (this.#depth === this.#foundDepth) return null
    this.#expects = 'colon'
    return end
  }
}

function foundAt(text: string, start: number, end: number): Found {
  const first = text.charAt(start)
  if (first === '"') return { kind: 'string', text: text.slice(start + 1, end - 1) }
  const literal = literals[first as keyof typeof literals]
  return literal === undefined ? { kind: 'number', value: numberAt(text, start).value } : { kind: literal }
}

/** Behind the quote that ends it; null where none does, or a null character stands in it. */
function stringEnd(text: string, start: number): number | null {
  const found = /"(?:[^"\\\0]|\\["\\]|\\(?!["\\]))*"/y
  found.lastIndex = start
  return found.test(text) ? found.lastIndex : null
}

const escapes: Readonly<Record<string, string>> = {
  ...{ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' },
  '\\': '\\',
  '"': '"',
}

/** What a string stands for, each character a byte; null where it has an escape that is not known. */
function unescaped(text: string): string | null {
  let isKnown = true
  const plain = text.replaceAll(/\\u([\s\S]{4})|\\([\s\S])/g, (_, hex: string | undefined, letter: string) => {
    if (hex !== undefined) {
      isKnown &&= hex.startsWith('00')
      return String.fromCharCode(hexByte(hex.slice(2)))
    }
    isKnown &&= letter in escapes
    return escapes[letter] ?? ''
  })
  return isKnown ? plain : null
}

/** What is no hexadecimal digit is taken for one all the same. */
function hexByte(digits: string): number {
  return Array.from(digits, digitOf).reduce((sum, digit) => ((sum << 4) | digit) & 0xff, 0)
}

function digitOf(digit: string): number {
  const code = digit.charCodeAt(0)
  const zero = /[0-9]/.test(digit) ? 0x30 : /[A-F]/.test(digit) ? 0x37 : 0x57
  return (code - zero) & 0xff
}

const utf8 = /[\0-\x7f]+|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|[\s\S]/g

/** The text that some bytes are; a byte that is no UTF-8 stands in it as `bytesOf` knows it again. */
function textOf(bytes: string): string {
  return bytes.replaceAll(utf8, (part) => {
    if (part < '\x80') return part
    try {
      return decodeURIComponent(Array.from(part, (one) => `%${one.charCodeAt(0).toString(16)}`).join(''))
    } catch {
      return Array.from(part, (one) => String.fromCharCode(0xdc00 + one.charCodeAt(0))).join('')
    }
  })
}
