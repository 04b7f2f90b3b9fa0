import type { Listener } from '../resources/listener.ts'
import type { Member } from '../resources/member.ts'
import type { Pool } from '../resources/pool.ts'
import type { OperatingStatus } from '../statuses.ts'
import { type Graph, listenersOf, membersOf, monitorOf, poolsOf } from './graph.ts'

/** What a status is derived from besides the rows. */
export type Observed = {
  /** Whether some engine serves the load balancer. */
  readonly isServed: boolean
  /** Listeners that stand at their connection limit. */
  readonly fullListeners: ReadonlySet<string>
}

/** Every operating_status of a load balancer by resource id, from its rows (with the members' health) and what was observed. */
export function operatingStatusesOf(graph: Graph, observed: Observed): Map<string, OperatingStatus> {
  const statuses = new Map<string, OperatingStatus>()
  for (const one of graph.members) statuses.set(one.id, memberStatus(graph, one, observed))
  for (const one of [...graph.health_monitors, ...graph.l7_policies, ...graph.l7_rules])
    statuses.set(one.id, one.admin_state_up && observed.isServed ? 'ONLINE' : 'OFFLINE')
  for (const one of graph.pools) statuses.set(one.id, poolStatus(graph, one, statuses))
  for (const one of graph.listeners) statuses.set(one.id, listenerStatus(graph, one, observed))
  statuses.set(graph.load_balancer.id, loadBalancerStatus(graph, statuses, observed))
  return statuses
}

function memberStatus(graph: Graph, one: Member, observed: Observed): OperatingStatus {
  const monitor = monitorOf(graph, one.pool_id)
  if (!one.admin_state_up) return 'OFFLINE'
  if (!monitor?.admin_state_up) return 'NO_MONITOR'
  if (!observed.isServed || one.health === null) return 'OFFLINE'
  if (one.health.state === 'DOWN') return 'ERROR'
  if (one.health.state !== 'UP') return 'OFFLINE'
  return one.weight === 0 ? 'DRAINING' : 'ONLINE'
}

function poolStatus(graph: Graph, one: Pool, statuses: ReadonlyMap<string, OperatingStatus>): OperatingStatus {
  const isUsed =
    graph.load_balancer.admin_state_up && listenersOf(graph, one.id).some((listener) => listener.admin_state_up)
  if (!one.admin_state_up || !isUsed) return 'OFFLINE'
  const enabled = membersOf(graph, one.id).filter((member) => member.admin_state_up)
  const failing = enabled.filter((member) => statuses.get(member.id) === 'ERROR')
  if (failing.length === 0) return 'ONLINE'
  return failing.length === enabled.length ? 'ERROR' : 'DEGRADED'
}

function listenerStatus(graph: Graph, one: Listener, observed: Observed): OperatingStatus {
  if (!one.admin_state_up || !graph.load_balancer.admin_state_up) return 'OFFLINE'
  if (one.provisioning_status === 'ERROR') return 'ERROR'
  if (!observed.isServed) return 'OFFLINE'
  return observed.fullListeners.has(one.id) ? 'DEGRADED' : 'ONLINE'
}

/** The worst of what is in use: DEGRADED when a part suffers, ERROR when a pool in use or a listener is down. */
function loadBalancerStatus(
  graph: Graph,
  statuses: ReadonlyMap<string, OperatingStatus>,
  observed: Observed,
): OperatingStatus {
  if (!graph.load_balancer.admin_state_up || !observed.isServed) return 'OFFLINE'
  const inUse = graph.listeners.filter((one) => one.admin_state_up)
  const parts = inUse.flatMap((one) => [
    statuses.get(one.id),
    ...poolsOf(graph, one).map((pool) => statuses.get(pool.id)),
  ])
  if (parts.includes('ERROR')) return 'ERROR'
  return parts.includes('DEGRADED') ? 'DEGRADED' : 'ONLINE'
}
