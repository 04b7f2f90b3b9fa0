import { z } from 'zod'
import { isObject } from '../shared/body.ts'
import { parsed } from '../shared/parse.ts'
import { EmptyBody, invalidInput } from './errors.ts'

// What clients send, by the dialect's names and types. What a value may be is said by the model; attributes that are none of these are
// taken and have no effect, as with the vendor: its clients send along more than this product has.

export const text = z.string('Value should be string')
export const flag = z.boolean('Value should be a boolean')
export const whole = z.int('Value should be a whole number')
export const texts = z.array(text, 'Value should be a list')

/** `{"listener": {…}}` as a schema, for the reference. */
export function wrapped(name: string, schema: z.ZodType): z.ZodType {
  return z.object({ [name]: schema })
}

/** What stands under the one name of a body. @throws invalid */
export function rootOf<T>(body: unknown, name: string, schema: z.ZodType<T>): T {
  if (body === undefined) throw new EmptyBody()
  const root = isObject(body) ? body[name] : undefined
  if (!isObject(root)) throw invalidInput(name, `The body should be an object with the key "${name}"`)
  return parsed(schema, root)
}

type Given<T> = { [K in keyof T]: Exclude<T[K], undefined> }

/** The attributes that were given, null among them: in an update it takes a value away. */
export function given<T extends object>(attributes: T): Partial<Given<T>> {
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined)) as Partial<Given<T>>
}
