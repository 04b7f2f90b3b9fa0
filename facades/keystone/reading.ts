import { DomainError } from 'model/errors'
import { isObject } from '../shared/body.ts'
import { domain } from './domain.ts'

export type Attributes = Readonly<Record<string, unknown>>

/** The object under the root key of a body: `{"project": {...}}`. */
export function rootOf(body: unknown, root: string): Attributes {
  const object = isObject(body) ? body[root] : undefined
  if (!isObject(object)) throw new DomainError('invalid', `The body should be an object with the key "${root}".`)
  return object
}

/**
 * The attributes that the service knows, under its names. What Keystone has besides is taken where it says nothing
 * (`"parent_id": "default"`, an empty list of tags) and refused where it would be lost.
 */
export function attributesOf(given: Attributes, names: Readonly<Record<string, string>>): Record<string, unknown> {
  const attributes: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(given)) {
    if (Object.hasOwn(names, name)) attributes[names[name] ?? name] = value
    else refuseUnlessEmpty(name, value)
  }
  return attributes
}

/** What clients send along although it is the only possibility. */
const only: Readonly<Record<string, unknown>> = { domain_id: domain.id, parent_id: domain.id, is_domain: false }

function refuseUnlessEmpty(name: string, value: unknown): void {
  const says = Object.hasOwn(only, name) ? value !== only[name] && value !== null : !isEmpty(value)
  if (!says) return
  if (name === 'domain_id') throw new DomainError('not_found', `There is only the domain ${domain.id}.`)
  throw new DomainError('invalid', `${printable(name)} can not be set here.`, [
    { about: name, message: 'Can not be set' },
  ])
}

function isEmpty(value: unknown): boolean {
  if (Array.isArray(value)) return value.length === 0
  if (isObject(value)) return Object.values(value).every((one) => isEmpty(one) || one === false)
  return value === null || value === undefined
}

/** Names come from the client: they stand in a message, not a page. */
function printable(name: string): string {
  return name.slice(0, 64).replace(/[^\p{L}\p{N}_:.-]/gu, '?')
}

/** Rows whose attributes are what the query says of them. Parameters that name no attribute are left alone, as Keystone does. */
export function matching<T extends object>(rows: readonly T[], query: URLSearchParams): T[] {
  return rows.filter((row) =>
    Object.entries(row).every(([name, value]) => {
      const wanted = query.get(name)
      return wanted === null || typeof value === 'object' || isSaid(value, wanted)
    }),
  )
}

/** Names differ in more than their case here, so that no case is asked for; `enabled=1` and `enabled=True` are true. */
function isSaid(value: unknown, wanted: string): boolean {
  if (typeof value !== 'boolean') return String(value).toLowerCase() === wanted.toLowerCase()
  return value !== ['0', 'false'].includes(wanted.toLowerCase())
}
