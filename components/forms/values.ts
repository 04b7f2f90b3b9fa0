import type { Issue } from 'model/errors'
import { createSchema, type Resource, updateSchema } from 'model/kit/resource'
import { type ResourceKind, resources } from 'model/resources/index'

/** What a form holds: the attributes of a resource as people left them, not checked yet. */
export type Values = Readonly<Record<string, unknown>>

/** Attributes that the place of a form decides, not the person: a parent's id. Any UUID stands in while checking. */
export const placeholderId = '00000000-0000-4000-8000-000000000000'

/** Everything that the model's create schema finds wrong; `about` is the path of an attribute. */
export function createIssues(kind: ResourceKind, values: Values): Issue[] {
  return schemaIssues(createSchema(resources[kind] as Resource).safeParse(values))
}

/** The same for an update. */
export function updateIssues(kind: ResourceKind, patch: Values): Issue[] {
  return schemaIssues(updateSchema(resources[kind] as Resource).safeParse(patch))
}

type Parsed = {
  readonly success: boolean
  readonly error?:
    | { readonly issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] }
    | undefined
}

export function schemaIssues(parsed: Parsed): Issue[] {
  return (parsed.error?.issues ?? []).map((one) => ({ about: one.path.map(String).join('/'), message: one.message }))
}

/** What is said at a field: the first issue about the attribute or about a part of it. */
export function messageFor(issues: readonly Issue[], attribute: string): string | null {
  const found = issues.find((one) => one.about === attribute || one.about.startsWith(`${attribute}/`))
  return found?.message ?? null
}

/** Only what differs from the stored row: the body of an update. */
export function changedValues(before: Values, after: Values): Values {
  return Object.fromEntries(Object.entries(after).filter(([name, value]) => !isSame(before[name], value)))
}

/** Only what differs from the defaults: the body of a create, as short as a person would write it. */
export function leanValues(kind: ResourceKind, values: Values): Values {
  const { fields } = resources[kind] as Resource
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => {
      const field = fields[name]
      if (value === undefined || field === undefined) return false
      return field.onCreate === 'required' || (value !== null && !isSame(field.fallback, value))
    }),
  )
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
