import { type ChildKind, collectionOf } from 'model/graph/graph'
import type { Field } from 'model/kit/field'
import { type ResourceKind, resources } from 'model/resources/index'
import { capitalThing } from '../resource-words.ts'
import { isRedTest } from './words.ts'

/** The label of an attribute in the forms. Loaded after the page, because the declarations come with their schemas. */
export function labelOf(kind: ResourceKind, attribute: string): string {
  if (isRedTest(attribute)) return 'Route test'
  const child = childOf(attribute)
  if (child) return child
  const fields: Readonly<Record<string, Field>> = resources[kind].fields
  return fields[attribute]?.label ?? attribute
}

/** A create tells of what was created with it: `pools/{id}` is "Pool". */
function childOf(attribute: string): string | null {
  const [collection] = attribute.split('/')
  const kind = (Object.keys(collectionOf) as ChildKind[]).find((one) => collectionOf[one] === collection)
  return attribute.includes('/') && kind ? capitalThing(kind) : null
}
