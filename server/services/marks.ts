import { isDeepStrictEqual } from 'node:util'
import type { StatusEvent } from 'model/contract/live'
import {
  type ChildKind,
  collectionOf,
  eachCollection,
  type Graph,
  listenersOf,
  monitorOf,
  type RowsOf,
} from 'model/graph/graph'
import { pairsOf } from 'model/kit/pairs'
import type { ResourceKind } from 'model/resources/index'
import type { OperatingStatus } from 'model/statuses'
import { kinds, modelRow, type Stored } from '../store/rows.ts'
import { rowsOf, type StoredGraph } from '../store/stored-graph.ts'

// Pure: which rows a change marks as pending, and what it marks them with.

export type Stamp = { readonly revision: number; readonly moment: string }

export function graphRows<K extends ResourceKind>(graph: Graph, kind: K): readonly RowsOf[K][] {
  const rows: readonly RowsOf[ResourceKind][] =
    kind === 'load_balancer' ? [graph.load_balancer] : graph[collectionOf[kind as ChildKind]]
  return rows as readonly RowsOf[K][]
}

/** A load balancer that is new, with everything under it. */
export function createdGraph(graph: Graph, stamp: Stamp): StoredGraph {
  const { load_balancer } = graph
  return {
    load_balancer: {
      ...created('load_balancer', load_balancer, graph, stamp),
      revision: stamp.revision,
      applied_revision: null,
      settled_revision: null,
      pending_since: stamp.moment,
    },
    ...children(graph, (kind, row) => created(kind, row, graph, stamp)),
  }
}

/** The stored rows after a change: what is new, what differs, what goes, and whose part they are. */
export function changedGraph(stored: StoredGraph, before: Graph, after: Graph, stamp: Stamp): StoredGraph {
  const marking = { before, after, stamp, touched: touchedBy(before, after) }
  const rows = <K extends ChildKind>(kind: K) => markedRows(kind, stored, marking)
  const own = marked('load_balancer', stored.load_balancer, after.load_balancer, marking)
  return {
    load_balancer: {
      ...own,
      provisioning_status: 'PENDING_UPDATE',
      revision: stamp.revision,
      pending_since: stamp.moment,
    },
    ...(eachCollection(rows) as unknown as Omit<StoredGraph, 'load_balancer'>),
  }
}

/** The stored rows when the whole load balancer goes. */
export function removedGraph(stored: StoredGraph, stamp: Stamp): StoredGraph {
  const gone = <T extends Removable>(row: T) => removed(row, stamp)
  return {
    load_balancer: { ...gone(stored.load_balancer), revision: stamp.revision, pending_since: stamp.moment },
    ...(eachCollection((kind) => rowsOf(stored, kind).map(gone)) as unknown as Omit<StoredGraph, 'load_balancer'>),
  }
}

function children(graph: Graph, make: <K extends ChildKind>(kind: K, row: RowsOf[K]) => Stored<K>) {
  const rows = (kind: ChildKind) => graphRows(graph, kind).map((row) => make(kind, row))
  return eachCollection(rows) as unknown as Omit<StoredGraph, 'load_balancer'>
}

function created<K extends ResourceKind>(kind: K, row: RowsOf[K], graph: Graph, stamp: Stamp): Stored<K> {
  return {
    ...row,
    ...(kind !== 'load_balancer' && !('loadbalancer_id' in row) && { loadbalancer_id: graph.load_balancer.id }),
    provisioning_status: 'PENDING_CREATE',
    operating_status: firstStatus(kind, row, graph),
    status_reason: null,
    created_at: stamp.moment,
    updated_at: null,
    changed_in: stamp.revision,
    removed_in: null,
  } as unknown as Stored<K>
}

/** Nothing serves before an engine has applied it; a member that nobody checks will never be more than that. */
function firstStatus(kind: ResourceKind, row: RowsOf[ResourceKind], graph: Graph): OperatingStatus {
  if (kind !== 'member' || !('pool_id' in row) || !row.admin_state_up) return 'OFFLINE'
  return monitorOf(graph, row.pool_id)?.admin_state_up ? 'OFFLINE' : 'NO_MONITOR'
}

type Marking = {
  readonly before: Graph
  readonly after: Graph
  readonly stamp: Stamp
  /** Ids of rows whose part changed. */
  readonly touched: ReadonlySet<string>
}

function markedRows<K extends ChildKind>(kind: K, stored: StoredGraph, marking: Marking): Stored<K>[] {
  const { before, after, stamp } = marking
  const pairs = pairsOf<RowsOf[K]>(graphRows(before, kind), graphRows(after, kind))
  const other = new Map(pairs.flatMap((pair) => (pair.before === null ? [] : [[pair.before.id, pair.after] as const])))
  const old = rowsOf(stored, kind) as unknown as readonly Stored<K>[]
  const kept = old.map((row) => {
    // What was on its way out before stays on it, as it was.
    if (row.removed_in !== null) return row
    const now = other.get(row.id)
    if (now === undefined) return markedIfTouched(row, marking)
    return now === null ? (removed(row, stamp) as Stored<K>) : marked(kind, row, now, marking)
  })
  const fresh = pairs.flatMap((pair) => (pair.before === null && pair.after !== null ? [pair.after] : []))
  return [...kept, ...fresh.map((row) => created(kind, row, after, stamp))]
}

/** An edit that writes the same once more changes nothing. */
function marked<K extends ResourceKind>(kind: K, row: Stored<K>, now: RowsOf[K], marking: Marking): Stored<K> {
  if (isDeepStrictEqual(modelRow(kind, row), now)) return markedIfTouched(row, marking)
  const { moment, revision } = marking.stamp
  return { ...row, ...now, provisioning_status: 'PENDING_UPDATE', updated_at: moment, changed_in: revision }
}

function markedIfTouched<R extends Pick<Stored<ResourceKind>, 'id' | 'provisioning_status'>>(
  row: R,
  { touched }: Marking,
): R {
  return touched.has(row.id) ? { ...row, provisioning_status: 'PENDING_UPDATE' } : row
}

type Removable = Pick<Stored<ResourceKind>, 'provisioning_status' | 'changed_in' | 'removed_in'>

function removed<T extends Removable>(row: T, stamp: Stamp): T {
  return { ...row, provisioning_status: 'PENDING_DELETE', changed_in: stamp.revision, removed_in: stamp.revision }
}

/** Whose part changed: the pools of members and monitors, the policies of rules, and the listeners of pools and policies. Siblings stay as they are. */
function touchedBy(before: Graph, after: Graph): Set<string> {
  const parts = [...changedRows(before, after, 'member'), ...changedRows(before, after, 'health_monitor')]
  const pools = new Set([
    ...parts.map((row) => row.pool_id),
    ...changedRows(before, after, 'pool').map((row) => row.id),
  ])
  const listeners = [...pools].flatMap((id) => [...listenersOf(before, id), ...listenersOf(after, id)])
  const policies = new Set(changedRows(before, after, 'l7_rule').map((row) => row.l7policy_id))
  const changed = [before, after].flatMap((graph) => graph.l7_policies.filter((row) => policies.has(row.id)))
  const routed = [...changed, ...changedRows(before, after, 'l7_policy')].map((row) => row.listener_id)
  return new Set([...pools, ...listeners.map((row) => row.id), ...policies, ...routed])
}

/** Rows of one kind that are new, gone, or other than before. An edit keeps the objects that it does not change. */
function changedRows<K extends ChildKind>(before: Graph, after: Graph, kind: K): RowsOf[K][] {
  const pairs = pairsOf<RowsOf[K]>(graphRows(before, kind), graphRows(after, kind))
  return pairs.flatMap((pair) => [pair.before, pair.after].filter((row) => row !== null))
}

/** What open pages have to hear: resources whose statuses differ, and those that are gone. */
export function statusEvents(before: StoredGraph | null, after: StoredGraph | null): StatusEvent[] {
  const loadbalancer_id = (after ?? before)?.load_balancer.id ?? ''
  const rows = (graph: StoredGraph | null, kind: ResourceKind) => (graph === null ? [] : rowsOf(graph, kind))
  return kinds.flatMap((kind) =>
    pairsOf(rows(before, kind), rows(after, kind)).flatMap((pair): StatusEvent[] => {
      if (pair.after === null) return [{ loadbalancer_id, kind, id: pair.before?.id ?? '', statuses: null }]
      if (isSameStatus(pair.before, pair.after)) return []
      return [{ loadbalancer_id, kind, id: pair.after.id, statuses: statusesOf(pair.after) }]
    }),
  )
}

type Statuses = Pick<Stored<ResourceKind>, 'provisioning_status' | 'operating_status' | 'status_reason'>

function statusesOf(row: Statuses): Statuses {
  return {
    provisioning_status: row.provisioning_status,
    operating_status: row.operating_status,
    status_reason: row.status_reason,
  }
}

function isSameStatus(one: Statuses | null, other: Statuses): boolean {
  return (
    one?.provisioning_status === other.provisioning_status &&
    one.operating_status === other.operating_status &&
    one.status_reason === other.status_reason
  )
}
