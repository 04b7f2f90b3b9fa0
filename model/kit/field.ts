import type { z } from 'zod'

/** What a form draws and how a lenient dialect reads a value of this field. A new kind is a new input in `components/forms`. */
export type ValueKind =
  | 'text'
  | 'long-text'
  | 'boolean'
  | 'number'
  | 'choice'
  | 'reference'
  | 'address'
  | 'list'
  | 'record'
  | 'moment'

export type Words = {
  readonly label: string
  readonly help: string
  /** Shown inside the field's right edge: `s`, `ms`. */
  readonly unit?: string
  /** Folded under "More options" in forms. */
  readonly lessCommon?: true
}

/** One attribute: what it accepts, who may set it and when, what stands in for it, and how a person reads it. */
export type Field<T = unknown> = Words & {
  readonly accepts: z.ZodType<T>
  readonly kind: ValueKind
  readonly onCreate: 'required' | 'optional' | 'server'
  readonly onUpdate: 'allowed' | 'fixed'
  /** What stands in when an optional value is absent in a create, or null in an update. */
  readonly fallback: T | null
}

/** A kind of value: its schema and how a form shows it. See `kit/values.ts`. */
export type Value<T> = { readonly accepts: z.ZodType<T>; readonly kind: ValueKind }

export function required<T>(value: Value<T>, words: Words): Field<T> {
  return { ...value, onCreate: 'required', onUpdate: 'allowed', fallback: null, ...words }
}

export function optional<T>(value: Value<T>, fallback: NoInfer<T>, words: Words): Field<T> {
  return { ...value, onCreate: 'optional', onUpdate: 'allowed', fallback, ...words }
}

/** Set by the server alone; a client that sends it is told so. */
export function assigned<T>(value: Value<T>, words: Words): Field<T> {
  return { ...value, onCreate: 'server', onUpdate: 'fixed', fallback: null, ...words }
}

/** Can be set in a create and never afterwards. */
export function fixed<T>(field: Field<T>): Field<T> {
  return { ...field, onUpdate: 'fixed' }
}
