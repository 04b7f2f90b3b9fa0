import { DomainError, type Issue } from 'model/errors'
import { createSchema, updateSchema } from 'model/kit/resource'
import type { z } from 'zod'
import { type DescribedKind, described } from './described.ts'

type Schemas = { readonly create: z.ZodType; readonly update: z.ZodType }

/** Made once: a batch of a thousand members asks a thousand times. */
const schemas = Object.fromEntries(
  Object.entries(described).map(([kind, resource]) => [
    kind,
    { create: createSchema(resource), update: updateSchema(resource) },
  ]),
) as Record<DescribedKind, Schemas>

export type Judged = {
  readonly kind: DescribedKind
  readonly method: keyof Schemas
  /** Where the object stands in the body, `listeners/0`; empty for the root. */
  readonly about: string
  /** Attributes that are given by other means when the body does not. */
  readonly givenElsewhere: readonly string[]
}

/**
 * Refuses what the resource's schema refuses, in Octavia's sentence, which carries the value:
 * `Invalid input for field/attribute protocol. Value: 'FTP'. Value should be one of: HTTP, TCP`. Like Octavia it says the first
 * thing that is wrong; the issues say all.
 */
export function refuseUnlessValid(input: object, { kind, method, about, givenElsewhere }: Judged): void {
  const read = schemas[kind][method].safeParse(input)
  if (read.success) return
  const wrong = read.error.issues
    .map(({ path, message }) => ({ path: path.map(String), message, value: valueAt(input, path) }))
    .filter(
      ({ path: [name = ''], value }) => !(givenElsewhere.includes(name) && (value === undefined || value === null)),
    )
  const [first] = wrong
  if (!first) return
  const issues = wrong.map(({ path, message }) => ({
    about: [...(about === '' ? [] : [about]), ...path].join('/'),
    message,
  }))
  throw new DomainError('invalid', sentenceOf(attributeOf(first.path), first.value, first.message), issues)
}

/** A refusal of one value of one attribute. */
export function invalidValue(attribute: string, value: unknown, why: string): DomainError {
  const issue: Issue = { about: attribute, message: why }
  return new DomainError('invalid', sentenceOf(attribute, value, why), [issue])
}

function sentenceOf(attribute: string, value: unknown, why: string): string {
  return `Invalid input for field/attribute ${attribute}. Value: '${printed(value)}'. ${why}`
}

/** The innermost attribute: an element of a list has no name of its own. */
function attributeOf(path: readonly string[]): string {
  return path.findLast((one) => /^[a-z][a-z_0-9]*$/.test(one)) ?? path[0] ?? ''
}

function valueAt(input: object, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((value, key) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    return Reflect.get(value, key)
  }, input)
}

/** A value inside a sentence, as Octavia prints it; a long one is cut. */
export function printed(value: unknown): string {
  if (value === undefined || value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 255 ? `${text.slice(0, 255)}…` : text
}
