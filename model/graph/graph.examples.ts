import { createSchema } from '../kit/resource.ts'
import { healthMonitor } from '../resources/health-monitor.ts'
import { l7Policy } from '../resources/l7-policy.ts'
import { l7Rule } from '../resources/l7-rule.ts'
import { listener } from '../resources/listener.ts'
import { loadBalancer } from '../resources/load-balancer.ts'
import { member } from '../resources/member.ts'
import { pool } from '../resources/pool.ts'
import type { Graph, RowsOf } from './graph.ts'

/** A fixed, readable id for examples: `exampleId(7)` ends in ...007. */
export function exampleId(number: number): string {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`
}

const assignedValues = {
  project_id: 'p1',
  provisioning_status: 'ACTIVE',
  operating_status: 'ONLINE',
  status_reason: null,
  created_at: '2026-01-01T00:00:00',
  updated_at: null,
} as const

type Given<K extends keyof RowsOf> = Partial<RowsOf[K]>

export function exampleLoadBalancer(given: Given<'load_balancer'> = {}): RowsOf['load_balancer'] {
  const created = createSchema(loadBalancer).parse({
    name: 'shop',
    vip_subnet_id: exampleId(90),
    vip_address: '127.10.0.10',
  })
  return { ...created, ...assignedValues, id: exampleId(1), floating_addresses: [], vip_vnic_type: 'normal', ...given }
}

export function exampleListener(given: Given<'listener'> = {}): RowsOf['listener'] {
  const created = createSchema(listener).parse({
    name: 'web',
    loadbalancer_id: exampleId(1),
    protocol: 'HTTP',
    protocol_port: 80,
  })
  return { ...created, ...assignedValues, id: exampleId(10), default_pool_id: exampleId(20), ...given }
}

export function examplePool(given: Given<'pool'> = {}): RowsOf['pool'] {
  const created = createSchema(pool).parse({
    name: 'web',
    loadbalancer_id: exampleId(1),
    protocol: 'HTTP',
    lb_algorithm: 'ROUND_ROBIN',
  })
  return { ...created, ...assignedValues, id: exampleId(20), ...given }
}

export function exampleMember(given: Given<'member'> = {}): RowsOf['member'] {
  const created = createSchema(member).parse({
    name: 'a',
    pool_id: exampleId(20),
    address: '127.0.0.4',
    protocol_port: 8080,
  })
  return { ...created, ...assignedValues, id: exampleId(30), health: null, ...given }
}

export function exampleMonitor(given: Given<'health_monitor'> = {}): RowsOf['health_monitor'] {
  const created = createSchema(healthMonitor).parse({
    pool_id: exampleId(20),
    type: 'TCP',
    delay: 5,
    timeout: 3,
    max_retries: 2,
  })
  return { ...created, ...assignedValues, id: exampleId(40), ...given }
}

/** One listener, one pool, two members and a monitor: the graph that most examples begin with. */
export function examplePolicy(given: Given<'l7_policy'> = {}): RowsOf['l7_policy'] {
  const created = createSchema(l7Policy).parse({
    name: 'api',
    listener_id: exampleId(10),
    action: 'REDIRECT_TO_POOL',
    redirect_pool_id: exampleId(20),
  })
  return { ...created, ...assignedValues, id: exampleId(50), position: 1, ...given }
}

export function exampleRule(given: Given<'l7_rule'> = {}): RowsOf['l7_rule'] {
  const created = createSchema(l7Rule).parse({
    l7policy_id: exampleId(50),
    type: 'PATH',
    compare_type: 'STARTS_WITH',
    value: '/api',
  })
  return { ...created, ...assignedValues, id: exampleId(60), ...given }
}

export function exampleGraph(given: Partial<Graph> = {}): Graph {
  return {
    load_balancer: exampleLoadBalancer(),
    listeners: [exampleListener()],
    pools: [examplePool()],
    members: [exampleMember(), exampleMember({ id: exampleId(31), name: 'b', address: '127.0.0.5' })],
    health_monitors: [exampleMonitor()],
    l7_policies: [],
    l7_rules: [],
    ...given,
  }
}
