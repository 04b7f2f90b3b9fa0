import type { Fields } from 'model/kit/resource'
import { answerJson } from '@/server/answer.ts'
import { selectedRows } from '@/server/services/selection.ts'
import { withFields } from '../shared/fields.ts'
import type { Call } from '../shared/operation.ts'
import { publicOrigin } from '../shared/origin.ts'
import { linksOf } from '../shared/paging.ts'
import { plainSelectionOf } from './selection.ts'

/** How a list stands in an answer. `key` is the attribute that a marker names. */
export type ListForm<T extends object> = {
  readonly collection: string
  readonly linksName: string
  readonly key: keyof T & string
  /** What can be filtered and sorted by. */
  readonly fields: Fields
}

/** The page that the query asks for, of rows that are all at hand. */
export function listed<T extends object>(
  call: Call,
  rows: readonly T[],
  { collection, linksName, key, fields }: ListForm<T>,
): Response {
  const query = call.url.searchParams
  const selection = plainSelectionOf(fields, query)
  const page = selectedRows(rows, selection, key)
  const base = `${publicOrigin(call.request)}${call.url.pathname}`
  const keys = page.map((row) => String(row[key]))
  return answerJson({
    [collection]: page.map((row) => withFields(query, row)),
    [linksName]: linksOf(base, query, selection, keys),
  })
}
