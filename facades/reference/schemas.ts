import type { Field } from 'model/kit/field'
import { type OfferKind, offers } from 'model/offers/index'
import { type ResourceKind, resources } from 'model/resources/index'
import { z } from 'zod'

/** Everything that is declared with its attributes. */
export type DeclaredKind = ResourceKind | OfferKind
export const declared = { ...resources, ...offers } as const

export type Schema = { readonly [key: string]: unknown }

/** A schema of zod as one of JSON; what only code can say, such as that a text is an address, is left to the description. */
export function jsonSchemaOf(schema: z.ZodType): Schema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' })
  return portable(rest) as Schema
}

/** Not every program that reads the document knows classes of Unicode: control characters are spelled out, letters of all scripts left out. */
function portable(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(portable)
  if (typeof schema !== 'object' || schema === null) return schema
  const entries = Object.entries(schema).flatMap(([name, value]): [string, unknown][] => {
    if (name !== 'pattern' || typeof value !== 'string') return [[name, portable(value)]]
    const pattern = value.replaceAll('\\p{Cc}', controls).replaceAll('\\P{Cc}', `[^${controls}]`)
    return pattern.includes('\\p{') ? [] : [[name, pattern]]
  })
  return Object.fromEntries(entries)
}
const controls = '\\u0000-\\u001f\\u007f-\\u009f'

export const reference = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` })

/** `load_balancer` is `LoadBalancer`. */
export function schemaName(kind: DeclaredKind): string {
  return kind.replace(/(^|_)(\w)/g, (_, __, letter: string) => letter.toUpperCase())
}

type Keep = (field: Field) => boolean

/** The attributes of a resource that a predicate keeps, with their words. */
function properties(kind: DeclaredKind, keep: Keep): Record<string, Schema> {
  return propertiesOf(declared[kind].fields, keep)
}

export function propertiesOf(fields: Readonly<Record<string, Field>>, keep: Keep = () => true): Record<string, Schema> {
  const kept = Object.entries(fields).filter(([, field]) => keep(field))
  return Object.fromEntries(kept.map(([name, field]) => [name, attribute(field)]))
}

function attribute(field: Field): Schema {
  return {
    ...jsonSchemaOf(field.accepts),
    title: field.label,
    description: [field.help, field.unit && `In ${field.unit}.`].filter(Boolean).join(' '),
    ...(field.onCreate === 'optional' && { default: field.fallback }),
    ...(field.onCreate === 'server' && { readOnly: true }),
  }
}

/** What a create takes. Attributes that the path gives are not in the body. */
export function createBody(kind: DeclaredKind): Schema {
  const fields: Readonly<Record<string, Field>> = declared[kind].fields
  const inPath = { member: ['pool_id'], l7_rule: ['l7policy_id'] } as Partial<Record<DeclaredKind, readonly string[]>>
  const { [kind]: left = [] } = inPath
  const all = properties(kind, (field) => field.onCreate !== 'server')
  const own = Object.entries(all).filter(([name]) => !left.includes(name))
  const required = own.map(([name]) => name).filter((name) => fields[name]?.onCreate === 'required')
  return {
    type: 'object',
    properties: { ...Object.fromEntries(own), ...trees[kind] },
    required: mandatory(kind, required),
  }
}

/** A pool may name its listener in place of its load balancer. */
function mandatory(kind: DeclaredKind, required: readonly string[]): readonly string[] {
  return kind === 'pool' ? required.filter((name) => name !== 'loadbalancer_id') : required
}

/** What may be created along with it, written out inside. */
const trees: Partial<Record<DeclaredKind, Record<string, Schema>>> = {
  load_balancer: { listeners: { type: 'array', items: reference('ListenerInTree') }, pools: listOf('PoolInTree') },
  pool: { listener_id: { type: 'string', description: 'The pool becomes the default pool of this listener.' } },
  l7_policy: { rules: listOf('L7RuleCreate') },
}

function listOf(name: string): Schema {
  return { type: 'array', items: reference(name) }
}

/** Children that stand inside a tree, where the place says to what they belong. */
export const treeSchemas: Readonly<Record<string, Schema>> = {
  ListenerInTree: inTree('listener', 'loadbalancer_id', {
    default_pool: reference('PoolInTree'),
    l7policies: listOf('L7PolicyInTree'),
  }),
  PoolInTree: inTree('pool', 'loadbalancer_id', {
    members: listOf('MemberCreate'),
    healthmonitor: reference('HealthMonitorInTree'),
  }),
  HealthMonitorInTree: inTree('health_monitor', 'pool_id', {}),
  L7PolicyInTree: inTree('l7_policy', 'listener_id', {
    redirect_pool: reference('PoolInTree'),
    rules: listOf('L7RuleCreate'),
  }),
}

function inTree(kind: ResourceKind, parent: string, children: Record<string, Schema>): Schema {
  const { [parent]: _, ...own } = properties(kind, (field) => field.onCreate !== 'server')
  return { type: 'object', properties: { ...own, ...children } }
}

/** What an update takes: what is left out stays, and null resets what has a default. */
export function updateBody(kind: DeclaredKind): Schema {
  const fields: Readonly<Record<string, Field>> = declared[kind].fields
  const own = Object.entries(properties(kind, (field) => field.onUpdate === 'allowed'))
  const resettable = own.map(([name, schema]) => [
    name,
    fields[name]?.onCreate === 'required' ? schema : orNull(schema),
  ])
  return { type: 'object', properties: Object.fromEntries(resettable) }
}

function orNull({ title, description, default: fallback, ...schema }: Schema): Schema {
  const words = { title, description, default: fallback }
  return { anyOf: [schema, { type: 'null' }], ...words }
}

const ids: Schema = {
  type: 'array',
  items: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
}
const moment: Schema = { type: ['string', 'null'], description: 'UTC, without a zone: 2026-11-21T00:09:52.' }

/** What stands in answers beside the attributes, and what of them does not. */
const wires: Readonly<
  Record<ResourceKind, { readonly with: Record<string, Schema>; readonly without: readonly string[] }>
> = {
  load_balancer: { with: { listeners: ids, pools: ids }, without: [] },
  listener: { with: { loadbalancers: ids, l7policies: ids }, without: ['loadbalancer_id'] },
  pool: {
    with: { loadbalancers: ids, listeners: ids, members: ids, healthmonitor_id: { type: ['string', 'null'] } },
    without: ['loadbalancer_id'],
  },
  member: { with: { vnic_type: { type: 'string' } }, without: ['pool_id', 'request_sriov'] },
  health_monitor: { with: { pools: ids }, without: ['pool_id'] },
  l7_policy: { with: { rules: ids }, without: [] },
  l7_rule: { with: {}, without: ['l7policy_id'] },
}

/** An object as it stands in answers: every attribute is there, null where it has no value. */
export function answerObject(kind: ResourceKind): Schema {
  const { with: more, without } = wires[kind]
  const own = Object.entries(properties(kind, () => true))
    .filter(([name]) => !without.includes(name))
    .map(([name, { default: _, ...schema }]) => [name, nullable(name) ? orNull(schema) : schema])
  const all: Record<string, unknown> = {
    ...Object.fromEntries(own),
    ...more,
    tenant_id: { type: 'string', description: 'The same as project_id.' },
    created_at: moment,
    updated_at: moment,
  }
  return { type: 'object', properties: all, required: Object.keys(all) }
}

/** Lists that are null in answers where they do not apply: TLS settings of pools without TLS, networks when all are allowed. */
function nullable(name: string): boolean {
  return ['tls_versions', 'alpn_protocols', 'tls_ciphers', 'allowed_cidrs'].includes(name)
}

/** What administrators offer stands in answers just as it is declared. */
export function offerObject(kind: OfferKind): Schema {
  const own = properties(kind, () => true)
  return { type: 'object', properties: own, required: Object.keys(own) }
}
