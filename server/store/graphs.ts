import { type ChildKind, eachCollection, type Graph } from 'model/graph/graph'
import { grouped } from 'model/kit/grouped'
import { keptWith } from 'model/kit/kept-with'
import { type Pair, pairsOf } from 'model/kit/pairs'
import type { ResourceKind } from 'model/resources/index'
import { chunks } from './chunks.ts'
import type { Transaction } from './client.ts'
import { keptGraphs, readerOf, writerOf } from './kept.ts'
import { type AnyStored, columnsOf, differences, isJson, kinds, modelRow, type Stored, tableOf } from './rows.ts'
import { ask, join, sql, updateOf } from './sql.ts'
import { byAge, inOrderOfAge, rowsOf, type StoredGraph } from './stored-graph.ts'

const oldestFirst = [{ created_at: 'asc' }, { id: 'asc' }]

export async function loadGraph(transaction: Transaction, id: string): Promise<StoredGraph | null> {
  const [graph] = await loadGraphs(transaction, [id])
  return graph ?? null
}

/** Whole load balancers, in the order of their age; ids that are unknown are left out. */
export async function loadGraphs(transaction: Transaction, ids: readonly string[]): Promise<StoredGraph[]> {
  const kept = ids.flatMap((id) => keptGraphs().get(id) ?? [])
  const known = new Set(kept.map((one) => one.load_balancer.id))
  const reader = readerOf(transaction)
  const read: StoredGraph[] = []
  for (const some of chunks(ids.filter((id) => !known.has(id)))) read.push(...(await loadSome(transaction, some)))
  read.forEach(reader.read)
  return [...kept, ...read].toSorted((one, other) => byAge(one.load_balancer, other.load_balancer))
}

async function loadSome(transaction: Transaction, ids: readonly string[]): Promise<StoredGraph[]> {
  const where = { loadbalancer_id: { in: ids } }
  const load = async <K extends ChildKind>(kind: K) => {
    const rows = await tableOf(transaction, kind).findMany({ where, orderBy: oldestFirst })
    return grouped(rows, (row) => (row as { loadbalancer_id: string }).loadbalancer_id)
  }
  const loadBalancers = await tableOf(transaction, 'load_balancer').findMany({
    where: { id: { in: ids } },
    orderBy: oldestFirst,
  })
  const [listeners, pools] = [await load('listener'), await load('pool')]
  // What hangs under nothing is not asked for.
  const [members, monitors] =
    pools.size > 0 ? [await load('member'), await load('health_monitor')] : [new Map(), new Map()]
  const policies = listeners.size > 0 ? await load('l7_policy') : new Map()
  const rules = policies.size > 0 ? await load('l7_rule') : new Map()
  return loadBalancers.map((load_balancer) => ({
    load_balancer,
    listeners: listeners.get(load_balancer.id) ?? [],
    pools: pools.get(load_balancer.id) ?? [],
    members: members.get(load_balancer.id) ?? [],
    health_monitors: monitors.get(load_balancer.id) ?? [],
    l7_policies: policies.get(load_balancer.id) ?? [],
    l7_rules: rules.get(load_balancer.id) ?? [],
  }))
}

/** The graph as the model knows it, without what is on its way out: what is validated, compiled and sent to engines. */
export const livingGraph = onceForEach((stored) => modelGraph(stored, (row) => row.removed_in === null))

/** The graph as the API shows it: what is on its way out is still there. */
export const shownGraph = onceForEach((stored) => modelGraph(stored, () => true))

/** A graph that is kept is asked for again and again, and never changes. */
function onceForEach(make: (stored: StoredGraph) => Graph): (stored: StoredGraph) => Graph {
  const made = keptWith<StoredGraph, Graph>()
  return (stored) => {
    const graph = made.get(stored) ?? make(stored)
    made.set(stored, graph)
    return graph
  }
}

function modelGraph(stored: StoredGraph, keep: (row: AnyStored) => boolean): Graph {
  const children = eachCollection((kind) =>
    rowsOf(stored, kind)
      .filter(keep)
      .map((row) => modelRow(kind, row as Stored<typeof kind>)),
  )
  // Each collection holds rows of its own kind.
  return { load_balancer: modelRow('load_balancer', stored.load_balancer), ...children } as unknown as Graph
}

/** The load balancer that a resource is part of, if it is kept. */
export function keptGraphWith(kind: ResourceKind, id: string): StoredGraph | null {
  const place = keptGraphs().placeOf(id)
  return place?.kind === kind ? keptGraphs().get(place.loadbalancer_id) : null
}

/** Writes a load balancer that is new. */
export async function insertGraph(transaction: Transaction, graph: StoredGraph): Promise<void> {
  writerOf(transaction).wrote(graph.load_balancer.id, inOrderOfAge(graph))
  for (const kind of kinds) await insert(transaction, kind, rowsOf(graph, kind))
}

/** A load balancer as it is stored, and as it shall be. */
export type Change = { readonly before: StoredGraph; readonly after: StoredGraph }

/** Writes only what differs: new rows, changed columns, rows that are gone. */
export async function saveGraph(transaction: Transaction, before: StoredGraph, after: StoredGraph): Promise<void> {
  await saveGraphs(transaction, [{ before, after }])
}

/** Several load balancers at once, none of them twice: what changes alike in all of them is one statement. */
export async function saveGraphs(transaction: Transaction, changes: readonly Change[]): Promise<void> {
  const writer = writerOf(transaction)
  for (const { after } of changes) writer.wrote(after.load_balancer.id, inOrderOfAge(after))
  for (const kind of kinds) {
    const pairs = changes.flatMap(({ before, after }) => pairsOf(rowsOf(before, kind), rowsOf(after, kind)))
    if (pairs.length === 0) continue
    const fresh = pairs.flatMap((pair) => (pair.before === null && pair.after !== null ? [pair.after] : []))
    await insert(transaction, kind, fresh)
    await update(transaction, kind, pairs)
    const gone = pairs.flatMap((pair) => (pair.before !== null && pair.after === null ? [pair.before.id] : []))
    for (const some of chunks(gone)) await tableOf(transaction, kind).deleteMany({ where: { id: { in: some } } })
  }
}

async function insert(transaction: Transaction, kind: ResourceKind, rows: readonly AnyStored[]): Promise<void> {
  for (const some of chunks(rows)) {
    await tableOf(transaction, kind).createMany({ data: some.map((row) => columnsOf(kind, row)) })
  }
}

/**
 * Rows that change alike, as a thousand members that become ACTIVE do, are one statement. Each policy that shifts has a position and a
 * priority of its own: these are written apart from what is alike.
 */
async function update(transaction: Transaction, kind: ResourceKind, pairs: readonly Pair<AnyStored>[]): Promise<void> {
  const changes = pairs.flatMap(({ before, after }) =>
    before === null || after === null ? [] : [{ row: after, ...apart(differences(before, after)) }],
  )
  const worded = changes.filter(({ columns }) => Object.keys(columns).length > 0)
  for (const alike of grouped(worded, ({ columns }) => JSON.stringify(columns)).values()) {
    const cells = Object.entries(alike[0]?.columns ?? {}).map(([column, value]) => ({
      column,
      value,
      isJson: isJson(kind, column),
    }))
    for (const some of chunks(alike)) {
      const ids = some.map(({ row }) => row.id)
      await ask(transaction, updateOf(kind, cells, ids))
    }
  }
  const places = changes.flatMap(({ row, isMoved }) => (isMoved ? [row as Stored<'l7_policy'>] : []))
  for (const some of chunks(places)) await savePlaces(transaction, some)
}

function apart({ position, priority, ...columns }: Record<string, unknown>) {
  return { columns, isMoved: position !== undefined || priority !== undefined }
}

/** The places of policies in the order, counted in both ways. */
async function savePlaces(transaction: Transaction, places: readonly Stored<'l7_policy'>[]): Promise<void> {
  const rows = places.map(
    ({ id, position, priority }) => sql`(${id}, CAST(${position} AS INTEGER), CAST(${priority} AS INTEGER))`,
  )
  // Both databases call the columns of a list of values column1, column2 and column3.
  await ask(
    transaction,
    sql`UPDATE l7_policy SET position = wanted.column2, priority = wanted.column3
      FROM (VALUES ${join(rows)}) AS wanted WHERE l7_policy.id = wanted.column1`,
  )
}
