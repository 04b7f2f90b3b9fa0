import { z } from 'zod'
import { httpMethods, monitorKinds } from '../health-monitor/monitor-kinds.ts'
import { fixed, optional, required, type Value } from '../kit/field.ts'
import { type CreatedOf, defineResource, type PatchOf, type RowOf } from '../kit/resource.ts'
import { choice, integer, orNone, uuid } from '../kit/values.ts'
import { identity, sharedFields } from './shared-fields.ts'

const domainPattern = /^(?=.{1,253}\.?$)(?:(?!-|[^.]+_)[A-Za-z0-9-_]{1,63}(?<!-)(?:\.|$))+$/
const codesPattern = /^(\d{3}(\s*,\s*\d{3})*)$|^(\d{3}-\d{3})$/

const urlPath: Value<string> = {
  accepts: z
    .string('Value should be string')
    .max(255, 'Value should have a maximum character requirement of 255')
    .regex(/^\/[\x21-\x7e]*$/, 'Value must be a valid URL Path string'),
  kind: 'text',
}
const expectedCodes: Value<string> = {
  accepts: z
    .string('Value should be string')
    .max(64)
    .regex(codesPattern, 'Value should be one code (200), a list (200, 201) or a range (200-204)'),
  kind: 'text',
}
const domainName: Value<string> = {
  accepts: z
    .string('Value should be string')
    .max(255)
    .regex(domainPattern, 'Value should be a domain name such as www.example.com'),
  kind: 'text',
}
const httpVersion: Value<number> = {
  accepts: z.union([z.literal(1), z.literal(1.1)], { error: 'Value should be one of: 1.0, 1.1' }),
  kind: 'number',
}

export const healthMonitor = defineResource({
  name: 'healthmonitor',
  collection: 'healthmonitors',
  title: 'Health Monitor',
  fields: {
    ...identity,
    pool_id: fixed(required(uuid, { label: 'Pool', help: 'The pool whose members it checks.' })),
    type: fixed(required(choice(monitorKinds), { label: 'Type', help: 'How members are checked.' })),
    delay: required(integer(0, 2_147_483), { label: 'Delay', help: 'Time between two checks of a member.', unit: 's' }),
    timeout: required(integer(0, 2_147_483), {
      label: 'Timeout',
      help: 'How long a check may take. Must be below the delay.',
      unit: 's',
    }),
    max_retries: required(integer(1, 10), {
      label: 'Successes to come up',
      help: 'Checks that must pass, one after the other, 1 to 10.',
    }),
    max_retries_down: optional(integer(1, 10), 3, {
      label: 'Failures to go down',
      help: 'Checks that must fail, one after the other, 1 to 10.',
    }),
    http_method: optional(orNone(choice(httpMethods)), null, {
      label: 'Method',
      help: 'The method of the request; GET unless given.',
      lessCommon: true,
    }),
    url_path: optional(orNone(urlPath), null, { label: 'Path', help: 'The path to ask for; / unless given.' }),
    expected_codes: optional(orNone(expectedCodes), null, {
      label: 'Expected codes',
      help: 'One code (200), a list (200, 201) or a range (200-204); 200 unless given.',
    }),
    http_version: optional(orNone(httpVersion), null, {
      label: 'HTTP version',
      help: '1.0 or 1.1; 1.0 unless given.',
      lessCommon: true,
    }),
    domain_name: optional(orNone(domainName), null, {
      label: 'Domain name',
      help: 'The Host header of the check; needs HTTP version 1.1.',
      lessCommon: true,
    }),
    ...sharedFields,
  },
})
export type HealthMonitor = RowOf<typeof healthMonitor>
export type CreatedHealthMonitor = CreatedOf<typeof healthMonitor>
export type HealthMonitorPatch = PatchOf<typeof healthMonitor>
