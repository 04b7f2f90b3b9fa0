import type { SampleKind } from '../regex/sample-text.ts'
import { isIn, type Language, lost, refined } from './language.ts'
import type { Predicate } from './literals.ts'
import { regexLanguage } from './regex-language.ts'
import { partKinds, type RequestPart } from './subjects.ts'

/** What the search has left; it ends without an answer when nothing is. */
export type Work = { left: number }

/** So many states of all automata together are looked at for one text. */
const mostPlaces = 2_000

/**
 * A text of this part of a request for which all of some predicates hold and none of others: one that is easily read where there is
 * one at hand, else the shortest. Null when there is none, undefined when that is too much work to tell.
 */
export function findText(
  part: RequestPart,
  wanted: readonly Predicate[],
  unwanted: readonly Predicate[],
  { work, isOdd }: { readonly work: Work; readonly isOdd: boolean },
): string | null | undefined {
  const fits = (text: string) => {
    work.left -= 1 + wanted.length + unwanted.length
    const isAsked = wanted.every((one) => one.holds(text)) && !unwanted.some((one) => one.holds(text))
    return isAsked && isIn(domainOf(part), text) === true
  }
  const whole = wanted.find((one) => one.gives === 'whole')
  if (whole) return fits(whole.text) ? whole.text : null
  for (const candidate of candidatesOf({ part, wanted, unwanted, isOdd })) if (fits(candidate)) return candidate
  return shortestText(
    [domainOf(part), ...wanted.map((one) => one.language)],
    unwanted.map((one) => one.language),
    work,
  )
}

const domains = new Map<RequestPart, Language>()

function domainOf(part: RequestPart): Language {
  const domain = domains.get(part) ?? regexLanguage(partKinds[part].domain, false)
  domains.set(part, domain)
  return domain
}

type Asked = {
  readonly part: RequestPart
  readonly wanted: readonly Predicate[]
  readonly unwanted: readonly Predicate[]
  readonly isOdd: boolean
}

/** What stands around the texts that are asked for. The odd ones stand in no rule but by accident. */
const plainFillings = ['', 'a', '/a', '/', 'a.', 'www', 'x']
const hostFillings = ['www', ...plainFillings]
const oddFillings = ['zq7', '/zq7', 'zq7.', '-zq7/zq7.', '.zq7']

function* samplesOf(part: RequestPart, predicates: readonly Predicate[], kind: SampleKind): Generator<string> {
  const ofExpressions = predicates.filter((one) => one.gives === 'nothing')
  for (const sample of ofExpressions.flatMap((one) => one.language.samples?.(kind) ?? [])) {
    const text = part === 'path' && !sample.startsWith('/') ? `/${sample}` : sample
    yield text
    if (kind === 'odd') yield `${text}zq7`
  }
}

/** Written down one after the other, because the first mostly is the one. */
function* candidatesOf(asked: Asked): Generator<string> {
  const { part, wanted, unwanted, isOdd } = asked
  // Beside what one policy takes there is mostly something that it forbids itself, or that is peculiar to the other.
  yield* samplesOf(part, unwanted, 'against')
  const isBeside = unwanted.some((one) => one.gives === 'nothing')
  if (isBeside || isOdd) yield* samplesOf(part, wanted, 'odd')
  const [beginning, end] = [longestOf(wanted, 'beginning'), longestOf(wanted, 'end')]
  const parts = wanted.filter((one) => one.gives === 'part').map((one) => one.text)
  // Without a text to build on, a sample reads better than what fills the gaps.
  if (beginning === '' && end === '' && parts.length === 0) yield* usualSamples(part, isOdd)
  if (!isOdd) yield* samplesOf(part, wanted, 'plain')
  for (const filling of fillingsOf(asked, end)) {
    const middle = `${beginning}${filling}${parts.join(filling)}`
    yield `${middle}${end}`
    yield `${middle}${filling}${end}`
  }
}

function longestOf(wanted: readonly Predicate[], gives: Predicate['gives']): string {
  return wanted.reduce((text, one) => (one.gives === gives && one.text.length > text.length ? one.text : text), '')
}

function usualSamples(part: RequestPart, isOdd: boolean): readonly string[] {
  const { samples } = partKinds[part]
  return isOdd ? samples.map((one) => `${one}${one.includes('/') ? '' : '-'}zq7`) : samples
}

function fillingsOf({ part, isOdd }: Asked, end: string): readonly string[] {
  if (isOdd) return oddFillings
  return part === 'host' && end.startsWith('.') ? hostFillings : plainFillings
}

type Place = { readonly states: readonly number[]; readonly byte: number; readonly behind: Place | null }

type Walk = {
  readonly languages: readonly Language[]
  /** So many of them, from the first, have the text in them; the others have not. */
  readonly wantedCount: number
  readonly bytes: readonly number[]
  readonly isSunk: (which: number, state: number) => boolean
  readonly seen: Set<string | number>
  /** About how much work it is to go on from a place. */
  readonly weight: number
  /** An automaton grew too large on the way. */
  isUnsure: boolean
}

/** Walks through all automata at once, from the end of the text, nearest places first. */
function shortestText(
  wanted: readonly Language[],
  unwanted: readonly Language[],
  work: Work,
): string | null | undefined {
  const walk = walkOf([...wanted, ...unwanted], wanted.length)
  const start: Place = { states: walk.languages.map(() => 0), byte: -1, behind: null }
  const open: Place[] = [start]
  for (let at = 0; at < open.length; at += 1) {
    const place = open[at] ?? start
    if (isEnd(walk, place)) return textTo(place)
    work.left -= walk.weight
    if (open.length > mostPlaces || work.left < 0) return undefined
    open.push(...placesAfter(walk, place))
  }
  return walk.isUnsure ? undefined : null
}

function walkOf(languages: readonly Language[], wantedCount: number): Walk {
  const bytes = differentBytes(languages)
  const isSunk = sinks(languages, wantedCount, bytes)
  const weight = bytes.length * languages.reduce((sum, one) => sum + one.weight, 0)
  return { languages, wantedCount, bytes, isSunk, seen: new Set(), weight, isUnsure: false }
}

function isEnd({ languages, wantedCount }: Walk, { states }: Place): boolean {
  return languages.every((one, which) => one.accepts(states[which] ?? 0) === which < wantedCount)
}

/** Where one more byte leads to: not where it has been before, nor where there is no way on. */
function placesAfter(walk: Walk, place: Place): Place[] {
  return walk.bytes.flatMap((byte) => {
    const states = walk.languages.map((one, which) => one.step(place.states[which] ?? 0, byte))
    const key = keyOf(states)
    if (walk.seen.has(key)) return []
    walk.seen.add(key)
    if (states.includes(lost)) {
      walk.isUnsure = true
      return []
    }
    return states.some((state, which) => walk.isSunk(which, state)) ? [] : [{ states, byte, behind: place }]
  })
}

/** Numbers are found sooner than texts, as long as they are exact. */
function keyOf(states: readonly number[]): string | number {
  const [first = 0, second = 0, third = 0] = states
  const mostStates = 4_096
  const isSmall = states.length <= 3 && states.every((one) => one >= 0 && one < mostStates)
  return isSmall ? (first * mostStates + second) * mostStates + third : String(states)
}

/** From the end to the start is how the places follow each other, so that the last is the first character. */
function textTo(place: Place): string {
  let text = ''
  for (let one: Place | null = place; one !== null && one.byte >= 0; one = one.behind)
    text += String.fromCharCode(one.byte)
  return text
}

/** Whether no text gets away from the state any more, and it is the wrong one. */
function sinks(languages: readonly Language[], wantedCount: number, bytes: readonly number[]): Walk['isSunk'] {
  const known = languages.map(() => new Map<number, boolean>())
  const isSink = (language: Language, state: number, isWanted: boolean) =>
    language.accepts(state) !== isWanted && bytes.every((byte) => language.step(state, byte) === state)
  return (which, state) => {
    const language = languages[which]
    const before = known[which]?.get(state)
    if (language === undefined || before !== undefined) return before ?? false
    const is = isSink(language, state, which < wantedCount)
    known[which]?.set(state, is)
    return is
  }
}

/** The bytes in the order in which they read best. No text has a line feed in it. */
const order = [
  ...new Set([
    ...bytesIn('a-z'),
    ...bytesIn('0-9'),
    ...bytesIn('.-./'),
    ...bytesIn('A-Z'),
    ...bytesIn('!-~'),
    ...bytesIn('\x00-\xff'),
  ]),
].filter((byte) => byte !== 0x0a)

function bytesIn(range: string): number[] {
  const [from, to] = [range.charCodeAt(0), range.charCodeAt(2)]
  return Array.from({ length: to - from + 1 }, (_, at) => from + at)
}

/** One byte of each kind that some automaton tells from the others. */
function differentBytes(languages: readonly Language[]): number[] {
  const classes = languages.map((one) => one.classes).reduce(refined, new Uint8Array(256))
  const seen = new Set<number>()
  return order.filter((byte) => {
    const own = classes[byte] ?? 0
    if (seen.has(own)) return false
    seen.add(own)
    return true
  })
}
