import { bodies, tagsBody } from '../neutron/bodies.ts'
import { amphoraFields } from '../octavia/amphorae.ts'
import { quotaFields } from '../octavia/quotas.ts'
import type { Operation } from '../shared/operation.ts'
import {
  type DeclaredKind,
  declared,
  jsonSchemaOf,
  propertiesOf,
  reference,
  type Schema,
  schemaName,
} from './schemas.ts'

/** What goes back and forth in an operation; undefined where nothing more is known than that it is an object. */
export type Exchange = {
  readonly sends?: Schema
  readonly status: 200 | 201 | 202 | 204
  readonly answers?: Schema
}

const kinds = Object.keys(declared) as DeclaredKind[]
export const wrapped = (name: string, schema: Schema): Schema => ({
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

const quota = wrapped('quota', reference('Quota'))
const done: Exchange = { status: 202 }
const words: Schema = { type: 'object', properties: { name: { type: 'string' }, description: { type: 'string' } } }
const counters: Schema = {
  type: 'object',
  properties: Object.fromEntries(
    ['bytes_in', 'bytes_out', 'active_connections', 'total_connections', 'request_errors'].map((name) => [
      name,
      { type: 'integer' },
    ]),
  ),
}

/** What of the load balancer API is no collection of resources: the first that fits holds. */
const administered: readonly (readonly [methods: string, path: RegExp, exchange: Exchange])[] = [
  ['GET', /\/quotas$/, { status: 200, answers: listed('quotas', reference('Quota')) }],
  ['GET', /\/quotas\//, { status: 200, answers: quota }],
  ['PUT', /\/quotas\//, { sends: wrapped('quota', reference('QuotaUpdate')), status: 202, answers: quota }],
  ['DELETE', /\/quotas\//, done],
  ['PUT', /\/(failover|config)$/, done],
  ['GET', /\/amphorae$/, { status: 200, answers: listed('amphorae', reference('Amphora')) }],
  ['GET', /\/amphorae\/\{\w+\}$/, { status: 200, answers: wrapped('amphora', reference('Amphora')) }],
  [
    'GET',
    /\/amphorae\/.*\/stats$/,
    { status: 200, answers: wrapped('amphora_stats', { type: 'array', items: counters }) },
  ],
  ['GET', /\/stats$/, { status: 200, answers: wrapped('stats', counters) }],
  ['GET', /\/status(es)?$/, { status: 200, answers: wrapped('statuses', { type: 'object' }) }],
  ['GET', /\/providers$/, { status: 200, answers: listed('providers', words) }],
  ['GET', /\/flavor_capabilities$/, { status: 200, answers: listed('flavor_capabilities', words) }],
  [
    'GET',
    /\/availability_zone_capabilities$/,
    { status: 200, answers: listed('availability_zone_capabilities', words) },
  ],
]

const quotaProperties = propertiesOf(quotaFields)
const { project_id: _, ...limits } = quotaProperties
/** Quotas, and engines as Octavia's amphorae. */
export const administeredSchemas: Readonly<Record<string, Schema>> = {
  Quota: {
    type: 'object',
    properties: {
      ...quotaProperties,
      project_id: { type: ['string', 'null'] },
      tenant_id: { type: ['string', 'null'] },
    },
    required: Object.keys(quotaProperties),
  },
  QuotaUpdate: { type: 'object', properties: limits },
  Amphora: { type: 'object', properties: propertiesOf(amphoraFields), required: Object.keys(amphoraFields) },
}

/** The five operations of a collection, told from the path: its last word is the collection's, or a key under it. */
export function octaviaExchange(operation: Operation): Exchange {
  const { method, path } = operation
  const other = administered.find(([methods, form]) => methods.includes(method) && form.test(path))
  if (other) return other[2]
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

const named = { id: text, name: text }
const self: Schema = { type: 'object' }
const listOfObjects = (properties: Record<string, Schema>): Schema => ({ type: 'array', items: object(properties) })

/** Objects of the identity API. */
export const identitySchemas: Readonly<Record<string, Schema>> = {
  Project: object({
    ...named,
    ...{ domain_id: text, parent_id: text, description: text, enabled: flag, is_domain: flag },
    ...{ options: self, tags: { type: 'array', items: text }, links: self },
  }),
  User: {
    type: 'object',
    properties: {
      ...named,
      ...{ domain_id: text, description: text, enabled: flag, email: text, default_project_id: text },
      ...{ options: self, password_expires_at: textOrNull, links: self },
    },
    required: ['id', 'name', 'domain_id', 'enabled'],
  },
  RoleReference: object(named),
  Role: object({ ...named, domain_id: textOrNull, description: text, options: self, links: self }),
  ApplicationCredential: {
    type: 'object',
    properties: {
      ...named,
      ...{ description: text, user_id: text, project_id: text, roles: listOfObjects(named) },
      ...{
        expires_at: textOrNull,
        unrestricted: flag,
        access_rules: { type: 'array' },
        system: textOrNull,
        links: self,
      },
      secret: { ...text, description: 'Only in the answer to its creation.' },
    },
    required: ['id', 'name', 'user_id', 'project_id', 'roles'],
  },
  RoleAssignment: object({ user: self, scope: self, role: self, links: self }),
  Domain: object({ ...named, description: text, enabled: flag }),
  Token: {
    type: 'object',
    properties: {
      ...{ methods: { type: 'array', items: text }, user: self, project: self, roles: listOfObjects(named) },
      ...{ issued_at: text, expires_at: text, catalog: { type: 'array', items: { type: 'object' } } },
    },
    required: ['methods', 'user', 'issued_at', 'expires_at'],
  },
}

/** The objects of the identity API by the words of its paths, one and many. */
const identityObjects: readonly (readonly [one: string, many: string, schema: string])[] = [
  ['project', 'projects', 'Project'],
  ['user', 'users', 'User'],
  ['role', 'roles', 'Role'],
  ['application_credential', 'application_credentials', 'ApplicationCredential'],
  ['role_assignment', 'role_assignments', 'RoleAssignment'],
  ['domain', 'domains', 'Domain'],
]

export function keystoneExchange(operation: Operation): Exchange {
  const { method, path } = operation
  const plain = plainExchange(operation)
  if (path === '/v3/auth/tokens') return tokenExchange(operation)
  if (path.endsWith('/password') || path.includes('/roles/{role_id}')) return { ...plain, status: 204 }
  const found = identityObjects.find(([, many]) => new RegExp(`/${many}(/\\{\\w+\\})?$`).test(path))
  if (found === undefined || method === 'DELETE') return plain
  const [one, many, schema] = found
  const isOne = method !== 'GET' || path.endsWith('}')
  const answers = isOne
    ? wrapped(one, reference(schema))
    : wrapped(many, {
        type: 'array',
        items: reference(many === 'roles' && path.includes('{') ? 'RoleReference' : schema),
      })
  return { ...plain, status: method === 'POST' ? 201 : 200, answers }
}

function tokenExchange(operation: Operation): Exchange {
  const { method } = operation
  if (method === 'DELETE') return { status: 204 }
  const plain = plainExchange(operation)
  if (method === 'HEAD') return plain
  return { ...plain, status: method === 'POST' ? 201 : 200, answers: wrapped('token', reference('Token')) }
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

const secretFields = {
  ...{ secret_ref: text, name: text, status: text, secret_type: text, algorithm: textOrNull, mode: textOrNull },
  ...{
    bit_length: { type: ['integer', 'null'] },
    expiration: textOrNull,
    creator_id: text,
    created: text,
    updated: text,
  },
}

/** Objects of the key manager's API. */
export const keyManagerSchemas: Readonly<Record<string, Schema>> = {
  Secret: {
    type: 'object',
    properties: { ...secretFields, content_types: { type: 'object', properties: { default: text } } },
    required: Object.keys(secretFields),
  },
  SecretContainer: object({
    ...{ container_ref: text, name: text, type: text, status: text, creator_id: text, created: text, updated: text },
    secret_refs: listOfObjects({ name: text, secret_ref: text }),
    consumers: listOfObjects({ name: text, URL: text }),
  }),
}
const keyManagerObjects = { secret: 'Secret', container: 'SecretContainer' } as const

export function keyManagerExchange(operation: Operation): Exchange {
  const { method, path } = operation
  const plain = plainExchange(operation)
  const [, name = ''] = /^\/v1\/(secret|container)s(?:\/\{\w+\})?$/.exec(path) ?? []
  if (name !== 'secret' && name !== 'container') return plain
  if (method === 'PUT' || method === 'DELETE') return { ...plain, status: 204 }
  if (method === 'POST') return { ...plain, status: 201, answers: object({ [`${name}_ref`]: text }) }
  const schema = reference(keyManagerObjects[name])
  if (path.endsWith('}')) return { status: 200, answers: schema }
  return {
    status: 200,
    answers: object({ [`${name}s`]: { type: 'array', items: schema }, total: { type: 'integer' } }),
  }
}

/** Where the table of operations says all that is known. */
export function plainExchange({ method, accepts }: Operation): Exchange {
  return { ...(accepts && { sends: jsonSchemaOf(accepts) }), status: statusOf(method) }
}

function statusOf(method: Operation['method']): Exchange['status'] {
  return method === 'DELETE' ? 204 : 200
}
