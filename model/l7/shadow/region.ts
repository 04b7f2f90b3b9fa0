import { addressIn, clientBits } from './addresses.ts'
import { findText, type Work } from './find-text.ts'
import { isSameLiteral, type Literal, type Predicate } from './literals.ts'
import { partKinds, type Subject } from './subjects.ts'

/** What is known about one subject of some requests, and texts there that are so. None: it is absent. */
type Part = { readonly subject: Subject; readonly literals: readonly Literal[]; readonly texts: readonly string[] }

/** All requests for which some rules hold, with one of them at hand. Never empty. */
export type Region = ReadonlyMap<string, Part>

export type Search = { readonly work: Work; readonly isOdd: boolean }

export const everything: Region = new Map()

/** The requests of the region for which the rule holds as well: null when there are none, undefined when that is too much work to tell. */
export function narrowed(region: Region, literal: Literal, search: Search): Region | null | undefined {
  const { subject } = literal.predicate
  const literals = region.get(subject.key)?.literals ?? []
  if (literals.some((one) => isSameLiteral(one, literal))) return region
  if (literals.some((one) => one.predicate === literal.predicate)) return null
  const all = [...literals, literal]
  const texts = textsFor(subject, all, search)
  return texts && new Map(region).set(subject.key, { subject, literals: all, texts })
}

/** Whether the rule is one of those that make the region. */
export function isKnown(region: Region, literal: Literal): boolean {
  return region.get(literal.predicate.subject.key)?.literals.some((one) => isSameLiteral(one, literal)) ?? false
}

/** The requests of the region for which all of the rules hold. */
export function narrowedByAll(region: Region, literals: readonly Literal[], search: Search): Region | null | undefined {
  let all: Region | null | undefined = region
  for (const literal of literals) all = all && narrowed(all, literal, search)
  return all
}

/** Whether the rule holds for the request at hand. */
export function holdsAtHand(region: Region, { predicate, isNegated }: Literal): boolean {
  let isSome = false
  for (const text of textsAtHand(region, predicate.subject)) isSome ||= predicate.holds(text)
  return isSome !== isNegated
}

export function textsAtHand(region: Region, subject: Subject): readonly string[] {
  return region.get(subject.key)?.texts ?? usualTexts[subject.part]
}

/** What a request has where nothing is asked of it. */
const usualTexts = {
  host: partKinds.host.samples.slice(0, 1),
  path: partKinds.path.samples.slice(0, 1),
  method: partKinds.method.samples.slice(0, 1),
  header: [],
  cookie: [],
  parameter: [],
  body: partKinds.body.samples.slice(0, 1),
  json: [],
  source: partKinds.source.samples.slice(0, 1).map(clientBits),
}

function textsFor(
  subject: Subject,
  literals: readonly Literal[],
  search: Search,
): readonly string[] | null | undefined {
  const wanted = literals.filter((one) => !one.isNegated).map((one) => one.predicate)
  const unwanted = literals.filter((one) => one.isNegated).map((one) => one.predicate)
  switch (partKinds[subject.part].holds) {
    case 'address':
      return addressFor(wanted, unwanted, search)
    case 'one':
      return textFor(subject, wanted, unwanted, search)
    case 'many':
      return manyTexts(subject, wanted, unwanted, search)
  }
}

function addressFor(wanted: readonly Predicate[], unwanted: readonly Predicate[], { work }: Search): string[] | null {
  work.left -= 1
  const usual = usualTexts.source.find(
    (bits) => wanted.every((one) => one.holds(bits)) && !unwanted.some((one) => one.holds(bits)),
  )
  const bits =
    usual ??
    addressIn(
      wanted.map((one) => one.beginnings),
      unwanted.map((one) => one.beginnings),
    )
  return bits === null ? null : [bits]
}

/** A subject that may be absent is, where no text will do and none is asked for. */
function textFor(
  { part }: Subject,
  wanted: readonly Predicate[],
  unwanted: readonly Predicate[],
  search: Search,
): readonly string[] | null | undefined {
  const text = findText(part, wanted, unwanted, search)
  const mayBeAbsent = wanted.length === 0 && !partKinds[part].isAlwaysThere
  if (typeof text === 'string') return [text]
  return mayBeAbsent ? [] : text
}

/** Each rule may hold for a text of its own; one that does for several is there once. */
function manyTexts(
  { part }: Subject,
  wanted: readonly Predicate[],
  unwanted: readonly Predicate[],
  search: Search,
): readonly string[] | null | undefined {
  const texts: string[] = []
  for (const one of wanted) {
    if (texts.some(one.holds)) continue
    const text = findText(part, [one], unwanted, search)
    if (typeof text !== 'string') return text
    texts.push(text)
  }
  return texts
}
