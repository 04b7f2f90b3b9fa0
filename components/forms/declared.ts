import type { Issue } from 'model/errors'
import { createSchema, type Resource, updateSchema } from 'model/kit/resource'
import { type ResourceKind, resources } from 'model/resources/index'
import { isSame, type Values } from './values.ts'

// What forms ask of the declarations of the resources. These come with their schemas: a page loads them with its first form.

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
