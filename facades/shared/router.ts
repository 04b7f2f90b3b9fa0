import { grouped } from 'model/kit/grouped'

/** What a path and a method lead to. `methods` are those that the path has, for 405. */
export type Match<O> =
  | { readonly found: true; readonly operation: O; readonly parameters: Record<string, string> }
  | { readonly found: false; readonly methods: readonly string[] }

type Routed = { readonly method: string; readonly path: string }

/** The operation of a table that a request asks for. Literal segments win over parameters: `/quotas/defaults` is not `/quotas/{id}`. */
export function matchOperation<O extends Routed>(operations: readonly O[], method: string, path: string): Match<O> {
  const segments = segmentsOf(path)
  if (segments === null) return { found: false, methods: [] }
  const patterns = ofLength(operations, segments.length)
  const match = patterns.find((one) => one.operation.method === method && fits(one, segments))
  if (match) return { found: true, operation: match.operation, parameters: parametersOf(match, segments) }
  const methods = patterns.filter((one) => fits(one, segments)).map((one) => one.operation.method)
  return { found: false, methods: [...new Set(methods)] }
}

/** The refusal of a method says which ones the path takes: RFC 9110 section 15.5.6 asks for it. */
export function allowing(methods: readonly string[], refusal: Response): Response {
  if (methods.length > 0) refusal.headers.set('allow', methods.join(', '))
  return refusal
}

/** Each segment of its path: a literal, or the name of a parameter. */
type Part = { readonly literal: string } | { readonly parameter: string }
type Pattern<O> = { readonly operation: O; readonly parts: readonly Part[] }
/** The patterns of each table by their length, those with fewer parameters first: each request asks, and no table ever changes. */
const patternsOf = new WeakMap<readonly Routed[], ReadonlyMap<number, readonly Pattern<Routed>[]>>()

function ofLength<O extends Routed>(operations: readonly O[], length: number): readonly Pattern<O>[] {
  const known = patternsOf.get(operations) ?? byLength(operations)
  patternsOf.set(operations, known)
  return (known.get(length) ?? []) as readonly Pattern<O>[]
}

function byLength(operations: readonly Routed[]): ReadonlyMap<number, readonly Pattern<Routed>[]> {
  const all = operations
    .map((operation) => ({ operation, parts: operation.path.split('/').filter(Boolean).map(partOf) }))
    .toSorted((one, other) => countParameters(one) - countParameters(other))
  return grouped(all, ({ parts }) => parts.length)
}

function partOf(segment: string): Part {
  return segment.startsWith('{') ? { parameter: segment.slice(1, -1) } : { literal: segment }
}

function countParameters({ parts }: Pattern<Routed>): number {
  return parts.filter((part) => 'parameter' in part).length
}

/** The decoded segments of a path, or null when it can not name anything: a bad escape, or a control character. */
function segmentsOf(path: string): string[] | null {
  try {
    const segments = path
      .split('/')
      .filter((one) => one !== '')
      .map(decodeURIComponent)
    // PostgreSQL refuses a zero byte in a text with an error of its own; no name or id has one.
    return segments.some((one) => /\p{Cc}/u.test(one)) ? null : segments
  } catch {
    return null
  }
}

function fits({ parts }: Pattern<Routed>, segments: readonly string[]): boolean {
  return parts.every((part, at) => 'parameter' in part || part.literal === segments[at])
}

function parametersOf({ parts }: Pattern<Routed>, segments: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    parts.flatMap((part, at) => ('parameter' in part ? [[part.parameter, segments[at] ?? '']] : [])),
  )
}
