/** What a path and a method lead to. `methods` are those that the path has, for 405. */
export type Match<O> =
  | { readonly found: true; readonly operation: O; readonly parameters: Record<string, string> }
  | { readonly found: false; readonly methods: readonly string[] }

type Routed = { readonly method: string; readonly path: string }

/** The operation of a table that a request asks for. Literal segments win over parameters: `/quotas/defaults` is not `/quotas/{id}`. */
export function matchOperation<O extends Routed>(operations: readonly O[], method: string, path: string): Match<O> {
  const segments = segmentsOf(path)
  const candidates = ofLength(operations, segments?.length ?? -1)
    .map(({ operation, parts }) => ({ operation, parameters: segments && parametersOf(parts, segments) }))
    .filter((one): one is { operation: O; parameters: Record<string, string> } => one.parameters !== null)
    .sort((one, other) => Object.keys(one.parameters).length - Object.keys(other.parameters).length)
  const match = candidates.find((one) => one.operation.method === method)
  if (match) return { found: true, ...match }
  return { found: false, methods: [...new Set(candidates.map((one) => one.operation.method))] }
}

/** The refusal of a method says which ones the path takes: RFC 9110 section 15.5.6 asks for it. */
export function allowing(methods: readonly string[], refusal: Response): Response {
  if (methods.length > 0) refusal.headers.set('allow', methods.join(', '))
  return refusal
}

type Pattern<O> = { readonly operation: O; readonly parts: readonly string[] }
/** The patterns of each table by their length: each request asks, and no table ever changes. */
const patterns = new WeakMap<readonly Routed[], ReadonlyMap<number, readonly Pattern<Routed>[]>>()

function ofLength<O extends Routed>(operations: readonly O[], length: number): readonly Pattern<O>[] {
  const known = patterns.get(operations) ?? byLength(operations)
  patterns.set(operations, known)
  return (known.get(length) ?? []) as readonly Pattern<O>[]
}

function byLength(operations: readonly Routed[]): ReadonlyMap<number, readonly Pattern<Routed>[]> {
  const all = operations.map((operation) => ({ operation, parts: operation.path.split('/').filter(Boolean) }))
  const lengths = new Set(all.map(({ parts }) => parts.length))
  return new Map([...lengths].map((length) => [length, all.filter(({ parts }) => parts.length === length)]))
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

function parametersOf(parts: readonly string[], segments: readonly string[]): Record<string, string> | null {
  const parameters: [string, string][] = []
  for (const [at, part] of parts.entries()) {
    const segment = segments[at] ?? ''
    if (part.startsWith('{')) parameters.push([part.slice(1, -1), segment])
    else if (part !== segment) return null
  }
  return Object.fromEntries(parameters)
}
