import type { Graph, RowsOf } from 'model/graph/graph'
import { listenersOf, membersOf, monitorOf, policiesOf, rulesByPolicy } from 'model/graph/graph'
import { keptWith } from 'model/kit/kept-with'
import { attributesOf, type Resource, type RowOf } from 'model/kit/resource'
import { offeredTls } from 'model/listener/tls'
import type { HealthMonitor } from 'model/resources/health-monitor'
import { type ResourceKind, resources } from 'model/resources/index'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import type { Listener } from 'model/resources/listener'
import type { Member } from 'model/resources/member'
import type { Pool } from 'model/resources/pool'
import type { Shown } from '@/server/services/shown.ts'

/** An object as it stands in an answer. */
export type Wire = Record<string, unknown>

/** Each kind's object in the API's answers, with what it is related to. `status_reason` and a member's `health` go beyond Octavia. */
const wires: { readonly [K in ResourceKind]: (row: Shown<K>) => Wire } = {
  load_balancer: (row) => ({ ...declared('load_balancer', row), listeners: row.listeners, pools: row.pools }),
  listener: (row) => ({
    ...listenerWire(row),
    loadbalancers: [{ id: row.loadbalancer_id }],
    l7policies: row.l7policies,
  }),
  pool: (row) => ({
    ...poolWire(row),
    loadbalancers: [{ id: row.loadbalancer_id }],
    listeners: row.listeners,
    members: row.members,
    healthmonitor_id: row.healthmonitor_id,
  }),
  member: memberWire,
  health_monitor: (row) => ({ ...monitorWire(row), pools: [{ id: row.pool_id }] }),
  l7_policy: (row) => ({ ...policyWire(row), rules: row.rules }),
  l7_rule: ruleWire,
}

const made = keptWith<object, Wire>()

/** An object of the API's answers. A row never changes; the same one is asked for again and again. */
export function wireOf<K extends ResourceKind>(kind: K, row: Shown<K>): Wire {
  const wire = made.get(row) ?? wires[kind](row)
  made.set(row, wire)
  return wire
}

/** The answer to a fully populated create: full objects inside one another, without references to what holds them. */
export function treeWire(graph: Graph): Wire {
  const rules = rulesByPolicy(graph.l7_rules)
  return {
    ...declared('load_balancer', graph.load_balancer),
    listeners: graph.listeners.map((listener) => ({
      ...listenerWire(listener),
      l7policies: policiesOf(graph, listener.id).map((policy) => ({
        ...policyWire(policy),
        rules: (rules.get(policy.id) ?? []).map(ruleWire),
      })),
    })),
    pools: graph.pools.map((pool) => {
      const monitor = monitorOf(graph, pool.id)
      return {
        ...poolWire(pool),
        listeners: listenersOf(graph, pool.id).map(({ id }) => ({ id })),
        members: membersOf(graph, pool.id).map(memberWire),
        healthmonitor: monitor ? monitorWire(monitor) : null,
      }
    }),
  }
}

/** The tree of statuses: a pool stands under each listener that uses it; pools that none uses are left out. */
export function statusTree(graph: Graph): Wire {
  const rules = rulesByPolicy(graph.l7_rules)
  return {
    ...statusesOf(graph.load_balancer),
    listeners: graph.listeners.map((listener) => ({
      ...statusesOf(listener),
      pools: graph.pools
        .filter((pool) => listenersOf(graph, pool.id).some((one) => one.id === listener.id))
        .map((pool) => poolStatus(graph, pool)),
      l7policies: policiesOf(graph, listener.id).map((policy) => ({
        ...statusesOf(policy),
        rules: (rules.get(policy.id) ?? []).map((rule) => ({
          ...statusesOf({ ...rule, name: '' }),
          type: rule.type,
        })),
      })),
    })),
  }
}

function poolStatus(graph: Graph, pool: Pool): Wire {
  const monitor = monitorOf(graph, pool.id)
  return {
    ...statusesOf(pool),
    health_monitor: monitor ? { ...statusesOf(monitor), type: monitor.type } : null,
    members: membersOf(graph, pool.id).map((one) => ({
      ...statusesOf(one),
      address: one.address,
      protocol_port: one.protocol_port,
    })),
  }
}

function statusesOf({
  id,
  name,
  operating_status,
  provisioning_status,
}: Exclude<RowsOf[ResourceKind], L7Rule> | (L7Rule & { readonly name: string })): Wire {
  return { id, name, operating_status, provisioning_status }
}

function listenerWire(row: Listener): Wire {
  const { loadbalancer_id: _, ...attributes } = declared('listener', row)
  const allowed_cidrs = row.allowed_cidrs && row.allowed_cidrs.length > 0 ? row.allowed_cidrs : null
  return { ...attributes, ...tlsWire(row), allowed_cidrs }
}

/** What clients are offered; nothing where TLS does not end here. */
function tlsWire(row: Listener): Wire {
  return row.protocol === 'TERMINATED_HTTPS' ? offeredWire(row) : {}
}

function offeredWire(row: Parameters<typeof offeredTls>[0]): Wire {
  const { versions, alpn, ciphers } = offeredTls(row)
  return { tls_versions: versions, alpn_protocols: alpn, tls_ciphers: ciphers }
}

function policyWire(row: L7Policy): Wire {
  return declared('l7_policy', row)
}

function ruleWire(row: L7Rule): Wire {
  const { l7policy_id: _, ...attributes } = declared('l7_rule', row)
  return attributes
}

function poolWire(row: Pool): Wire {
  const { loadbalancer_id: _, ...attributes } = declared('pool', row)
  return {
    ...attributes,
    ...(row.tls_enabled ? offeredWire(row) : { tls_ciphers: null, tls_versions: null, alpn_protocols: null }),
  }
}

function memberWire(row: Member): Wire {
  const { pool_id: _, request_sriov: __, ...attributes } = declared('member', row)
  return { ...attributes, vnic_type: 'normal' }
}

function monitorWire(row: HealthMonitor): Wire {
  const { pool_id: _, ...attributes } = declared('health_monitor', row)
  return attributes
}

/** Every declared attribute of a row, with times and the project as Octavia writes them. */
function declared<K extends ResourceKind>(kind: K, row: RowsOf[K]): Wire {
  return {
    ...attributesOf<Resource>(resources[kind], row as RowOf<Resource>),
    tenant_id: row.project_id,
    created_at: wireTime(row.created_at),
    updated_at: wireTime(row.updated_at),
  }
}

/** `2026-11-21T00:09:52`: UTC without a zone or a fraction; Go clients refuse either. */
export function wireTime(moment: string | null): string | null {
  return moment === null ? null : moment.slice(0, 19)
}
