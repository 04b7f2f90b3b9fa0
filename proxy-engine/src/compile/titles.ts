import type { Graph } from 'model/graph/graph'
import { ruleSentence } from 'model/l7/sentence'
import type { L7Policy } from 'model/resources/l7-policy'
import type { Listener } from 'model/resources/listener'
import type { LoadBalancer } from 'model/resources/load-balancer'
import type { Member } from 'model/resources/member'
import type { Pool } from 'model/resources/pool'
import { shortId } from 'model/short-id'

/** What people call a resource, by its path: `listener web-80`. Undefined where there is no such resource. */
export type TitleOf = (path: string) => string | undefined

/**
 * What people call each resource of a load balancer; nameless ones are called by what tells them apart. A title is made when it is
 * asked for: of ten thousand policies few ever are.
 */
export function titlesOf(graph: Graph): TitleOf {
  const pools = byId(graph.pools)
  const policies = byId(graph.l7_policies)
  const titles: Readonly<Record<string, TitleOf>> = {
    load_balancer: () => loadBalancerTitle(graph.load_balancer),
    listeners: titled(byId(graph.listeners), listenerTitle),
    pools: titled(pools, poolTitle),
    members: titled(byId(graph.members), memberTitle),
    health_monitors: titled(byId(graph.health_monitors), ({ pool_id: id }) => {
      return `health monitor of ${poolTitle(pools(id) ?? { id, name: '' })}`
    }),
    l7_policies: titled(policies, policyTitle),
    l7_rules: titled(byId(graph.l7_rules), (rule) => {
      const policy = policies(rule.l7policy_id) ?? { id: rule.l7policy_id, name: '' }
      return `rule ${ruleSentence(rule)} of ${policyTitle(policy)}`
    }),
  }
  return (path) => {
    const [collection = '', id = ''] = path.split('/')
    return titles[collection]?.(id)
  }
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): (id: string) => T | undefined {
  let found: ReadonlyMap<string, T> | null = null
  return (id) => {
    found ??= new Map(rows.map((one) => [one.id, one]))
    return found.get(id)
  }
}

function titled<T>(find: (id: string) => T | undefined, title: (row: T) => string): TitleOf {
  return (id) => {
    const row = find(id)
    return row === undefined ? undefined : title(row)
  }
}

function loadBalancerTitle({ id, name, vip_address }: LoadBalancer): string {
  return `load balancer ${name || (vip_address ?? id)}`
}

function listenerTitle({ name, protocol_port }: Listener): string {
  return name ? `listener ${name}` : `listener on port ${protocol_port}`
}

function poolTitle(pool: Pick<Pool, 'id' | 'name'>): string {
  return `pool ${pool.name || shortId(pool.id)}`
}

function policyTitle(policy: Pick<L7Policy, 'id' | 'name'>): string {
  return `policy ${policy.name || shortId(policy.id)}`
}

function memberTitle(member: Member): string {
  const host = member.address.includes(':') ? `[${member.address}]` : member.address
  const endpoint = `${host}:${member.protocol_port}`
  return member.name ? `member ${member.name} (${endpoint})` : `member ${endpoint}`
}
