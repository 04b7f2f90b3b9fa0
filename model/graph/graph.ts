import { grouped } from '../kit/grouped.ts'
import { poolIdsOf } from '../l7/policy.ts'
import type { HealthMonitor } from '../resources/health-monitor.ts'
import type { L7Policy } from '../resources/l7-policy.ts'
import type { L7Rule } from '../resources/l7-rule.ts'
import type { Listener } from '../resources/listener.ts'
import type { LoadBalancer } from '../resources/load-balancer.ts'
import type { Member } from '../resources/member.ts'
import type { Pool } from '../resources/pool.ts'

/** One load balancer with everything under it: the unit of locking, revision, compile and refusal. */
export type Graph = {
  readonly load_balancer: LoadBalancer
  readonly listeners: readonly Listener[]
  readonly pools: readonly Pool[]
  readonly members: readonly Member[]
  readonly health_monitors: readonly HealthMonitor[]
  readonly l7_policies: readonly L7Policy[]
  readonly l7_rules: readonly L7Rule[]
}

export type RowsOf = {
  readonly load_balancer: LoadBalancer
  readonly listener: Listener
  readonly pool: Pool
  readonly member: Member
  readonly health_monitor: HealthMonitor
  readonly l7_policy: L7Policy
  readonly l7_rule: L7Rule
}

/** The collections of a graph by the kind of their rows. */
export const collectionOf = {
  listener: 'listeners',
  pool: 'pools',
  member: 'members',
  health_monitor: 'health_monitors',
  l7_policy: 'l7_policies',
  l7_rule: 'l7_rules',
} as const
export type ChildKind = keyof typeof collectionOf

/** Something for the rows of each collection. */
export function eachCollection<T>(make: (kind: ChildKind) => T): Record<(typeof collectionOf)[ChildKind], T> {
  return {
    listeners: make('listener'),
    pools: make('pool'),
    members: make('member'),
    health_monitors: make('health_monitor'),
    l7_policies: make('l7_policy'),
    l7_rules: make('l7_rule'),
  }
}

/** A reference to one resource. */
export type Reference = { readonly kind: keyof RowsOf; readonly id: string }

export function membersOf(graph: Graph, pool_id: string): Member[] {
  return graph.members.filter((one) => one.pool_id === pool_id)
}

export function monitorOf(graph: Graph, pool_id: string): HealthMonitor | undefined {
  return graph.health_monitors.find((one) => one.pool_id === pool_id)
}

/** The policies of a listener in the order in which they are tried. */
export function policiesOf(graph: Graph, listener_id: string): L7Policy[] {
  return graph.l7_policies
    .filter((one) => one.listener_id === listener_id)
    .toSorted((one, other) => one.position - other.position)
}

export function rulesOf(graph: Graph, l7policy_id: string): L7Rule[] {
  return graph.l7_rules.filter((one) => one.l7policy_id === l7policy_id)
}

/** The rules of every policy that has one: for those who go through policies, of which there may be thousands. */
export function rulesByPolicy<R extends Pick<L7Rule, 'l7policy_id'>>(rules: readonly R[]): Map<string, R[]> {
  return grouped(rules, (one) => one.l7policy_id)
}

/** The pools that a listener can send traffic to: its default pool, and those of its policies. */
export function poolsOf(graph: Graph, listener: Listener): Pool[] {
  const ids = new Set([listener.default_pool_id])
  for (const one of graph.l7_policies) {
    if (one.listener_id === listener.id) for (const id of poolIdsOf(one)) ids.add(id)
  }
  return graph.pools.filter((one) => ids.has(one.id))
}

export function listenersOf(graph: Graph, pool_id: string): Listener[] {
  return graph.listeners.filter((one) => poolsOf(graph, one).some((pool) => pool.id === pool_id))
}

/** The path of a resource in issues and diagnostics. */
export function pathOf(reference: Reference): string {
  return reference.kind === 'load_balancer' ? 'load_balancer' : `${collectionOf[reference.kind]}/${reference.id}`
}

/** The graph without what is on its way out: what is validated, compiled and sent to engines. */
export function liveGraph(graph: Graph): Graph {
  const isLive = (row: { readonly provisioning_status: string }) => row.provisioning_status !== 'PENDING_DELETE'
  const rows = (kind: ChildKind) => (graph[collectionOf[kind]] as readonly RowsOf[ChildKind][]).filter(isLive)
  // A filter keeps the kind of what it filters.
  return { load_balancer: graph.load_balancer, ...(eachCollection(rows) as Omit<Graph, 'load_balancer'>) }
}
