import type { Field } from 'model/kit/field'
import { type ResourceKind, resources } from 'model/resources/index'

/** The label of an attribute in the forms. Loaded after the page, because the declarations come with their schemas. */
export function labelOf(kind: ResourceKind, attribute: string): string {
  const fields: Readonly<Record<string, Field>> = resources[kind].fields
  return fields[attribute]?.label ?? attribute
}
