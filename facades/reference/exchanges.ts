import { bodies, tagsBody } from '../neutron/bodies.ts'
import type { Operation } from '../shared/operation.ts'
import { type DeclaredKind, declared, jsonSchemaOf, reference, type Schema, schemaName } from './schemas.ts'

/** What goes back and forth in an operation; undefined where nothing more is known than that it is an object. */
export type Exchange = {
  readonly sends?: Schema
  readonly status: 200 | 201 | 202 | 204
  readonly answers?: Schema
}

const kinds = Object.keys(declared) as DeclaredKind[]
const wrapped = (name: string, schema: Schema): Schema => ({
  type: 'object',
  properties: { [name]: schema },
  required: [name],
})

function listed(plural: string, schema: Schema): Schema {
  const links = {
    type: 'array',
    items: { type: 'object', properties: { rel: { enum: ['next', 'previous'] }, href: {} } },
  }
  return {
    type: 'object',
    properties: { [plural]: { type: 'array', items: schema }, [`${plural}_links`]: links },
    required: [plural],
  }
}

/** The five operations of a collection, told from the path: its last word is the collection's, or a key under it. */
export function octaviaExchange({ method, path }: Operation): Exchange {
  // Paths leave out the underscores of names.
  const wordOf = (one: DeclaredKind) => declared[one].collection.replaceAll('_', '')
  const kind = kinds.find((one) => new RegExp(`/${wordOf(one)}(/\\{\\w+\\})?$`).test(path))
  if (kind === undefined) return { status: statusOf(method) }
  const { name, collection } = declared[kind]
  const schema = reference(schemaName(kind))
  if (method === 'DELETE') return { status: 204 }
  if (method === 'POST') {
    // A tree is answered as one: full objects inside one another.
    const answers = kind === 'load_balancer' ? wrapped(name, { type: 'object' }) : wrapped(name, schema)
    return { sends: wrapped(name, reference(`${schemaName(kind)}Create`)), status: 201, answers }
  }
  if (method === 'PUT' && kind === 'member' && path.endsWith('/members')) {
    return { sends: wrapped('members', { type: 'array', items: reference('MemberCreate') }), status: 202 }
  }
  if (method === 'PUT') {
    return { sends: wrapped(name, reference(`${schemaName(kind)}Update`)), status: 200, answers: wrapped(name, schema) }
  }
  return { status: 200, answers: path.endsWith('}') ? wrapped(name, schema) : listed(collection, schema) }
}

const text: Schema = { type: 'string' }
const textOrNull: Schema = { type: ['string', 'null'] }
const flag: Schema = { type: 'boolean' }
const object = (properties: Record<string, Schema>): Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
})
const owner = { id: text, project_id: text, tenant_id: text }

/** Objects of the network API, with what is told of them besides. */
export const networkSchemas: Readonly<Record<string, Schema>> = {
  Network: object({
    ...owner,
    ...{
      name: text,
      status: text,
      admin_state_up: flag,
      shared: flag,
      'router:external': flag,
      mtu: { type: 'integer' },
    },
    subnets: { type: 'array', items: text },
  }),
  Subnet: object({
    ...owner,
    ...{ name: text, network_id: text, cidr: text, ip_version: { enum: [4, 6] }, gateway_ip: textOrNull },
    allocation_pools: { type: 'array', items: object({ start: text, end: text }) },
  }),
  Port: object({
    ...owner,
    ...{ name: text, network_id: text, device_id: text, device_owner: text, status: text, mac_address: text },
    fixed_ips: { type: 'array', items: object({ subnet_id: text, ip_address: text }) },
  }),
  FloatingIp: object({
    ...owner,
    ...{ floating_network_id: text, floating_ip_address: text, port_id: textOrNull, fixed_ip_address: textOrNull },
    ...{ status: { enum: ['ACTIVE', 'DOWN', 'ERROR'] }, description: text, tags: { type: 'array', items: text } },
    ...{ created_at: text, updated_at: text, revision_number: { type: 'integer' } },
  }),
}

const networkObjects = { network: 'Network', subnet: 'Subnet', port: 'Port', floatingip: 'FloatingIp' } as const

export function neutronExchange({ method, path }: Operation): Exchange {
  if (path.endsWith('/tags')) return { sends: jsonSchemaOf(tagsBody), status: 200, answers: jsonSchemaOf(tagsBody) }
  const name = (Object.keys(networkObjects) as (keyof typeof networkObjects)[]).find((one) =>
    new RegExp(`/${one}s(/\\{id\\})?$`).test(path),
  )
  if (name === undefined) return { status: statusOf(method) }
  if (method === 'DELETE') return { status: 204 }
  const schema = reference(networkObjects[name])
  if (method === 'GET')
    return { status: 200, answers: path.endsWith('/{id}') ? wrapped(name, schema) : listed(`${name}s`, schema) }
  const sends = name === 'port' ? undefined : jsonSchemaOf(bodies[name][method === 'POST' ? 'create' : 'update'])
  return {
    ...(sends && { sends: wrapped(name, sends) }),
    status: method === 'POST' ? 201 : 200,
    answers: wrapped(name, schema),
  }
}

/** Where the table of operations says all that is known. */
export function plainExchange({ method }: Operation): Exchange {
  return { status: statusOf(method) }
}

function statusOf(method: Operation['method']): Exchange['status'] {
  return method === 'DELETE' ? 204 : 200
}
