import type { Abilities, Diagnostic } from 'model/contract/report'
import { type Graph, pathOf } from 'model/graph/graph'
import { isIpv6 } from 'model/kit/addresses'
import { boundAddresses } from 'model/load-balancer/vip-addresses'

/** What this engine's machine can not do for a load balancer, in words for the person who asked for it. */
export function refusalsOf(graph: Graph, abilities: Abilities): Diagnostic[] {
  return [...(abilities.ping ? [] : pingRefusals(graph)), ...(abilities.ipv6 ? [] : ipv6Refusals(graph))]
}

function pingRefusals(graph: Graph): Diagnostic[] {
  return graph.health_monitors
    .filter((one) => one.type === 'PING' && one.admin_state_up)
    .map((one) => ({
      about: pathOf({ kind: 'health_monitor', id: one.id }),
      message:
        'The engine can not send pings: its machine has no ping program, or does not let the engine use it. Choose TCP or HTTP.',
    }))
}

function ipv6Refusals(graph: Graph): Diagnostic[] {
  const vips = boundAddresses(graph.load_balancer)
    .filter(isIpv6)
    .map((vip) => ({
      about: pathOf({ kind: 'load_balancer', id: graph.load_balancer.id }),
      message: `${vip} can not be served: the engine's machine has no IPv6.`,
    }))
  const members = graph.members
    .filter((one) => isIpv6(one.address))
    .map((one) => ({
      about: pathOf({ kind: 'member', id: one.id }),
      message: `${one.address} can not be reached: the engine's machine has no IPv6.`,
    }))
  return [...vips, ...members]
}
