import type { ResourceKind } from 'model/resources/index'
import { inChunks } from './chunks.ts'
import type { Transaction } from './client.ts'
import { keptGraphWith } from './graphs.ts'
import { type Stored, tableOf } from './rows.ts'
import { ask, empty, join, named, type Sql, sql } from './sql.ts'

/** To whom a resource belongs, and whose change it would be. */
export type Location = { readonly loadbalancer_id: string; readonly project_id: string }

export async function locate(transaction: Transaction, kind: ResourceKind, id: string): Promise<Location | null> {
  const kept = keptGraphWith(kind, id)
  if (kept !== null) return { loadbalancer_id: kept.load_balancer.id, project_id: kept.load_balancer.project_id }
  const select = kind === 'load_balancer' ? { id: true, project_id: true } : { loadbalancer_id: true, project_id: true }
  const row = await tableOf(transaction, kind).findUnique({ where: { id }, select })
  if (row === null) return null
  const { project_id } = row
  return { loadbalancer_id: 'loadbalancer_id' in row ? String(row.loadbalancer_id) : row.id, project_id }
}

export async function findRow<K extends ResourceKind>(
  transaction: Transaction,
  kind: K,
  id: string,
): Promise<Stored<K> | null> {
  return tableOf(transaction, kind).findUnique({ where: { id } })
}

export async function findRows<K extends ResourceKind>(
  transaction: Transaction,
  kind: K,
  ids: readonly string[],
): Promise<Stored<K>[]> {
  return inChunks(ids, (some) => tableOf(transaction, kind).findMany({ where: { id: { in: some } } }))
}

type Wanted = string | number | boolean | null | { readonly startsWith: string }
export type RowQuery = {
  /** Values of attributes, all of which a row has. An attribute may be asked for more than once. */
  readonly where: readonly Readonly<Record<string, Wanted>>[]
  readonly sort: readonly { readonly key: string; readonly direction: 'asc' | 'desc' }[]
}
type Tagged = { readonly id: string; readonly tags: readonly string[] }

/** The ids and tags of all rows that match, in order. Tags are a JSON list, which the two databases search differently: the caller does. */
export async function findIds(transaction: Transaction, kind: ResourceKind, query: RowQuery): Promise<Tagged[]> {
  const rows = await ask<{ id: string; tags: unknown }>(
    transaction,
    sql`SELECT id, tags FROM ${named(kind)} ${conditionOf(query)} ORDER BY ${orderOf(query)}`,
  )
  return rows.map(({ id, tags }) => ({ id, tags: typeof tags === 'string' ? JSON.parse(tags) : tags }))
}

/** The ids of the first rows that match, in order. */
export async function findFirstIds(
  transaction: Transaction,
  kind: ResourceKind,
  { count, ...query }: RowQuery & { readonly count: number },
): Promise<string[]> {
  const rows = await ask<{ id: string }>(
    transaction,
    sql`SELECT id FROM ${named(kind)} ${conditionOf(query)} ORDER BY ${orderOf(query)} LIMIT ${count}`,
  )
  return rows.map(({ id }) => id)
}

function conditionOf({ where }: RowQuery): Sql {
  const conditions = where.flatMap(Object.entries<Wanted>).map(([column, wanted]) => {
    if (wanted === null) return sql`${named(column)} IS NULL`
    if (typeof wanted !== 'object') return sql`${named(column)} = ${wanted}`
    return sql`substr(${named(column)}, 1, ${wanted.startsWith.length}) = ${wanted.startsWith}`
  })
  return conditions.length === 0 ? empty : sql`WHERE ${join(conditions, ' AND ')}`
}

/** What is sorted by, and then the age; a key that comes twice orders nothing the second time. */
function orderOf({ sort }: RowQuery): Sql {
  const order = [...sort, { key: 'created_at', direction: 'asc' as const }, { key: 'id', direction: 'asc' as const }]
  const once = order.filter(({ key }, at) => order.findIndex((other) => other.key === key) === at)
  return join(once.map(({ key, direction }) => (direction === 'asc' ? named(key) : sql`${named(key)} DESC`)))
}

type Edge = { readonly id: string; readonly of: string }
export type Relations = {
  readonly listenersOfLoadBalancer: readonly Edge[]
  readonly poolsOfLoadBalancer: readonly Edge[]
  readonly listenersOfPool: readonly Edge[]
  readonly membersOfPool: readonly Edge[]
  readonly monitorsOfPool: readonly Edge[]
  readonly policiesOfListener: readonly Edge[]
  readonly rulesOfPolicy: readonly Edge[]
}
const byAge = [{ created_at: 'asc' as const }, { id: 'asc' as const }]

/** What belongs to these load balancers, as pairs of ids. */
export async function relationsOfLoadBalancers({ listener, pool }: Transaction, ids: readonly string[]) {
  const query = (some: string[]) => ({
    where: { loadbalancer_id: { in: some } },
    select: { id: true, loadbalancer_id: true },
    orderBy: byAge,
  })
  const edges = (rows: readonly { id: string; loadbalancer_id: string }[]): Edge[] =>
    rows.map((row) => ({ id: row.id, of: row.loadbalancer_id }))
  return {
    listenersOfLoadBalancer: edges(await inChunks(ids, (some) => listener.findMany(query(some)))),
    poolsOfLoadBalancer: edges(await inChunks(ids, (some) => pool.findMany(query(some)))),
  } satisfies Partial<Relations>
}

/** What belongs to these pools, as pairs of ids. */
export async function relationsOfPools(transaction: Transaction, ids: readonly string[]) {
  const { listener, l7Policy, member, healthMonitor } = transaction
  const listeners = await inChunks(ids, (some) =>
    listener.findMany({
      where: { default_pool_id: { in: some } },
      select: { id: true, default_pool_id: true },
      orderBy: byAge,
    }),
  )
  const policies = await inChunks(ids, (some) =>
    l7Policy.findMany({
      where: { redirect_pool_id: { in: some } },
      select: { listener_id: true, redirect_pool_id: true },
      orderBy: byAge,
    }),
  )
  const sharing = await inChunks(ids, (some) => sharingPolicies(transaction, some))
  const query = (some: string[]) => ({
    where: { pool_id: { in: some } },
    select: { id: true, pool_id: true },
    orderBy: byAge,
  })
  const edges = (rows: readonly { id: string; pool_id: string }[]): Edge[] =>
    rows.map((row) => ({ id: row.id, of: row.pool_id }))
  return {
    listenersOfPool: distinct([
      ...listeners.map((row) => ({ id: row.id, of: row.default_pool_id ?? '' })),
      ...policies.map((row) => ({ id: row.listener_id, of: row.redirect_pool_id ?? '' })),
      ...sharing,
    ]),
    membersOfPool: edges(await inChunks(ids, (some) => member.findMany(query(some)))),
    monitorsOfPool: edges(await inChunks(ids, (some) => healthMonitor.findMany(query(some)))),
  } satisfies Partial<Relations>
}

/** The listeners with policies whose requests several pools share, and each of those pools. */
async function sharingPolicies(transaction: Transaction, pool_ids: readonly string[]): Promise<Edge[]> {
  const rows = await ask<{ listener_id: string; redirect_pools_config: unknown }>(
    transaction,
    sql`SELECT listener_id, redirect_pools_config FROM l7_policy
      WHERE CAST(redirect_pools_config AS TEXT) <> '[]'
      AND loadbalancer_id IN (SELECT loadbalancer_id FROM pool WHERE id IN (${join(pool_ids.map((id) => sql`${id}`))}))`,
  )
  return rows.flatMap(({ listener_id, redirect_pools_config: config }) => {
    const pools: readonly { pool_id: string }[] = typeof config === 'string' ? JSON.parse(config) : config
    return pools.map(({ pool_id }) => ({ id: listener_id, of: pool_id }))
  })
}

/** A listener may use a pool by default and by its policies. */
function distinct(edges: readonly Edge[]): Edge[] {
  return [...new Map(edges.map((edge) => [`${edge.id} ${edge.of}`, edge])).values()]
}

/** The policies of these listeners in the order in which they are tried, as pairs of ids. */
export async function relationsOfListeners({ l7Policy }: Transaction, ids: readonly string[]) {
  const rows = await inChunks(ids, (some) =>
    l7Policy.findMany({
      where: { listener_id: { in: some } },
      select: { id: true, listener_id: true },
      orderBy: [{ position: 'asc' }, ...byAge],
    }),
  )
  return { policiesOfListener: rows.map((row) => ({ id: row.id, of: row.listener_id })) } satisfies Partial<Relations>
}

/** The rules of these policies, as pairs of ids. */
export async function relationsOfPolicies({ l7Rule }: Transaction, ids: readonly string[]) {
  const rows = await inChunks(ids, (some) =>
    l7Rule.findMany({
      where: { l7policy_id: { in: some } },
      select: { id: true, l7policy_id: true },
      orderBy: byAge,
    }),
  )
  return { rulesOfPolicy: rows.map((row) => ({ id: row.id, of: row.l7policy_id })) } satisfies Partial<Relations>
}
