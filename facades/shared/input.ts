import { DomainError } from 'model/errors'
import type { Field } from 'model/kit/field'
import { resources } from 'model/resources/index'
import { isObject } from './body.ts'
import { lenient, lenientBoolean } from './coerce.ts'
import { type DescribedKind, described } from './described.ts'
import { invalidValue, printed, refuseUnlessValid } from './schema-words.ts'

/** An object as a client sent it, or the model's input made from it. */
export type Input = Record<string, unknown>

/** Octavia's names for the argument that a body is; they stand in its sentences. */
export const argumentNames = {
  load_balancer: 'load_balancer',
  listener: 'listener_',
  pool: 'pool_',
  member: 'member_',
  health_monitor: 'health_monitor_',
  l7_policy: 'l7policy_',
  l7_rule: 'rule_',
  flavor: 'flavor_',
  flavor_profile: 'flavor_profile_',
  availability_zone: 'availability_zone_',
  availability_zone_profile: 'availability_zone_profile_',
  quota: 'quotas',
} as const satisfies Record<DescribedKind, string>

/** The object under the root key of a body: `{"listener": {...}}`. */
export function rootOf(kind: DescribedKind, body: unknown, root: string = described[kind].name): unknown {
  const argument = argumentNames[kind]
  if (!isObject(body)) {
    throw new DomainError(
      'invalid',
      body === undefined ? `Missing argument: "${argument}"` : `The body should be an object with the key "${root}".`,
    )
  }
  const stray = Object.keys(body).find((key) => key !== root)
  if (stray !== undefined) throw unknownAttribute(argument, stray)
  if (body[root] === undefined || body[root] === null)
    throw new DomainError('invalid', `Missing argument: "${argument}"`)
  return body[root]
}

/** What a create or an update takes: attributes of the model, and names that the dialect reads itself. */
type Takes = { readonly fields: Readonly<Record<string, Field>>; readonly also: readonly string[] }

/** Where an object stands in a body, and what that place says about it. */
export type Place = {
  /** In Octavia's sentences, `listener_.listener`. */
  readonly argument: string
  /** In issues, `listeners/0`; empty for the root. */
  readonly about?: string
  /** Attributes that the body may not have here: the place gives them. */
  readonly without?: readonly string[]
  /** Mandatory attributes that may be missing here: something else in the body gives them. */
  readonly givenElsewhere?: readonly string[]
  /** Names beyond the resource's own that are read elsewhere. */
  readonly also?: readonly string[]
}

/** The model's input for a create. Null is "not given", but for `admin_state_up`, where Octavia reads it as false. */
export function createInput(kind: DescribedKind, value: unknown, place: Place): Input {
  const { argument, about = '', without = [], givenElsewhere = [], also = [] } = place
  const fields = fieldsWhere(kind, (name, field) => field.onCreate !== 'server' && !without.includes(name))
  const owner = Object.hasOwn(resources, kind) ? ['project_id', 'tenant_id'] : []
  const given = readObject({ fields, also: [...also, ...owner] }, value, argument)
  const { project_id: _, tenant_id: __, ...input } = given
  if (input['admin_state_up'] === null) input['admin_state_up'] = false
  const own = Object.fromEntries(Object.entries(input).filter(([name]) => Object.hasOwn(fields, name)))
  refuseUnlessValid(own, { kind, method: 'create', about, givenElsewhere: [...without, ...givenElsewhere] })
  return input
}

/** The model's input for an update: null resets an attribute that has a default, and is refused where there is none. */
export function updateInput(
  kind: DescribedKind,
  value: unknown,
  { argument, about = '', also = [] }: Omit<Place, 'without' | 'givenElsewhere'> = { argument: argumentOf(kind) },
): Input {
  const fields = changeable[kind]
  const input = readObject({ fields, also }, value, argument)
  const reset = Object.keys(input).find((name) => input[name] === null && fields[name]?.onCreate === 'required')
  if (reset !== undefined) {
    throw new DomainError('invalid', `None is not a valid option for ${reset}`, [
      { about: about === '' ? reset : `${about}/${reset}`, message: 'Mandatory field missing.' },
    ])
  }
  const own = Object.fromEntries(Object.entries(input).filter(([name]) => Object.hasOwn(fields, name)))
  refuseUnlessValid(own, { kind, method: 'update', about, givenElsewhere: [] })
  return input
}

export function argumentOf(kind: DescribedKind): string {
  return `${argumentNames[kind]}.${described[kind].name}`
}

/** The list under a key of an object, each element with its place in sentences. Absent and null are an empty list. */
export function listOf(value: unknown, name: string): unknown[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) throw invalidValue(name, value, 'Value should be a list')
  return value
}

/** `True` for a query parameter in any of a boolean's spellings. */
export function booleanParameter(query: URLSearchParams, name: string): boolean {
  const text = query.get(name)
  if (text === null || text === '') return false
  const value = lenientBoolean(text)
  if (value === undefined) throw invalidValue(name, text, `Value not an unambiguous boolean: ${text}`)
  return value
}

/** What an update may change. */
const changeable = Object.fromEntries(
  Object.keys(described).map((kind) => [
    kind,
    fieldsWhere(kind as DescribedKind, (_, field) => field.onUpdate === 'allowed'),
  ]),
) as Readonly<Record<DescribedKind, Readonly<Record<string, Field>>>>

function fieldsWhere(kind: DescribedKind, keep: (name: string, field: Field) => boolean): Record<string, Field> {
  const fields: Record<string, Field> = described[kind].fields
  return Object.fromEntries(Object.entries(fields).filter(([name, field]) => keep(name, field)))
}

function readObject(takes: Takes, value: unknown, path: string): Input {
  if (!isObject(value)) throw invalidValue(path.slice(path.lastIndexOf('.') + 1), value, 'Value should be an object')
  const entries = Object.entries(value).map(([name, given]) => {
    const field = Object.hasOwn(takes.fields, name) ? takes.fields[name] : undefined
    if (!field && !takes.also.includes(name)) throw unknownAttribute(path, name)
    return [name, field ? readValue(field, given, { name, path }) : given] as const
  })
  return Object.fromEntries(entries)
}

function readValue(field: Field, given: unknown, at: { name: string; path: string }): unknown {
  if (given === null) return null
  const value = lenient(field, given)
  if (field.kind === 'boolean' && typeof value !== 'boolean') {
    throw invalidValue(at.name, given, `Value not an unambiguous boolean: ${printed(given)}`)
  }
  refuseEmptyOffer(at.name, value)
  return at.name === 'session_persistence' ? persistenceInput(value, at.path) : value
}

const offers = { tls_versions: 'TLS version', alpn_protocols: 'ALPN protocol' } as const

/** Nothing to offer is not the same as no word about it, which is the default. */
function refuseEmptyOffer(name: string, value: unknown): void {
  if (!Array.isArray(value) || value.length > 0 || !Object.hasOwn(offers, name)) return
  const what = offers[name as keyof typeof offers]
  const message = `Validation failure: Empty ${what} list. Either specify at least one ${what} or remove this parameter to use the default.`
  throw new DomainError('invalid', message, [{ about: name, message }])
}

const persistenceAttributes = ['type', 'cookie_name', 'persistence_timeout', 'persistence_granularity']

function persistenceInput(value: unknown, path: string): unknown {
  if (!isObject(value)) return value
  const stray = Object.keys(value).find((name) => !persistenceAttributes.includes(name))
  if (stray !== undefined) throw unknownAttribute(`${path}.session_persistence`, stray)
  const timeout = value['persistence_timeout']
  return typeof timeout === 'string' && /^\d{1,9}$/.test(timeout)
    ? { ...value, persistence_timeout: Number(timeout) }
    : value
}

export function unknownAttribute(path: string, name: string): DomainError {
  return new DomainError('invalid', `Unknown attribute for argument ${path}: ${printed(name)}`, [
    { about: name, message: 'Unknown attribute' },
  ])
}
