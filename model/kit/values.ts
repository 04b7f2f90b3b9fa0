import { z } from 'zod'
import { isAddress, isCidr, networkOf } from './addresses.ts'
import type { Value } from './field.ts'

// The messages are Octavia's own words (reference: API contract, section 4), so that a form and every client read the same sentence.

/** Control characters never belong in a name, a description or a tag: they have no sight, and a line break could end a directive. */
const withoutControls = /^[^\p{Cc}\u2028\u2029]*$/u
const controlsRefused = 'Value should not contain control characters'

export const boolean: Value<boolean> = { accepts: z.boolean('Value should be a boolean'), kind: 'boolean' }
export const uuid: Value<string> = { accepts: z.guid('Value should be UUID format').toLowerCase(), kind: 'reference' }
export const moment: Value<string> = { accepts: z.string(), kind: 'moment' }

/** Text of 0 to `max` characters. */
export function text(max = 255): Value<string> {
  return { accepts: boundedText(max), kind: 'text' }
}

/** Text that deserves more than a line in a form. */
export function longText(max = 255): Value<string> {
  return { accepts: boundedText(max), kind: 'long-text' }
}

export function integer(min: number, max: number): Value<number> {
  const accepts = z
    .int('Value should be a whole number')
    .min(min, `Value should be greater or equal to ${min}`)
    .max(max, `Value should be lower or equal to ${max}`)
  return { accepts, kind: 'number' }
}

/** A TCP or UDP port, 1 to 65535. */
export const port = integer(1, 65_535)

/** One of the keys of a closed set. */
export function choice<T extends string>(table: Readonly<Record<T, unknown>>): Value<T> {
  const keys = Object.keys(table) as [T, ...T[]]
  return {
    accepts: z.enum(keys, { error: `Value should be one of: ${keys.join(', ')}` }) as unknown as z.ZodType<T>,
    kind: 'choice',
  }
}

/** An IPv4 or IPv6 address, without a prefix length or a zone. */
export const address: Value<string> = {
  accepts: z.string('Value should be IPv4 or IPv6 format').refine(isAddress, 'Value should be IPv4 or IPv6 format'),
  kind: 'address',
}

/** An IPv4 or IPv6 network; host bits are cut, as Octavia does: 10.1.2.3/8 is 10.0.0.0/8. */
export const cidr = z
  .string('Value should be IPv4 or IPv6 CIDR format')
  .refine((value) => isCidr(value), { error: 'Value should be IPv4 or IPv6 CIDR format', abort: true })
  .transform(networkOf)

export const tags: Value<string[]> = { accepts: z.array(boundedText(255)), kind: 'list' }

export function list<T>(items: z.ZodType<T>): Value<T[]> {
  return { accepts: z.array(items), kind: 'list' }
}

export function record<T>(accepts: z.ZodType<T>): Value<T> {
  return { accepts, kind: 'record' }
}

export function orNone<T>(value: Value<T>): Value<T | null> {
  return { ...value, accepts: value.accepts.nullable() }
}

function boundedText(max: number) {
  return z
    .string('Value should be string')
    .max(max, `Value should have a maximum character requirement of ${max}`)
    .regex(withoutControls, controlsRefused)
}
