import type { CreatedHealthMonitor } from '../resources/health-monitor.ts'
import type { CreatedListener } from '../resources/listener.ts'
import type { CreatedLoadBalancer } from '../resources/load-balancer.ts'
import type { CreatedMember } from '../resources/member.ts'
import type { CreatedPool } from '../resources/pool.ts'

/** A pool of a tree that is to be created: its members and monitor stand inside it. */
export type PoolTree = Omit<CreatedPool, 'loadbalancer_id'> & {
  readonly members: readonly Omit<CreatedMember, 'pool_id'>[]
  readonly healthmonitor: Omit<CreatedHealthMonitor, 'pool_id'> | null
}

/** A listener of a tree: its default pool is named, and defined once among the tree's pools. */
export type ListenerTree = Omit<CreatedListener, 'loadbalancer_id' | 'default_pool_id'> & {
  readonly default_pool: string | null
}

/** A whole load balancer that is to be created in one go, all or nothing. */
export type LoadBalancerTree = CreatedLoadBalancer & {
  readonly listeners: readonly ListenerTree[]
  readonly pools: readonly PoolTree[]
}
