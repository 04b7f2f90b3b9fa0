import type { HealthMonitor } from '../resources/health-monitor.ts'
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
}

export type RowsOf = {
  readonly load_balancer: LoadBalancer
  readonly listener: Listener
  readonly pool: Pool
  readonly member: Member
  readonly health_monitor: HealthMonitor
}

/** The collections of a graph by the kind of their rows. */
export const collectionOf = {
  listener: 'listeners',
  pool: 'pools',
  member: 'members',
  health_monitor: 'health_monitors',
} as const
export type ChildKind = keyof typeof collectionOf

/** A reference to one resource. */
export type Reference = { readonly kind: keyof RowsOf; readonly id: string }

export function membersOf(graph: Graph, pool_id: string): Member[] {
  return graph.members.filter((one) => one.pool_id === pool_id)
}

export function monitorOf(graph: Graph, pool_id: string): HealthMonitor | undefined {
  return graph.health_monitors.find((one) => one.pool_id === pool_id)
}

/** The pools that a listener can send traffic to. */
export function poolsOf(graph: Graph, listener: Listener): Pool[] {
  return graph.pools.filter((one) => one.id === listener.default_pool_id)
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
  return {
    load_balancer: graph.load_balancer,
    listeners: graph.listeners.filter(isLive),
    pools: graph.pools.filter(isLive),
    members: graph.members.filter(isLive),
    health_monitors: graph.health_monitors.filter(isLive),
  }
}
