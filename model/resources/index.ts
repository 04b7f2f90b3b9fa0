import type { Resource } from '../kit/resource.ts'
import { healthMonitor } from './health-monitor.ts'
import { l7Policy } from './l7-policy.ts'
import { l7Rule } from './l7-rule.ts'
import { listener } from './listener.ts'
import { loadBalancer } from './load-balancer.ts'
import { member } from './member.ts'
import { pool } from './pool.ts'

/** Every resource that lives under a load balancer, keyed by the name of its table. */
export const resources = {
  load_balancer: loadBalancer,
  listener,
  pool,
  member,
  health_monitor: healthMonitor,
  l7_policy: l7Policy,
  l7_rule: l7Rule,
} as const satisfies Record<string, Resource>
export type ResourceKind = keyof typeof resources
