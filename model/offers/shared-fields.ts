import { z } from 'zod'
import { assigned, required, type Value } from '../kit/field.ts'
import { text, uuid } from '../kit/values.ts'

const nonEmptyText: Value<string> = {
  accepts: z
    .string('Value should be string')
    .min(1, 'Value should have a minimum character requirement of 1')
    .pipe(text().accepts as z.ZodType<string, string>),
  kind: 'text',
}

export const assignedId = assigned(uuid, { label: 'ID', help: 'Assigned when it is created.' })
export const givenName = required(nonEmptyText, { label: 'Name', help: 'What people choose it by.' })

/** JSON of up to 4,096 characters; what it may say is in `capabilities.ts`. */
export const profileData: Value<string> = {
  accepts: z
    .string('Value should be string')
    .max(4_096, 'Value should have a maximum character requirement of 4096')
    .regex(/^[^\0]*$/, 'Value should not contain control characters'),
  kind: 'long-text',
}
export const providerName = required(text(64), { label: 'Provider', help: 'Who runs the load balancers: fulcrum.' })
