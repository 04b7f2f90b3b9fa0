import { isDeepStrictEqual } from 'node:util'
import type { RowsOf } from 'model/graph/graph'
import { keptWith } from 'model/kit/kept-with'
import { attributeNames } from 'model/kit/resource'
import { type ResourceKind, resources } from 'model/resources/index'
import { Prisma } from '../../prisma/generated/sqlite/client.ts'
import type { Transaction } from './client.ts'

/** What the store keeps of every row besides its attributes. See prisma/schema.prisma. */
export type Bookkeeping = { readonly changed_in: number; readonly removed_in: number | null }
type OfLoadBalancer = {
  readonly revision: number
  readonly applied_revision: number | null
  readonly settled_revision: number | null
  readonly pending_since: string | null
}
type Extras = {
  readonly load_balancer: OfLoadBalancer
  readonly listener: object
  readonly pool: object
  readonly member: { readonly loadbalancer_id: string }
  readonly health_monitor: { readonly loadbalancer_id: string }
  readonly l7_policy: { readonly loadbalancer_id: string }
  readonly l7_rule: { readonly loadbalancer_id: string }
}
export type Stored<K extends ResourceKind> = Readonly<RowsOf[K]> & Bookkeeping & Extras[K]
export type AnyStored = Stored<ResourceKind>

/** The kinds in the order in which rows can be written: what is referred to comes before what refers to it. */
export const kinds = [
  'load_balancer',
  'pool',
  'listener',
  'member',
  'health_monitor',
  'l7_policy',
  'l7_rule',
] as const satisfies readonly ResourceKind[]

type Columns = Readonly<Record<string, unknown>>
/** What is used of Prisma's tables of resources, which are alike but for their columns. */
type Table<K extends ResourceKind> = {
  findUnique(query: { where: { id: string }; select?: Columns }): Promise<Stored<K> | null>
  findMany(query: {
    where?: Columns
    orderBy?: readonly Columns[]
    select?: Columns
    take?: number
  }): Promise<Stored<K>[]>
  count(query: { where: Columns }): Promise<number>
  groupBy(query: {
    by: readonly ['project_id']
    where: Columns
    _count: { _all: true }
  }): Promise<{ project_id: string; _count: { _all: number } }[]>
  createMany(query: { data: readonly Columns[] }): Promise<unknown>
  updateMany(query: { where: Columns; data: Columns }): Promise<unknown>
  deleteMany(query: { where: Columns }): Promise<unknown>
}

export function tableOf<K extends ResourceKind>(transaction: Transaction, kind: K): Table<K> {
  const tables = {
    load_balancer: transaction.loadBalancer,
    listener: transaction.listener,
    pool: transaction.pool,
    member: transaction.member,
    health_monitor: transaction.healthMonitor,
    l7_policy: transaction.l7Policy,
    l7_rule: transaction.l7Rule,
  }
  // What is read was written from rows of exactly this type; prisma/parity.test.ts keeps the columns and the attributes equal.
  return tables[kind] as unknown as Table<K>
}

const attributesOf = Object.fromEntries(
  kinds.map((kind) => [kind, attributeNames(resources[kind])]),
) as unknown as Record<ResourceKind, string[]>
const jsonColumns = Object.fromEntries(
  kinds.map((kind) => [
    kind,
    new Set(attributeNames(resources[kind], (field) => field.kind === 'list' || field.kind === 'record')),
  ]),
) as unknown as Record<ResourceKind, ReadonlySet<string>>

/** Whether a column holds a list or a record. */
export function isJson(kind: ResourceKind, column: string): boolean {
  return jsonColumns[kind].has(column)
}

const modelRows = keptWith<object, unknown>()

/** The row without the bookkeeping: what the model knows. Of a row that a change left as it was, the very same. */
export function modelRow<K extends ResourceKind>(kind: K, stored: Stored<K>): RowsOf[K] {
  const known = modelRows.get(stored) ?? attributesIn(kind, stored)
  modelRows.set(stored, known)
  return known as RowsOf[K]
}

function attributesIn<K extends ResourceKind>(kind: K, stored: Stored<K>): RowsOf[K] {
  const row: Record<string, unknown> = {}
  for (const name of attributesOf[kind]) row[name] = stored[name as keyof Stored<K>]
  return row as RowsOf[K]
}

/** Values as Prisma takes them: it has a word of its own for a JSON column that is empty. */
export function columnsOf(kind: ResourceKind, values: Columns): Columns {
  const columns: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(values)) {
    columns[name] = value === null && isJson(kind, name) ? Prisma.DbNull : value
  }
  return columns
}

/** The columns of `after` that differ from `before`. */
export function differences(before: object, after: object): Record<string, unknown> {
  const different: Record<string, unknown> = {}
  if (before === after) return different
  const [old, now] = [before as Columns, after as Columns]
  for (const name of Object.keys(now)) {
    if (now[name] !== old[name] && !isDeepStrictEqual(now[name], old[name])) different[name] = now[name]
  }
  return different
}
