import { DomainError } from 'model/errors'
import { isAddress, isCidr } from 'model/kit/addresses'
import { z } from 'zod'
import { isObject } from '../shared/body.ts'
import { lenientBoolean } from '../shared/coerce.ts'

// What the network API takes, in one schema for each object and method. Clients send attributes for which there is nothing to set
// here, such as `enable_dhcp`: those of `unused` are taken and have no effect, any other is refused by name.

const text = z
  .string('is not a string')
  .max(255, 'exceeds maximum length of 255')
  .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'has control characters')
const longText = text
const uuid = z.guid('is not a valid UUID').toLowerCase()
const address = z.string('is not a valid IP address').refine(isAddress, 'is not a valid IP address')
const cidr = z.string('is not a valid IP subnet').refine(isCidr, 'is not a valid IP subnet')
const switched = z.preprocess((value) => lenientBoolean(value) ?? value, z.boolean('cannot be converted to boolean'))
const pool = z.strictObject({ start: address, end: address })

const owner = { project_id: text.optional(), tenant_id: text.optional() }
const unused = (names: readonly string[]) =>
  Object.fromEntries(
    names.map((name) => [name, z.unknown().optional().meta({ description: 'Has no effect.' })]),
  ) as Record<never, z.ZodType>

export const bodies = {
  network: {
    create: z.strictObject({
      name: text.default(''),
      'router:external': switched.default(false),
      ...owner,
      ...unused(['admin_state_up', 'description', 'shared', 'mtu', 'port_security_enabled', 'is_default']),
    }),
    update: z.strictObject({ name: text.optional() }),
  },
  subnet: {
    create: z.strictObject({
      name: text.default(''),
      network_id: uuid,
      cidr,
      ip_version: z.coerce.number().int().optional(),
      gateway_ip: address.nullable().optional(),
      allocation_pools: z.array(pool).max(1, 'has more than one pool').optional(),
      ...owner,
      ...unused(['enable_dhcp', 'dns_nameservers', 'host_routes', 'description', 'ipv6_address_mode', 'ipv6_ra_mode']),
    }),
    update: z.strictObject({ name: text.optional() }),
  },
  floatingip: {
    create: z.strictObject({
      floating_network_id: uuid,
      floating_ip_address: address.nullable().default(null),
      subnet_id: uuid.nullable().default(null),
      port_id: uuid.nullable().default(null),
      fixed_ip_address: address.nullable().default(null),
      description: longText.default(''),
      ...owner,
      ...unused(['qos_policy_id', 'dns_name', 'dns_domain']),
    }),
    update: z.strictObject({
      port_id: uuid.nullable().optional(),
      fixed_ip_address: address.nullable().optional(),
      description: longText.optional(),
    }),
  },
} as const

export const tagsBody = z.strictObject({ tags: z.array(text) })

type Bodies = typeof bodies
type Name = keyof Bodies

/** The object under the root key of a body. @throws invalid, in Neutron's words and with the attribute that it is about */
export function bodyOf<N extends Name, M extends 'create' | 'update'>(
  name: N,
  method: M,
  body: unknown,
): z.output<Bodies[N][M]> {
  const object = isObject(body) ? body[name] : undefined
  if (!isObject(object)) throw invalid(name, `Unable to find '${name}' in request body`)
  return read<unknown>(bodies[name][method], object) as z.output<Bodies[N][M]>
}

/** A value as the schema reads it. */
export function read<T>(schema: z.ZodType<T>, value: unknown): T {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.map((issue) => ({ about: aboutOf(issue), message: sentenceOf(issue, value) }))
  throw new DomainError('invalid', issues[0]?.message ?? '', issues)
}

type ZodIssue = z.core.$ZodIssue

function aboutOf(issue: ZodIssue): string {
  return issue.code === 'unrecognized_keys' ? (issue.keys[0] ?? '') : issue.path.join('/')
}

function sentenceOf(issue: ZodIssue, value: unknown): string {
  if (issue.code === 'unrecognized_keys') {
    return `Unrecognized attribute(s) '${issue.keys.join(', ')}'`
  }
  const [attribute] = issue.path
  const given = isObject(value) ? value[String(attribute)] : undefined
  if (given === undefined) return `Failed to parse request. Required attribute '${String(attribute)}' not specified`
  const shown = JSON.stringify(given).slice(0, 255)
  return `Invalid input for ${String(attribute)}. Reason: '${shown.replaceAll('"', '')}' ${issue.message}.`
}

function invalid(about: string, message: string): DomainError {
  return new DomainError('invalid', message, [{ about, message }])
}
