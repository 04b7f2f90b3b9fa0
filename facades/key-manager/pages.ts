import { z } from 'zod'
import { parsed } from '../shared/parse.ts'
import type { Wire } from './wire.ts'

const mostOnPage = 100
const number = (least: number) =>
  z.coerce.number('Value should be a whole number').int('Value should be a whole number').min(least).max(1_000_000_000)
const cut = z.object({ limit: number(0).default(10), offset: number(0).default(0) })

/** What a list may be asked for, by the names that the client writes, and the attribute that each is about. */
const filters: Readonly<Record<string, string>> = {
  name: 'name',
  alg: 'algorithm',
  mode: 'mode',
  bits: 'bit_length',
  secret_type: 'secret_type',
  type: 'type',
}

type Listed = { readonly collection: 'secrets' | 'containers'; readonly base: string; readonly rows: readonly Wire[] }

/** A page of a list, ten rows where nobody said how many: with their number, and where the pages before and after it are. */
export function page(url: URL, { collection, base, rows }: Listed): Wire {
  const { limit: wished, offset } = parsed(cut, Object.fromEntries(url.searchParams))
  const limit = Math.min(wished, mostOnPage)
  const kept = rows.filter((row) => isAskedFor(row, url.searchParams))
  const at = (place: number) => {
    const query = new URLSearchParams(url.searchParams)
    query.set('limit', String(limit))
    query.set('offset', String(Math.max(0, place)))
    return `${base}/${collection}?${query}`
  }
  return {
    [collection]: kept.slice(offset, offset + limit),
    total: kept.length,
    ...(limit > 0 && offset + limit < kept.length && { next: at(offset + limit) }),
    ...(limit > 0 && offset > 0 && { previous: at(offset - limit) }),
  }
}

/** Zero bits is any number of them. */
function isAskedFor(row: Wire, query: URLSearchParams): boolean {
  return Object.entries(filters).every(([name, attribute]) => {
    const asked = query.get(name)
    if (asked === null || !(attribute in row) || (name === 'bits' && asked === '0')) return true
    return String(row[attribute] ?? '') === asked
  })
}
