import { type Graph, pathOf } from 'model/graph/graph'
import { ruleSentence } from 'model/l7/sentence'
import type { L7Policy } from 'model/resources/l7-policy'
import type { Member } from 'model/resources/member'
import type { Pool } from 'model/resources/pool'

/** What people call each resource of a load balancer, by its path. Nameless ones are called by what tells them apart. */
export function titlesOf(graph: Graph): Record<string, string> {
  const { load_balancer } = graph
  const pools = new Map(graph.pools.map((one) => [one.id, one]))
  const policies = new Map(graph.l7_policies.map((one) => [one.id, one]))
  return Object.fromEntries([
    [
      pathOf({ kind: 'load_balancer', id: load_balancer.id }),
      `load balancer ${load_balancer.name || (load_balancer.vip_address ?? load_balancer.id)}`,
    ],
    ...graph.listeners.map((one) => [
      pathOf({ kind: 'listener', id: one.id }),
      one.name ? `listener ${one.name}` : `listener on port ${one.protocol_port}`,
    ]),
    ...graph.pools.map((one) => [pathOf({ kind: 'pool', id: one.id }), poolTitle(one)]),
    ...graph.members.map((one) => [pathOf({ kind: 'member', id: one.id }), memberTitle(one)]),
    ...graph.health_monitors.map((one) => [
      pathOf({ kind: 'health_monitor', id: one.id }),
      `health monitor of ${poolTitle(pools.get(one.pool_id) ?? { id: one.pool_id, name: '' })}`,
    ]),
    ...graph.l7_policies.map((one) => [pathOf({ kind: 'l7_policy', id: one.id }), policyTitle(one)]),
    ...graph.l7_rules.map((one) => [
      pathOf({ kind: 'l7_rule', id: one.id }),
      `rule ${ruleSentence(one)} of ${policyTitle(policies.get(one.l7policy_id) ?? { id: one.l7policy_id, name: '' })}`,
    ]),
  ])
}

function poolTitle(pool: Pick<Pool, 'id' | 'name'>): string {
  return `pool ${pool.name || pool.id.slice(0, 8)}`
}

function policyTitle(policy: Pick<L7Policy, 'id' | 'name'>): string {
  return `policy ${policy.name || policy.id.slice(0, 8)}`
}

function memberTitle(member: Member): string {
  const host = member.address.includes(':') ? `[${member.address}]` : member.address
  const endpoint = `${host}:${member.protocol_port}`
  return member.name ? `member ${member.name} (${endpoint})` : `member ${endpoint}`
}
