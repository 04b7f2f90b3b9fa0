import { describe, expect, test } from 'vitest'
import type { MemberHealth } from '../resources/member.ts'
import type { OperatingStatus } from '../statuses.ts'
import {
  exampleGraph,
  exampleId,
  exampleListener,
  exampleLoadBalancer,
  exampleMember,
  exampleMonitor,
  examplePolicy,
  examplePool,
  exampleRule,
} from './graph.examples.ts'
import type { Graph } from './graph.ts'
import { type Observed, operatingStatusesOf } from './status.ts'

const ids = {
  load_balancer: exampleId(1),
  listener: exampleId(10),
  pool: exampleId(20),
  a: exampleId(30),
  b: exampleId(31),
  monitor: exampleId(40),
  policy: exampleId(50),
  rule: exampleId(60),
}
const served: Observed = { isServed: true, fullListeners: new Set() }

function health(state: MemberHealth['state']): MemberHealth {
  return {
    state,
    check_status: null,
    check_code: null,
    check_duration_ms: null,
    reason: null,
    checked_at: null,
    changed_at: 0,
  }
}
function graphWith(a: MemberHealth | null, b: MemberHealth | null, given: Partial<Graph> = {}): Graph {
  const members = [exampleMember({ health: a }), exampleMember({ id: ids.b, address: '127.0.0.5', health: b })]
  return exampleGraph({ members, ...given })
}

type Expected = Partial<Record<keyof typeof ids, OperatingStatus>>
const up = health('UP')
const down = health('DOWN')

const cases: readonly { says: string; graph: Graph; observed?: Observed; expected: Expected }[] = [
  {
    says: 'all up is online',
    graph: graphWith(up, up),
    expected: { a: 'ONLINE', pool: 'ONLINE', listener: 'ONLINE', load_balancer: 'ONLINE', monitor: 'ONLINE' },
  },
  {
    says: 'one down degrades',
    graph: graphWith(up, down),
    expected: { b: 'ERROR', pool: 'DEGRADED', listener: 'ONLINE', load_balancer: 'DEGRADED' },
  },
  { says: 'all down is an error', graph: graphWith(down, down), expected: { pool: 'ERROR', load_balancer: 'ERROR' } },
  {
    says: 'unknown is offline, and hurts nobody',
    graph: graphWith(null, health('CHECKING')),
    expected: { a: 'OFFLINE', b: 'OFFLINE', pool: 'ONLINE' },
  },
  {
    says: 'up with weight 0 is draining',
    graph: graphWith(up, up, { members: [exampleMember({ health: up, weight: 0 })] }),
    expected: { a: 'DRAINING', pool: 'ONLINE' },
  },
  {
    says: 'a disabled member is offline and not counted',
    graph: graphWith(up, up, {
      members: [exampleMember({ health: down, admin_state_up: false }), exampleMember({ id: ids.b, health: up })],
    }),
    expected: { a: 'OFFLINE', pool: 'ONLINE' },
  },
  {
    says: 'no monitor, no verdict',
    graph: graphWith(null, null, { health_monitors: [] }),
    expected: { a: 'NO_MONITOR', pool: 'ONLINE' },
  },
  {
    says: 'a disabled monitor gives no verdict',
    graph: graphWith(down, down, { health_monitors: [exampleMonitor({ admin_state_up: false })] }),
    expected: { a: 'NO_MONITOR', monitor: 'OFFLINE', pool: 'ONLINE' },
  },
  {
    says: 'a pool that nobody uses is offline',
    graph: graphWith(up, up, { listeners: [] }),
    expected: { pool: 'OFFLINE', load_balancer: 'ONLINE' },
  },
  {
    says: 'a pool in use without members is online',
    graph: exampleGraph({ members: [] }),
    expected: { pool: 'ONLINE', load_balancer: 'ONLINE' },
  },
  {
    says: 'a disabled listener takes its pool along',
    graph: graphWith(down, down, { listeners: [exampleListener({ admin_state_up: false })] }),
    expected: { listener: 'OFFLINE', pool: 'OFFLINE', load_balancer: 'ONLINE' },
  },
  {
    says: 'a disabled pool is offline',
    graph: graphWith(up, up, { pools: [examplePool({ admin_state_up: false })] }),
    expected: { pool: 'OFFLINE' },
  },
  {
    says: 'a disabled load balancer is offline with all its listeners',
    graph: graphWith(up, up, { load_balancer: exampleLoadBalancer({ admin_state_up: false }) }),
    expected: { load_balancer: 'OFFLINE', listener: 'OFFLINE', pool: 'OFFLINE' },
  },
  {
    says: 'a listener at its limit is degraded',
    graph: graphWith(up, up),
    observed: { isServed: true, fullListeners: new Set([ids.listener]) },
    expected: { listener: 'DEGRADED', load_balancer: 'DEGRADED' },
  },
  {
    says: 'a refused listener is in error',
    graph: graphWith(up, up, { listeners: [exampleListener({ provisioning_status: 'ERROR' })] }),
    expected: { listener: 'ERROR', load_balancer: 'ERROR' },
  },
  {
    says: 'without an engine nothing is online',
    graph: graphWith(up, up),
    observed: { isServed: false, fullListeners: new Set() },
    expected: { a: 'OFFLINE', listener: 'OFFLINE', load_balancer: 'OFFLINE', monitor: 'OFFLINE' },
  },
]

const l7_policies = [examplePolicy()]
const l7_rules = [exampleRule()]

const policyCases: typeof cases = [
  {
    says: 'policies and rules are online where they are served',
    graph: exampleGraph({ l7_policies, l7_rules }),
    expected: { policy: 'ONLINE', rule: 'ONLINE' },
  },
  {
    says: 'a disabled policy is offline, and so is a disabled rule',
    graph: exampleGraph({
      l7_policies: [examplePolicy({ admin_state_up: false })],
      l7_rules: [exampleRule({ admin_state_up: false })],
    }),
    expected: { policy: 'OFFLINE', rule: 'OFFLINE' },
  },
  {
    says: 'policies and rules that no engine serves are offline',
    graph: exampleGraph({ l7_policies, l7_rules }),
    observed: { isServed: false, fullListeners: new Set() },
    expected: { policy: 'OFFLINE', rule: 'OFFLINE' },
  },
]

describe('operating_status is rolled up from health', () => {
  test.each([...cases, ...policyCases])('$says', ({ graph, observed, expected }) => {
    const statuses = operatingStatusesOf(graph, observed ?? served)
    for (const [name, status] of Object.entries(expected))
      expect([name, statuses.get(ids[name as keyof typeof ids])]).toEqual([name, status])
  })
})
