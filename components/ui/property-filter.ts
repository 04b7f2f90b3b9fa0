/** A filter as a person types it: `status: ERROR name: web anything`. Words without a property are looked for everywhere. */
export type FilterTerm = { readonly property: string | null; readonly value: string }

const term = /(?:([a-z][\w-]*):\s*)?(?:"([^"]*)"|(\S+))/gi

/** `status: ERROR "blue green"` is [{ status, ERROR }, { null, blue green }]. */
export function parseFilter(text: string): FilterTerm[] {
  return [...text.matchAll(term)].map((found) => ({
    property: found[1]?.toLowerCase() ?? null,
    value: found[2] ?? found[3] ?? '',
  }))
}

/** What can be asked of a row: the texts of each property. */
export type FilterProperties<T> = Readonly<Record<string, (row: T) => readonly (string | number | null | undefined)[]>>

/** The rows that satisfy every term. A term holds when one of its texts contains the value, in any case of letters. */
export function filterRows<T>(rows: readonly T[], terms: readonly FilterTerm[], properties: FilterProperties<T>): T[] {
  return rows.filter((row) => terms.every((one) => holds(row, one, properties)))
}

function holds<T>(row: T, { property, value }: FilterTerm, properties: FilterProperties<T>): boolean {
  const known = property === null ? undefined : properties[property]
  const needle = (property !== null && !known ? `${property}:${value}` : value).toLowerCase()
  const texts = known ? known(row) : Object.values(properties).flatMap((read) => read(row))
  return texts.some((text) => text !== null && text !== undefined && String(text).toLowerCase().includes(needle))
}
