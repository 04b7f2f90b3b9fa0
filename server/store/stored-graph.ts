import { type ChildKind, collectionOf, eachCollection } from 'model/graph/graph'
import type { ResourceKind } from 'model/resources/index'
import type { AnyStored, Stored } from './rows.ts'

/** One load balancer as it is stored: its attributes, its bookkeeping, and also what is on its way out. */
export type StoredGraph = {
  readonly load_balancer: Stored<'load_balancer'>
} & { readonly [K in ChildKind as (typeof collectionOf)[K]]: readonly Stored<K>[] }

/** The rows of one kind. */
export function rowsOf(graph: StoredGraph, kind: ResourceKind): readonly AnyStored[] {
  return kind === 'load_balancer' ? [graph.load_balancer] : graph[collectionOf[kind]]
}

type Aged = { readonly created_at: string; readonly id: string }

/** The order in which rows are read: the oldest first. */
export function byAge(one: Aged, other: Aged): number {
  if (one.created_at !== other.created_at) return one.created_at < other.created_at ? -1 : 1
  return one.id < other.id ? -1 : 1
}

/** The graph with its rows in the order in which they would be read. An edit may have left them in another. */
export function inOrderOfAge(graph: StoredGraph): StoredGraph {
  const ordered = eachCollection((kind) => {
    const rows = rowsOf(graph, kind)
    const isOrdered = rows.every((row, at) => at === 0 || byAge(rows[at - 1] as Aged, row) < 0)
    return isOrdered ? rows : rows.toSorted(byAge)
  })
  return { load_balancer: graph.load_balancer, ...ordered } as unknown as StoredGraph
}
