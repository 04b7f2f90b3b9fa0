import { type Graph, listenersOf, membersOf, monitorOf, policiesOf, type RowsOf, rulesOf } from 'model/graph/graph'
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
  const row = graphRows(graph, kind).find((one) => one.id === id)
  if (!row) throw notFound(kind, id)
  return { ...row, ...relationsIn(graph, kind, id) } as Shown<K>
}

/** The policies of a listener in their order. */
export function shownPolicies(graph: Graph, listener_id: string): Shown<'l7_policy'>[] {
  const rules = grouped(graph.l7_rules.map((one) => ({ id: one.id, of: one.l7policy_id })))
  const loadbalancer_id = graph.load_balancer.id
  return policiesOf(graph, listener_id).map((one) => ({ ...one, loadbalancer_id, rules: rules(one.id) }))
}

function relationsIn(graph: Graph, kind: ResourceKind, id: string): Relations[ResourceKind] {
  if (kind === 'load_balancer') return { listeners: idsOf(graph.listeners), pools: idsOf(graph.pools) }
  if (kind === 'pool') {
    const healthmonitor_id = monitorOf(graph, id)?.id ?? null
    return { listeners: idsOf(listenersOf(graph, id)), members: idsOf(membersOf(graph, id)), healthmonitor_id }
  }
  if (kind === 'listener') return { l7policies: idsOf(policiesOf(graph, id)) }
  const own = { loadbalancer_id: graph.load_balancer.id }
  return kind === 'l7_policy' ? { ...own, rules: idsOf(rulesOf(graph, id)) } : own
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
    const [listeners, pools] = [grouped(edges.listenersOfLoadBalancer), grouped(edges.poolsOfLoadBalancer)]
    return ({ id }) => ({ listeners: listeners(id), pools: pools(id) })
  }
  if (kind === 'pool') {
    const edges = await relationsOfPools(transaction, ids)
    const [listeners, members] = [grouped(edges.listenersOfPool), grouped(edges.membersOfPool)]
    const monitors = grouped(edges.monitorsOfPool)
    return ({ id }) => ({
      listeners: listeners(id),
      members: members(id),
      healthmonitor_id: monitors(id)[0]?.id ?? null,
    })
  }
  if (kind === 'listener') {
    const policies = grouped((await relationsOfListeners(transaction, ids)).policiesOfListener)
    return ({ id }) => ({ l7policies: policies(id) })
  }
  const rules = grouped(kind === 'l7_policy' ? (await relationsOfPolicies(transaction, ids)).rulesOfPolicy : [])
  return ({ id, loadbalancer_id = '' }) => ({ loadbalancer_id, ...(kind === 'l7_policy' && { rules: rules(id) }) })
}

function grouped(edges: readonly { readonly id: string; readonly of: string }[]): (of: string) => { id: string }[] {
  const groups = new Map<string, { id: string }[]>()
  for (const { id, of } of edges) {
    const group = groups.get(of)
    if (group) group.push({ id })
    else groups.set(of, [{ id }])
  }
  return (of) => groups.get(of) ?? []
}

function idsOf(rows: readonly { readonly id: string }[]): { id: string }[] {
  return rows.map(({ id }) => ({ id }))
}
