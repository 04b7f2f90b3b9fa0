import type { Challenges, DesiredCertificate, DesiredLoadBalancer } from 'model/contract/desired-state'
import type { Graph } from 'model/graph/graph'
import { defaultsOf, type Resource, type RowOf } from 'model/kit/resource'
import { completePolicy } from 'model/l7/policy'
import { type HealthMonitor, healthMonitor } from 'model/resources/health-monitor'
import { type L7Policy, l7Policy } from 'model/resources/l7-policy'
import { type L7Rule, l7Rule } from 'model/resources/l7-rule'
import { type Listener, listener } from 'model/resources/listener'
import { type LoadBalancer, loadBalancer } from 'model/resources/load-balancer'
import { type Member, member } from 'model/resources/member'
import { type Pool, pool } from 'model/resources/pool'
import type { Machine } from '../compiled.ts'

/** A machine for files that are read, compared and checked, and never run. */
export const paperMachine: Machine = {
  maxconn: 2_000,
  nbthread: 2,
  socketPath: '/run/fulcrum/1.sock',
  mapFolder: '/run/fulcrum/1/maps',
  certificateFolder: '/run/fulcrum/1/certificates',
  ticketFile: '/run/fulcrum/ticket.keys',
  stateFile: null,
  localPeer: { name: 'fulcrum', address: '127.0.0.1', port: 14_567 },
  hardStopAfterSeconds: 1_800,
}

export const everyAbility = { haproxy: '2.6.12', ping: true, ipv6: true } as const

type Given<Row, K extends keyof Row> = Partial<Row> & Pick<Row, K>

/** A pool with what belongs to it, as a case writes it down. */
export type PoolCase = {
  readonly pool: Given<Pool, 'protocol'>
  readonly members?: readonly Given<Member, 'address' | 'protocol_port'>[]
  readonly monitor?: Given<HealthMonitor, 'type'>
}

/** A policy with its rules; `pool` is the position of a pool in `pools`. The order of a case is the order of positions. */
export type PolicyCase = Given<L7Policy, 'action'> & {
  readonly pool?: number
  readonly rules: readonly Given<L7Rule, 'type' | 'compare_type' | 'value'>[]
}

export type LoadBalancerCase = {
  /** Tells load balancers of one case apart; their ids begin with it. */
  readonly number?: number
  readonly load_balancer?: Partial<LoadBalancer>
  /** `default_pool` is the position of a pool in `pools`. */
  readonly listeners: readonly (Given<Listener, 'protocol' | 'protocol_port'> & {
    readonly default_pool?: number
    readonly policies?: readonly PolicyCase[]
  })[]
  readonly pools?: readonly PoolCase[]
  readonly certificates?: readonly DesiredCertificate[]
  readonly challenges?: Challenges
}

const kindDigit = {
  load_balancer: 1,
  listener: 2,
  pool: 3,
  member: 4,
  health_monitor: 5,
  l7_policy: 6,
  l7_rule: 7,
} as const

/** Ids that are alike in every run, and in which a reader of a golden file recognises the kind and the position. */
export function idOf(kind: keyof typeof kindDigit, balancer: number, at: number): string {
  const digits = String(balancer).padStart(4, '0')
  return `${String(kindDigit[kind]).repeat(8)}-${digits}-4000-8000-${String(at).padStart(12, '0')}`
}

/** The document of one load balancer in which everything that the case does not mention has its default. */
export function desiredOf(wanted: LoadBalancerCase): DesiredLoadBalancer {
  const balancer = wanted.number ?? 1
  const loadbalancer_id = idOf('load_balancer', balancer, 1)
  const pools = wanted.pools ?? []
  const poolId = (at: number) => idOf('pool', balancer, at + 1)
  const policyId = (at: number, position: number) => idOf('l7_policy', balancer, at * 100_000 + position + 1)
  const graph: Graph = {
    load_balancer: rowOf(loadBalancer, loadbalancer_id, 0, {
      vip_address: '127.10.0.10',
      floating_addresses: [],
      vip_vnic_type: 'normal',
      ...wanted.load_balancer,
    }),
    listeners: wanted.listeners.map(({ default_pool, policies: _, ...row }, at) =>
      rowOf(listener, idOf('listener', balancer, at + 1), at, {
        loadbalancer_id,
        default_pool_id: default_pool === undefined ? null : poolId(default_pool),
        ...row,
      }),
    ),
    pools: pools.map((one, at) =>
      rowOf(pool, poolId(at), at, { loadbalancer_id, lb_algorithm: 'ROUND_ROBIN', ...one.pool }),
    ),
    members: pools.flatMap((one, at) =>
      (one.members ?? []).map((row, position) =>
        rowOf(member, idOf('member', balancer, at * 100 + position + 1), position, {
          pool_id: poolId(at),
          health: null,
          ...row,
        }),
      ),
    ),
    health_monitors: pools.flatMap((one, at) =>
      one.monitor === undefined
        ? []
        : rowOf(healthMonitor, idOf('health_monitor', balancer, at + 1), at, {
            pool_id: poolId(at),
            delay: 5,
            timeout: 3,
            max_retries: 2,
            ...one.monitor,
          }),
    ),
    l7_policies: wanted.listeners.flatMap(({ policies = [] }, at) =>
      policies.map(({ pool: redirect_pool, rules: _, ...row }, position) =>
        completePolicy(
          rowOf(l7Policy, policyId(at, position), position, {
            listener_id: idOf('listener', balancer, at + 1),
            redirect_pool_id: redirect_pool === undefined ? null : poolId(redirect_pool),
            ...row,
            position: position + 1,
          }),
        ),
      ),
    ),
    l7_rules: wanted.listeners.flatMap(({ policies = [] }, at) =>
      policies.flatMap(({ id, rules }, position) =>
        rules.map((row, number) =>
          rowOf(l7Rule, idOf('l7_rule', balancer, at * 1_000_000 + position * 50 + number + 1), number, {
            l7policy_id: id ?? policyId(at, position),
            ...row,
          }),
        ),
      ),
    ),
  }
  const { certificates, challenges } = wanted
  return { revision: 1, graph, ...(certificates && { certificates }), ...(challenges && { challenges }) }
}

function rowOf<R extends Resource>(resource: R, id: string, position: number, given: Partial<RowOf<R>>): RowOf<R> {
  const assigned = {
    id,
    project_id: 'aaaaaaaaaaaa4aaa8aaaaaaaaaaaaaaa',
    provisioning_status: 'ACTIVE',
    operating_status: 'ONLINE',
    status_reason: null,
    created_at: `2026-01-01T00:00:${String(position).padStart(2, '0')}`,
    updated_at: null,
  }
  return { ...defaultsOf(resource), ...assigned, ...given } as RowOf<R>
}
