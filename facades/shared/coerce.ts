import type { Field } from 'model/kit/field'

/** Spellings of a boolean that OpenStack's services take, in any case of letters. */
const truths = ['true', 't', 'yes', 'y', 'on', '1']
const untruths = ['false', 'f', 'no', 'n', 'off', '0']

/** A boolean in any of the spellings; undefined when it is none. */
export function lenientBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  const word = typeof value === 'string' || typeof value === 'number' ? String(value).trim().toLowerCase() : ''
  if (truths.includes(word)) return true
  return untruths.includes(word) ? false : undefined
}

/** A number: a string of digits is one, and a fraction is cut unless the field takes it. Undefined when it is none. */
export function lenientNumber(field: Field, value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\s*[+-]?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined
  return field.accepts.safeParse(number).success ? number : Math.trunc(number)
}

/** The value as its field wants it, where a lenient client wrote it in another type; unchanged where that can not be read. */
export function lenient(field: Field, value: unknown): unknown {
  if (field.kind === 'boolean') return lenientBoolean(value) ?? value
  if (field.kind === 'number') return lenientNumber(field, value) ?? value
  return value
}
