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

type Row = Readonly<Record<string, unknown>>

/** The page of rows that are all at hand, for what there is little of. `key` is the attribute that a marker names. */
export function selectedRows<T extends object>(rows: readonly T[], selection: Selection, key: keyof T & string): T[] {
  const values = (row: T): Row => row as Row
  const passing = rows.filter((row) =>
    Object.entries(selection.filters).every(([name, wanted]) => isEqual(values(row)[name], wanted)),
  )
  const ordered = passing.toSorted((one, other) => {
    for (const { key: name, direction } of selection.sort) {
      const order = compared(values(one)[name], values(other)[name])
      if (order !== 0) return direction === 'asc' ? order : -order
    }
    return 0
  })
  const byKey = new Map(ordered.map((row) => [String(row[key]), row]))
  return pageOf([...byKey.keys()], selection).ids.flatMap((id) => byKey.get(id) ?? [])
}

function isEqual(value: unknown, wanted: Selection['filters'][string]): boolean {
  if (typeof wanted === 'object' && wanted !== null) return String(value ?? '').startsWith(wanted.startsWith)
  return value === wanted
}

/** Nothing comes before everything, numbers by size, all else by its letters. */
function compared(one: unknown, other: unknown): number {
  if (one === other) return 0
  if (one === null || other === null) return one === null ? -1 : 1
  if (typeof one === 'number' && typeof other === 'number') return one - other
  return String(one) < String(other) ? -1 : 1
}
