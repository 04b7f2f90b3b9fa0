import type { DesiredLoadBalancer } from 'model/contract/desired-state'

type Documents = readonly DesiredLoadBalancer[]

/** What the monitor of each pool expects. */
export function expectedCodesOf(documents: Documents): ReadonlyMap<string, string> {
  const monitors = documents.flatMap(({ graph }) => graph.health_monitors)
  return new Map(monitors.map((monitor) => [monitor.pool_id, monitor.expected_codes ?? '200']))
}

/** The connection limit of each listener that has one. */
export function limitsOf(documents: Documents): ReadonlyMap<string, number> {
  const listeners = documents.flatMap(({ graph }) => graph.listeners)
  return new Map(listeners.filter((one) => one.connection_limit >= 0).map((one) => [one.id, one.connection_limit]))
}

export function loadBalancerIdsOf(documents: Documents): ReadonlySet<string> {
  return new Set(documents.map(({ graph }) => graph.load_balancer.id))
}
