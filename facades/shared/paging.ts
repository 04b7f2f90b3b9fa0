import { DomainError } from 'model/errors'
import { lenientBoolean } from './coerce.ts'

/** The most rows that one answer carries. */
export const maxLimit = 1_000

export type Page = {
  readonly limit: number
  readonly marker: string | null
  readonly reverse: boolean
  readonly sort: readonly { readonly key: string; readonly direction: 'asc' | 'desc' }[]
}

/** Query parameters that order and cut a list, and so are no filters. */
export const pagingParameters = ['limit', 'marker', 'page_reverse', 'sort', 'sort_key', 'sort_dir'] as const

/** `limit`, `marker`, `page_reverse`, `sort=key:dir,key` or `sort_key`/`sort_dir` (reference: API contract, section 8). */
export function pageOf(query: URLSearchParams, sortable: readonly string[]): Page {
  return {
    limit: limitOf(query.get('limit')),
    marker: query.get('marker') || null,
    reverse: lenientBoolean(query.get('page_reverse')) ?? false,
    sort: sortOf(query, sortable),
  }
}

/** Zero, a negative number and `infinite` say that the client has no limit of its own. */
function limitOf(text: string | null): number {
  if (text === null || text === '' || text === 'infinite') return maxLimit
  if (!/^[+-]?\d+$/.test(text)) throw new DomainError('invalid', `Supplied pagination limit '${text}' is not valid.`)
  const limit = Number(text)
  return limit <= 0 ? maxLimit : Math.min(limit, maxLimit)
}

function sortOf(query: URLSearchParams, sortable: readonly string[]): Page['sort'] {
  const words = commaLists(query, 'sort')
  const keys = commaLists(query, 'sort_key')
  const directions = commaLists(query, 'sort_dir')
  const pairs =
    words.length > 0 ? words.map(keyAndDirection) : keys.map((key, at) => [key, directions[at] ?? 'asc'] as const)
  return pairs.map(([key, direction]) => {
    if (!sortable.includes(key)) throw new DomainError('invalid', `Supplied sort key '${key}' is not valid.`)
    if (direction === 'asc' || direction === 'desc') return { key, direction }
    throw new DomainError('invalid', `Supplied sort direction '${direction}' is not valid.`)
  })
}

function keyAndDirection(word: string): readonly [string, string] {
  const colon = word.indexOf(':')
  return colon < 0 ? [word, 'asc'] : [word.slice(0, colon), word.slice(colon + 1)]
}

/** `a,b` and repeated parameters alike. */
export function commaLists(query: URLSearchParams, name: string): string[] {
  return query
    .getAll(name)
    .flatMap((text) => text.split(','))
    .filter((one) => one !== '')
}

export type Link = { readonly rel: 'next' | 'previous'; readonly href: string }

/**
 * Links to the pages beside this one. A full page has a next one, as in Octavia, where an empty page ends the walk; filters
 * stay in the links.
 */
export function linksOf(base: string, query: URLSearchParams, page: Page, ids: readonly string[]): Link[] {
  const [first, last] = [ids[0], ids.at(-1)]
  const links: Link[] = []
  const href = (marker: string, isReverse: boolean) => {
    const other = new URLSearchParams(query)
    other.delete('page_reverse')
    other.set('limit', String(page.limit))
    other.set('marker', marker)
    if (isReverse) other.set('page_reverse', 'True')
    return `${base}?${other}`
  }
  if (page.marker !== null && first !== undefined) links.push({ rel: 'previous', href: href(first, true) })
  if (last !== undefined && ids.length >= page.limit) links.push({ rel: 'next', href: href(last, false) })
  return links
}
