import { z } from 'zod'
import type { Field } from './field.ts'

// biome-ignore lint/suspicious/noExplicitAny: the only way to say "a field of whatever type" where the type is read back by inference.
export type Fields = Readonly<Record<string, Field<any>>>

/** A resource, declared once: its schemas, its API attributes, its defaults, its form and its reference page are derived from this. */
export type Resource<F extends Fields = Fields> = {
  /** Its name in the API's bodies. */
  readonly name: string
  /** Its plural in the API's bodies and paths. */
  readonly collection: string
  /** Its name in sentences, as Octavia writes it. */
  readonly title: string
  readonly fields: F
}

export function defineResource<const F extends Fields>(resource: Resource<F>): Resource<F> {
  return resource
}

type ValueOf<F> = F extends Field<infer T> ? T : never

/** A stored row: every attribute has a value. */
export type RowOf<R extends Resource> = { -readonly [K in keyof R['fields']]: ValueOf<R['fields'][K]> }

type Settable<F extends Fields> = { [K in keyof F as F[K]['onCreate'] extends 'server' ? never : K]: ValueOf<F[K]> }

/** What a create leaves to the server. */
export type CreatedOf<R extends Resource> = Settable<R['fields']>

/** What an update may carry; an absent attribute keeps its value. */
export type PatchOf<R extends Resource> = Partial<CreatedOf<R>>

/** A schema is made once: making it takes a hundred times as long as using it, and forms use it with every letter that is typed. */
function madeOnce(make: (resource: Resource) => z.ZodType): (resource: Resource) => z.ZodType {
  const made = new WeakMap<Resource, z.ZodType>()
  return (resource) => {
    const schema = made.get(resource) ?? make(resource)
    made.set(resource, schema)
    return schema
  }
}

/** Parses a create: required attributes must be there, optional ones fall back when absent or null, all others are refused. */
export function createSchema<R extends Resource>(resource: R): z.ZodType<CreatedOf<R>> {
  return creationOf(resource) as z.ZodType<CreatedOf<R>>
}

const creationOf = madeOnce((resource) => {
  const shape: Record<string, z.ZodType> = {}
  for (const [name, field] of Object.entries(resource.fields)) {
    if (field.onCreate === 'required')
      shape[name] = z.preprocess(
        absentIfNull,
        z.any().refine(isGiven, { error: mandatory, abort: true }).pipe(field.accepts),
      )
    if (field.onCreate === 'optional') shape[name] = orFallback(field)
  }
  return z.strictObject(shape)
})

/** Parses an update: absent keeps, null resets to the default, and what is fixed is refused. */
export function updateSchema<R extends Resource>(resource: R): z.ZodType<PatchOf<R>> {
  return updateOf(resource) as z.ZodType<PatchOf<R>>
}

const updateOf = madeOnce((resource) => {
  const shape: Record<string, z.ZodType> = {}
  for (const [name, field] of Object.entries(resource.fields)) {
    if (field.onUpdate === 'fixed') continue
    shape[name] = field.onCreate === 'required' ? field.accepts.optional() : orFallback(field).optional()
  }
  return z.strictObject(shape)
})

/** The names of the attributes that a predicate keeps, in the order of their declaration. */
export function attributeNames(resource: Resource, keep: (field: Field) => boolean = () => true): string[] {
  return Object.entries(resource.fields)
    .filter(([, field]) => keep(field))
    .map(([name]) => name)
}

/** A row with its attributes alone: what is stored besides is left out. */
export function attributesOf<R extends Resource>(resource: R, row: RowOf<R>): RowOf<R> {
  const given: Readonly<Record<string, unknown>> = row
  const attributes: Record<string, unknown> = {}
  for (const name in resource.fields) attributes[name] = given[name]
  return attributes as RowOf<R>
}

/** The values that a create starts from: what a form shows before anybody typed. */
export function defaultsOf<R extends Resource>(resource: R): Partial<CreatedOf<R>> {
  const optional = Object.entries(resource.fields).filter(([, field]) => field.onCreate === 'optional')
  return Object.fromEntries(optional.map(([name, field]) => [name, field.fallback])) as Partial<CreatedOf<R>>
}

const mandatory = 'Mandatory field missing.'

function isGiven(value: unknown): boolean {
  return value !== undefined
}

function absentIfNull(value: unknown): unknown {
  return value === null ? undefined : value
}

function orFallback(field: Field): z.ZodType {
  return z.preprocess((value) => (value === undefined || value === null ? field.fallback : value), field.accepts)
}
