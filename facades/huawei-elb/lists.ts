import type { Wire } from './answers.ts'
import { answer } from './answers.ts'
import { invalidInput } from './errors.ts'

/** The most rows that one answer carries, and how many it has when nobody said. */
const mostRows = 2_000

/** What a list can be asked for: a parameter and where its value stands in a row. */
export type Filters = Readonly<Record<string, (row: Wire) => unknown>>

/** Parameters that are called as the attribute that they are about. */
export function byName(...names: readonly string[]): Filters {
  return Object.fromEntries(names.map((name) => [name, (row: Wire) => row[name]]))
}

/** A parameter about the ids in a list of references, `listeners: [{"id": "…"}]`. */
export function byReference(name: string): (row: Wire) => unknown {
  return (row) => {
    const references = row[name]
    return Array.isArray(references) ? references.map((one: { id?: unknown }) => one.id) : []
  }
}

/**
 * The page of a list that the query asks for. Values of one filter are alternatives, and all filters have to hold. The order is that in
 * which the rows were made.
 */
export function listed(url: URL, collection: string, { rows, filters }: { rows: readonly Wire[]; filters: Filters }) {
  const query = url.searchParams
  const { part, isLast } = pageOf(rows, (row) => passes(row, query, filters), cutOf(query))
  const [first, last] = [part[0], part.at(-1)]
  const page_info = {
    ...(first && { previous_marker: first['id'] }),
    ...(last && !isLast && { next_marker: last['id'] }),
    current_count: part.length,
  }
  return answer({ [collection]: part, page_info })
}

function passes(row: Wire, query: URLSearchParams, filters: Filters): boolean {
  return Object.entries(filters).every(([name, read]) => {
    const wanted = query.getAll(name)
    if (wanted.length === 0) return true
    const value = read(row)
    const has = (Array.isArray(value) ? value : [value]).map((one) => String(one ?? ''))
    return wanted.some((one) => has.includes(one) || (typeof value === 'boolean' && has.includes(one.toLowerCase())))
  })
}

type Cut = { readonly limit: number; readonly marker: string | null; readonly isReverse: boolean }

function cutOf(query: URLSearchParams): Cut {
  const limit = query.get('limit') || String(mostRows)
  if (!/^\d{1,4}$/.test(limit) || Number(limit) > mostRows)
    throw invalidInput('limit', `Value should be a number from 0 to ${mostRows}`)
  const reverse = query.get('page_reverse') || 'false'
  if (!/^(true|false)$/i.test(reverse)) throw invalidInput('page_reverse', 'Value should be true or false')
  return { limit: Number(limit), marker: query.get('marker') || null, isReverse: reverse.toLowerCase() === 'true' }
}

/** A marker stays good when its row does not pass the filters any more. */
function pageOf(
  rows: readonly Wire[],
  isAskedFor: (row: Wire) => boolean,
  { limit, marker, isReverse }: Cut,
): { readonly part: readonly Wire[]; readonly isLast: boolean } {
  const at = marker === null ? null : rows.findIndex((row) => row['id'] === marker)
  if (at === -1) throw invalidInput('marker', 'Value should be the id of something in this list')
  if (isReverse) {
    const before = rows.slice(0, at ?? rows.length).filter(isAskedFor)
    return { part: limit === 0 ? [] : before.slice(-limit), isLast: at === null }
  }
  const after = rows.slice(at === null ? 0 : at + 1).filter(isAskedFor)
  return { part: after.slice(0, limit), isLast: after.length <= limit }
}
