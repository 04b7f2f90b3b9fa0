import { DomainError } from 'model/errors'

type Words = readonly string[] | undefined
/** Values are compared as they are stored; a dialect has made them of the attribute's type before. */
export type Selection = {
  readonly filters: Readonly<Record<string, string | number | boolean | null | { readonly startsWith: string }>>
  readonly tags?: { readonly all?: Words; readonly any?: Words; readonly notAll?: Words; readonly notAny?: Words }
  readonly sort: readonly { readonly key: string; readonly direction: 'asc' | 'desc' }[]
  readonly limit: number
  /** The id of the last row seen. */
  readonly marker: string | null
  /** The page before the marker instead of the one after it. */
  readonly reverse: boolean
  readonly parent?: { readonly pool_id: string } | { readonly l7policy_id: string }
}

/** Whether tags pass: all of these, any of these, not all of these, none of these. What is not asked for passes. */
export function tagsPass(tags: readonly string[], wanted: Selection['tags']): boolean {
  const { all = [], any, notAll, notAny = [] } = wanted ?? {}
  const has = (tag: string) => tags.includes(tag)
  const hasAny = any === undefined || any.some(has)
  const lacksOne = notAll === undefined || !notAll.every(has)
  return all.every(has) && hasAny && lacksOne && !notAny.some(has)
}

export type IdPage = { readonly ids: readonly string[]; readonly hasMore: boolean }

/** The part of an ordered list of ids that a page shows. */
export function pageOf(
  ids: readonly string[],
  { marker, limit, reverse }: Pick<Selection, 'marker' | 'limit' | 'reverse'>,
): IdPage {
  const at = marker === null ? null : ids.indexOf(marker)
  if (at === -1) throw new DomainError('invalid', `Supplied pagination marker '${marker}' is not valid.`)
  if (reverse) {
    const end = at ?? ids.length
    const start = Math.max(0, end - limit)
    return { ids: ids.slice(start, end), hasMore: start > 0 }
  }
  const start = at === null ? 0 : at + 1
  return { ids: ids.slice(start, start + limit), hasMore: start + limit < ids.length }
}
