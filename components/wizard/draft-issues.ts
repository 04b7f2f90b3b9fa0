import type { Issue } from 'model/errors'
import type { Graph } from 'model/graph/graph'
import { issuesOf } from 'model/graph/rules'
import { createSchema } from 'model/kit/resource'
import { healthMonitor } from 'model/resources/health-monitor'
import { listener } from 'model/resources/listener'
import { loadBalancer } from 'model/resources/load-balancer'
import { member } from 'model/resources/member'
import { pool } from 'model/resources/pool'
import { schemaIssues } from '../forms/declared.ts'
import { offeredValues } from '../forms/offered.ts'
import { textOf, type Values } from '../forms/values.ts'
import { type Draft, filledMembers, type MemberRow, nameOf, passesOn } from './draft.ts'
import type { Step } from './steps.ts'

/** Something wrong in a draft: in which step, and at which attribute (of a member: `{row key}/{attribute}`). */
export type DraftIssue = Issue & { readonly step: Step }

/** Stand-ins for the ids that the server will assign, so that a draft can be read as a graph. */
const idAt = (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`
const loadBalancerId = idAt(1)
const listenerId = idAt(2)
const poolId = idAt(3)
const monitorId = idAt(4)
const firstMemberId = 100

const assigned = {
  project_id: '',
  provisioning_status: 'PENDING_CREATE',
  operating_status: 'OFFLINE',
  status_reason: null,
  created_at: '',
  updated_at: null,
} as const

/**
 * Everything that the API would refuse, in the API's words: each part by its schema, then the graph that the draft would become.
 * `vip_address` is the address that the server will take when none is typed.
 */
export function draftIssues(draft: Draft, vip_address: string | null): DraftIssue[] {
  const parts = parsedParts(draft)
  const ownIssues: DraftIssue[] = [
    ...subnetIssues(draft),
    ...stepIssues('load_balancer', parts.load_balancer),
    ...stepIssues('listener', parts.listener),
    ...(passesOn(draft) ? issuesBehindListener(draft, parts) : []),
  ]
  const graph = passesOn(draft) ? graphOf(parts, vip_address) : withoutPool(graphOf(parts, vip_address))
  return graph === null ? ownIssues : [...ownIssues, ...issuesOf(graph).map((issue) => placed(issue, parts))]
}

function issuesBehindListener(draft: Draft, parts: Parts): DraftIssue[] {
  return [
    ...poolNameIssues(draft),
    ...stepIssues('pool', parts.pool),
    ...parts.members.flatMap(({ row, parsed }) => memberIssues(row, parsed)),
    ...(parts.health_monitor ? stepIssues('health_monitor', parts.health_monitor) : []),
  ]
}

/** What was filled in before somebody chose a listener that passes nothing on. */
function withoutPool(graph: Graph | null): Graph | null {
  if (graph === null) return null
  const listeners = graph.listeners.map((one) => ({ ...one, default_pool_id: null }))
  return { ...graph, listeners, pools: [], members: [], health_monitors: [] }
}

type Parts = ReturnType<typeof parsedParts>
type AnyParsed = Parameters<typeof schemaIssues>[0]

function parsedParts(draft: Draft) {
  const monitor = { ...offeredValues('health_monitor', draft.health_monitor), pool_id: poolId }
  return {
    load_balancer: createSchema(loadBalancer).safeParse(offeredValues('load_balancer', draft.load_balancer)),
    listener: createSchema(listener).safeParse({
      ...offeredValues('listener', draft.listener),
      name: nameOf(draft, 'listener'),
      loadbalancer_id: loadBalancerId,
    }),
    pool: createSchema(pool).safeParse({
      ...offeredValues('pool', draft.pool),
      name: nameOf(draft, 'pool'),
      loadbalancer_id: loadBalancerId,
    }),
    members: filledMembers(draft).map((row) => ({ row, parsed: createSchema(member).safeParse(memberInput(row)) })),
    health_monitor: draft.hasMonitor ? createSchema(healthMonitor).safeParse(monitor) : null,
  }
}

/** An empty address is a missing one: the schema then says that it is mandatory, not that "" has a wrong format. */
function memberInput(row: MemberRow): Values {
  const address = textOf(row.values['address']).trim()
  return { ...row.values, address: address === '' ? null : address, pool_id: poolId }
}

function stepIssues(step: Step, parsed: AnyParsed): DraftIssue[] {
  return schemaIssues(parsed).map((issue) => ({ ...issue, step }))
}

function memberIssues(row: MemberRow, parsed: AnyParsed): DraftIssue[] {
  return schemaIssues(parsed).map((issue) => ({ ...issue, step: 'members', about: `${row.key}/${issue.about}` }))
}

// The next two are said by the services of the API, not by its schemas: they are about the tree, and about networks.

function subnetIssues(draft: Draft): DraftIssue[] {
  if (draft.load_balancer['vip_subnet_id']) return []
  const message = 'Validation failure: VIP must contain one of: vip_port_id, vip_network_id, vip_subnet_id.'
  return [{ step: 'load_balancer', about: 'vip_subnet_id', message }]
}

function poolNameIssues(draft: Draft): DraftIssue[] {
  if (nameOf(draft, 'pool') !== '') return []
  const message = 'Validation failure: Pools must be named when creating a fully populated loadbalancer.'
  return [{ step: 'pool', about: 'name', message }]
}

/** The graph of those parts that their schemas accept; null until there is a load balancer to hang them on. */
function graphOf(parts: Parts, vip_address: string | null): Graph | null {
  if (!parts.load_balancer.success) return null
  const row = parts.load_balancer.data
  const pools = parts.pool.success ? [{ ...parts.pool.data, ...assigned, id: poolId }] : []
  const default_pool_id = pools.length > 0 ? poolId : null
  return {
    load_balancer: {
      ...row,
      ...assigned,
      id: loadBalancerId,
      floating_addresses: [],
      vip_vnic_type: 'normal',
      vip_address: row.vip_address ?? vip_address,
    },
    listeners: parts.listener.success ? [{ ...parts.listener.data, ...assigned, id: listenerId, default_pool_id }] : [],
    pools,
    members: parts.members.flatMap(({ parsed }, at) =>
      parsed.success ? [{ ...parsed.data, ...assigned, id: idAt(firstMemberId + at), health: null }] : [],
    ),
    health_monitors: parts.health_monitor?.success
      ? [{ ...parts.health_monitor.data, ...assigned, id: monitorId }]
      : [],
    l7_policies: [],
    l7_rules: [],
  }
}

const stepOfCollection: Readonly<Record<string, Step>> = {
  load_balancer: 'load_balancer',
  listeners: 'listener',
  pools: 'pool',
  members: 'members',
  health_monitors: 'health_monitor',
}

/** From the path of the graph, `members/{id}/address`, to the place in the wizard. */
function placed(issue: Issue, parts: Parts): DraftIssue {
  const [collection = '', id = '', ...rest] = issue.about.split('/')
  const step = stepOfCollection[collection] ?? 'review'
  if (step === 'load_balancer') return { ...issue, step, about: [id, ...rest].join('/') }
  // A pool that does not fit its listener is chosen in the pool's step, whatever attribute of the listener it is about.
  if (step === 'listener' && rest[0] === 'default_pool_id') return { ...issue, step: 'pool', about: 'protocol' }
  if (step !== 'members') return { ...issue, step, about: rest.join('/') }
  const at = Number(id.slice(-12)) - firstMemberId
  return { ...issue, step, about: [parts.members[at]?.row.key ?? '', ...rest].join('/') }
}
