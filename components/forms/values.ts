import type { Issue } from 'model/errors'

/** What a form holds: the attributes of a resource as people left them, not checked yet. */
export type Values = Readonly<Record<string, unknown>>

/** What is said at a field: the first issue about the attribute or about a part of it. */
export function messageFor(issues: readonly Issue[], attribute: string): string | null {
  const found = issues.find((one) => one.about === attribute || one.about.startsWith(`${attribute}/`))
  return found?.message ?? null
}

/** Only what differs from the stored row: the body of an update. */
export function changedValues(before: Values, after: Values): Values {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => !isSame(before[name], value)))
}

export function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(canonical(one)) === JSON.stringify(canonical(other))
}

/** Text as typed into a number field: a number when it is one, null when it is empty, else the text, for the schema to refuse. */
export function numberFromText(text: string): number | string | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  return /^-?\d{1,15}$/.test(trimmed) ? Number(trimmed) : text
}

/** Whether the value is one of the keys of a closed set. */
export function isKeyOf<T extends object>(table: T, value: unknown): value is keyof T & string {
  return typeof value === 'string' && Object.hasOwn(table, value)
}

/** The text of a value, for an input; nothing is the empty text. */
export function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value)
}

/** Keys in one order, so that equal records compare equal whatever order the server printed them in. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([key, inner]) => [key, canonical(inner)]),
  )
}
