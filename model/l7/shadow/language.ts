import type { SampleKind } from '../regex/sample-text.ts'

/**
 * A set of texts as an automaton that reads them from their end, byte by byte; states are numbers, the first is 0. Texts are strings
 * in which each character is a byte.
 */
export type Language = {
  /** Bytes of one class lead to the same state from every state. */
  readonly classes: Uint8Array
  /** The state after one more byte; `lost` where the automaton would grow too large. */
  readonly step: (state: number, byte: number) => number
  /** Whether the text that was read is one of the set. False for `lost`, which knows nothing. */
  readonly accepts: (state: number) => boolean
  /** Every text of the set has this in it; empty where nothing is known. Most texts that are not of the set are told by it at once. */
  readonly needed: string
  /** Texts that are most likely of the set, where it does not stand in the rule what they are like. */
  readonly samples?: (kind: SampleKind) => readonly string[]
  /** About how much work a step is that was not taken before; 1 is the comparison of two bytes. */
  readonly weight: number
}

export const lost = -1

/** Whether a text is in the language; null where the automaton would grow too large. */
export function isIn(language: Language, text: string): boolean | null {
  if (!text.includes(language.needed)) return false
  let state = 0
  for (let at = text.length - 1; at >= 0; at -= 1) {
    state = language.step(state, text.charCodeAt(at))
    if (state === lost) return null
  }
  return language.accepts(state)
}

/** The one text. */
export function exactly(text: string): Language {
  const read = backwards(text)
  const dead = read.length + 1
  return {
    classes: classesOf(text),
    step: (state, byte) => (read[state] === byte ? state + 1 : dead),
    accepts: (state) => state === read.length,
    needed: text,
    weight: 1,
  }
}

/** Every text with this end. */
export function endingWith(end: string): Language {
  const read = backwards(end)
  const dead = read.length + 1
  return {
    classes: classesOf(end),
    step: (state, byte) => {
      if (state === read.length) return state
      return read[state] === byte ? state + 1 : dead
    },
    accepts: (state) => state === read.length,
    needed: end,
    weight: 1,
  }
}

/** Every text with this beginning. */
export function beginningWith(beginning: string): Language {
  const read = backwards(beginning)
  const further = searchOf(read)
  return {
    classes: classesOf(beginning),
    step: further,
    accepts: (state) => state === read.length,
    needed: beginning,
    weight: 1,
  }
}

/** Every text with this in it. */
export function containing(part: string): Language {
  const read = backwards(part)
  const further = searchOf(read)
  return {
    classes: classesOf(part),
    step: (state, byte) => (state === read.length ? state : further(state, byte)),
    accepts: (state) => state === read.length,
    needed: part,
    weight: 1,
  }
}

/** Every text that one of the languages has. A state is one of each of them, numbered as they are met. */
export function anyOf(languages: readonly Language[]): Language {
  const [first, ...others] = languages
  if (first === undefined || others.length === 0) return first ?? exactly('')
  const states: (readonly number[])[] = [languages.map(() => 0)]
  const numbers = new Map([[String(states[0]), 0]])
  const step = (state: number, byte: number): number => {
    const next = languages.map((one, at) => one.step(states[state]?.[at] ?? lost, byte))
    if (next.includes(lost) || states.length > mostStates) return lost
    const key = String(next)
    const known = numbers.get(key)
    if (known !== undefined) return known
    numbers.set(key, states.length)
    return states.push(next) - 1
  }
  return {
    classes: others.reduce((classes, one) => refined(classes, one.classes), first.classes),
    step,
    accepts: (state) => languages.some((one, at) => one.accepts(states[state]?.[at] ?? lost)),
    needed: '',
    samples: (kind) => languages.flatMap((one) => one.samples?.(kind) ?? (one.needed === '' ? [] : [one.needed])),
    weight: languages.reduce((sum, one) => sum + one.weight, 0),
  }
}

/** An automaton of several that grows beyond this is given up. */
const mostStates = 20_000

const dot = 0x2e
const slash = 0x2f

/** Where the reader of a path is: behind its end, or past its file type, which was one of them or not. What is more is within it. */
const typeStates = { end: 0, no: 1, yes: 2, within: 3 } as const

/** Every path whose file type is in the language: what follows the last dot of the last segment, which is not empty. */
export function pathsOfType(types: Language): Language {
  const { end, no, yes, within } = typeStates
  const classes = refined(refined(types.classes, bitsOf(dot)), bitsOf(slash))
  const further = (state: number, byte: number): number => {
    const next = types.step(state, byte)
    return next === lost ? lost : next + within
  }
  const ends = (state: number, byte: number): number => {
    const isType = byte === dot && state !== end && types.accepts(state - within)
    return isType ? yes : no
  }
  const step = (state: number, byte: number): number => {
    if (state === no || state === yes) return state
    if (byte === slash || byte === dot) return ends(state, byte)
    return further(state === end ? 0 : state - within, byte)
  }
  return {
    classes,
    step,
    accepts: (state) => state === yes,
    needed: types.needed,
    samples: (kind) => (types.samples?.(kind) ?? []).map((one) => `/a.${one}`),
    weight: types.weight,
  }
}

/** How much of a text has been found when one more byte is read (Knuth, Morris and Pratt, 1977). */
function searchOf(text: readonly number[]): (state: number, byte: number) => number {
  const borders = [-1]
  for (let at = 0; at < text.length; at += 1) {
    let border = borders[at] ?? -1
    while (border >= 0 && text[border] !== text[at]) border = borders[border] ?? -1
    borders.push(border + 1)
  }
  return (found, byte) => {
    let state = found
    while (state >= 0 && text[state] !== byte) state = borders[state] ?? -1
    return state + 1
  }
}

function backwards(text: string): number[] {
  return Array.from(text, (character) => character.charCodeAt(0)).reverse()
}

/** Each byte of the text is a class of its own, all others are one. */
function classesOf(text: string): Uint8Array {
  const classes = new Uint8Array(256)
  let count = 0
  for (const byte of new Set(backwards(text))) {
    count += 1
    classes[byte] = count
  }
  return classes
}

function bitsOf(byte: number): Uint8Array {
  const bits = new Uint8Array(256)
  bits[byte] = 1
  return bits
}

/** Classes that both tell apart. */
export function refined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const width = classCount(other)
  // Numbers from 1, so that 0 is a pair that was not met yet.
  const numbers = new Uint16Array(classCount(one) * width)
  const classes = new Uint8Array(256)
  let count = 0
  for (let byte = 0; byte < 256; byte += 1) {
    const pair = (one[byte] ?? 0) * width + (other[byte] ?? 0)
    if (numbers[pair] === 0) {
      count += 1
      numbers[pair] = count
    }
    classes[byte] = (numbers[pair] ?? 1) - 1
  }
  return classes
}

export function classCount(classes: Uint8Array): number {
  let most = 0
  for (let byte = 0; byte < 256; byte += 1) most = Math.max(most, classes[byte] ?? 0)
  return most + 1
}
