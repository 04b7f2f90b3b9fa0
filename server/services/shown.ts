import { type Graph, monitorOf, policiesOf, poolsOf, type RowsOf } from 'model/graph/graph'
import { grouped } from 'model/kit/grouped'
import { keptWith } from 'model/kit/kept-with'
import type { ResourceKind } from 'model/resources/index'
import type { Transaction } from '../store/client.ts'
import {
  relationsOfListeners,
  relationsOfLoadBalancers,
  relationsOfPolicies,
  relationsOfPools,
} from '../store/resources.ts'
import { modelRow, type Stored } from '../store/rows.ts'
import { graphRows } from './marks.ts'
import { notFound } from './reach.ts'

type Ids = readonly { readonly id: string }[]
type Relations = {
  readonly load_balancer: { readonly listeners: Ids; readonly pools: Ids }
  readonly listener: { readonly l7policies: Ids }
  readonly pool: { readonly listeners: Ids; readonly members: Ids; readonly healthmonitor_id: string | null }
  readonly member: { readonly loadbalancer_id: string }
  readonly health_monitor: { readonly loadbalancer_id: string }
  readonly l7_policy: { readonly loadbalancer_id: string; readonly rules: Ids }
  readonly l7_rule: { readonly loadbalancer_id: string }
}
/** A row as it is shown: with the ids of what hangs together with it. */
export type Shown<K extends ResourceKind> = RowsOf[K] & Relations[K]

/** One resource of a graph. */
export function shownIn<K extends ResourceKind>(graph: Graph, kind: K, id: string): Shown<K> {
  const { rows, relations, shown } = indexOf(graph, kind)
  const known = shown.get(id)
  if (known) return known as Shown<K>
  const row = rows.get(id)
  if (!row) throw notFound(kind, id)
  const one = { ...row, ...relations(id) } as Shown<K>
  shown.set(id, one)
  return one
}

type Index = {
  readonly rows: ReadonlyMap<string, RowsOf[ResourceKind]>
  readonly relations: (id: string) => Relations[ResourceKind]
  /** What was shown already. */
  readonly shown: Map<string, Shown<ResourceKind>>
}
const indexes = keptWith<Graph, Map<ResourceKind, Index>>()

/** The rows of one kind by their ids. A graph never changes, and a list asks for one row of it after the other. */
function indexOf(graph: Graph, kind: ResourceKind): Index {
  const known = indexes.get(graph) ?? new Map<ResourceKind, Index>()
  indexes.set(graph, known)
  const index = known.get(kind) ?? {
    rows: new Map(graphRows(graph, kind).map((row) => [row.id, row])),
    relations: relationsIn(graph, kind),
    shown: new Map(),
  }
  known.set(kind, index)
  return index
}

/** The policies of a listener in their order. */
export function shownPolicies(graph: Graph, listener_id: string): Shown<'l7_policy'>[] {
  const rules = idsIn(graph.l7_rules.map((one) => ({ id: one.id, of: one.l7policy_id })))
  const loadbalancer_id = graph.load_balancer.id
  return policiesOf(graph, listener_id).map((one) => ({ ...one, loadbalancer_id, rules: rules(one.id) }))
}

function relationsIn(graph: Graph, kind: ResourceKind): Index['relations'] {
  const own = { loadbalancer_id: graph.load_balancer.id }
  if (kind === 'load_balancer') return () => ({ listeners: idsOf(graph.listeners), pools: idsOf(graph.pools) })
  if (kind === 'pool') {
    const listeners = idsIn(
      graph.listeners.flatMap((one) => poolsOf(graph, one).map((pool) => ({ id: one.id, of: pool.id }))),
    )
    const members = idsIn(graph.members.map((one) => ({ id: one.id, of: one.pool_id })))
    return (id) => ({
      listeners: listeners(id),
      members: members(id),
      healthmonitor_id: monitorOf(graph, id)?.id ?? null,
    })
  }
  if (kind === 'listener') {
    const inOrder = graph.l7_policies.toSorted((one, other) => one.position - other.position)
    const policies = idsIn(inOrder.map((one) => ({ id: one.id, of: one.listener_id })))
    return (id) => ({ l7policies: policies(id) })
  }
  if (kind !== 'l7_policy') return () => own
  const rules = idsIn(graph.l7_rules.map((one) => ({ id: one.id, of: one.l7policy_id })))
  return (id) => ({ ...own, rules: rules(id) })
}

/** Rows of one kind, in the order in which they came. */
export async function shownRows<K extends ResourceKind>(
  transaction: Transaction,
  kind: K,
  rows: readonly Stored<K>[],
): Promise<Shown<K>[]> {
  const relations = await relationsOf(transaction, kind, rows)
  return rows.map((row) => ({ ...modelRow(kind, row), ...relations(row) }) as Shown<K>)
}

type Identified = { readonly id: string; readonly loadbalancer_id?: string }
type RelationsOfRow = (row: Identified) => Relations[ResourceKind]

async function relationsOf(
  transaction: Transaction,
  kind: ResourceKind,
  rows: readonly Identified[],
): Promise<RelationsOfRow> {
  const ids = rows.map((row) => row.id)
  if (kind === 'load_balancer') {
    const edges = await relationsOfLoadBalancers(transaction, ids)
    const [listeners, pools] = [idsIn(edges.listenersOfLoadBalancer), idsIn(edges.poolsOfLoadBalancer)]
    return ({ id }) => ({ listeners: listeners(id), pools: pools(id) })
  }
  if (kind === 'pool') {
    const edges = await relationsOfPools(transaction, ids)
    const [listeners, members] = [idsIn(edges.listenersOfPool), idsIn(edges.membersOfPool)]
    const monitors = idsIn(edges.monitorsOfPool)
    return ({ id }) => ({
      listeners: listeners(id),
      members: members(id),
      healthmonitor_id: monitors(id)[0]?.id ?? null,
    })
  }
  if (kind === 'listener') {
    const policies = idsIn((await relationsOfListeners(transaction, ids)).policiesOfListener)
    return ({ id }) => ({ l7policies: policies(id) })
  }
  const rules = idsIn(kind === 'l7_policy' ? (await relationsOfPolicies(transaction, ids)).rulesOfPolicy : [])
  return ({ id, loadbalancer_id = '' }) => ({ loadbalancer_id, ...(kind === 'l7_policy' && { rules: rules(id) }) })
}

function idsIn(edges: readonly { readonly id: string; readonly of: string }[]): (of: string) => { id: string }[] {
  const groups = grouped(edges, (one) => one.of)
  return (of) => idsOf(groups.get(of) ?? [])
}

function idsOf(rows: readonly { readonly id: string }[]): { id: string }[] {
  return rows.map(({ id }) => ({ id }))
}
