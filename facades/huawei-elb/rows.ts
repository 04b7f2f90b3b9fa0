import { DomainError } from 'model/errors'
import { type Graph, liveGraph } from 'model/graph/graph'
import { keptWith } from 'model/kit/kept-with'
import type { ResourceKind } from 'model/resources/index'
import { findGraph, findResource, listResources } from '@/server/services/resources.ts'
import type { Selection } from '@/server/services/selection.ts'
import type { Shown } from '@/server/services/shown.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { couldNotBeFound } from './errors.ts'

/** What each kind is called in the dialect's sentences. */
const titles = {
  load_balancer: 'Loadbalancer',
  listener: 'Listener',
  pool: 'Pool',
  member: 'Member',
  health_monitor: 'Healthmonitor',
  l7_policy: 'L7policy',
  l7_rule: 'Rule',
} as const satisfies Record<ResourceKind, string>

/** The project that the path names. Nothing of any other is ever reached. */
export function projectOf(call: Call): string {
  return parameter(call, 'project_id')
}

/** A row of the project, by any text that might be its id. What is on its way out is gone. @throws not_found */
export async function ownRow<K extends ResourceKind>(call: Call, kind: K, id: string): Promise<Shown<K>> {
  if (!isId(id)) throw couldNotBeFound(titles[kind], id.slice(0, 64))
  const row = await findResource(call.actor, kind, id).catch((error: unknown) => {
    if (error instanceof DomainError && (error.code === 'not_found' || error.code === 'forbidden')) return null
    throw error
  })
  const [living] = row === null ? [] : await livingRows(call, kind, [row])
  if (!living) throw couldNotBeFound(titles[kind], id)
  return living
}

/** A database would not even compare what is longer or has control characters. */
function isId(text: string): boolean {
  return /^\P{Cc}{1,255}$/u.test(text)
}

/** Every row of the project that is asked for, the oldest first. */
export async function ownRows<K extends ResourceKind>(
  call: Call,
  kind: K,
  parent?: Selection['parent'],
): Promise<Shown<K>[]> {
  const { rows } = await listResources(call.actor, kind, {
    filters: { project_id: projectOf(call) },
    sort: [],
    limit: Number.MAX_SAFE_INTEGER - 1,
    marker: null,
    reverse: false,
    ...(parent && { parent }),
  })
  return livingRows(call, kind, rows)
}

/** The rows that are there, with what is there of all that belongs to them: what is on its way out is gone already. */
async function livingRows<K extends ResourceKind>(call: Call, kind: K, rows: readonly Shown<K>[]): Promise<Shown<K>[]> {
  const there = rows.filter((row) => isThere(call, row))
  const balancers = [...new Set(there.map((row) => balancerOf(kind, row)))]
  const ids = new Map<string, ReadonlySet<string>>()
  for (const id of balancers) ids.set(id, await livingIds(call, id))
  return there.map((row) => {
    const living = ids.get(balancerOf(kind, row)) ?? new Set()
    const parts = Object.entries(row).map(([name, value]) => [name, relations.has(name) ? kept(value, living) : value])
    return Object.fromEntries(parts) as Shown<K>
  })
}

const relations: ReadonlySet<string> = new Set([
  ...['listeners', 'pools', 'l7policies', 'rules', 'members', 'healthmonitor_id'],
])

function kept(value: unknown, living: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.filter((one: { readonly id: string }) => living.has(one.id))
  return typeof value === 'string' && living.has(value) ? value : null
}

function balancerOf(kind: ResourceKind, row: object): string {
  return String(Reflect.get(row, kind === 'load_balancer' ? 'id' : 'loadbalancer_id'))
}

const idsOfGraphs = keptWith<Graph, ReadonlySet<string>>()

/** Every id of a load balancer that is not on its way out. */
async function livingIds(call: Call, loadbalancer_id: string): Promise<ReadonlySet<string>> {
  const graph = await findGraph(call.actor, loadbalancer_id).catch((error: unknown) => {
    // It went while it was asked for.
    if (error instanceof DomainError && error.code === 'not_found') return null
    throw error
  })
  if (graph === null) return new Set()
  const known = idsOfGraphs.get(graph)
  if (known) return known
  const { load_balancer: _, ...collections } = liveGraph(graph)
  const rows: readonly { readonly id: string }[] = Object.values(collections).flat()
  const ids = new Set(rows.map(({ id }) => id))
  idsOfGraphs.set(graph, ids)
  return ids
}

function isThere(call: Call, row: { readonly project_id: string; readonly provisioning_status: string }): boolean {
  return row.project_id === projectOf(call) && row.provisioning_status !== 'PENDING_DELETE'
}

/** The id of a row of the project that a body names; nothing, where it names none. @throws not_found */
export async function ownId(call: Call, kind: ResourceKind, id: string | null | undefined): Promise<void> {
  if (typeof id === 'string') await ownRow(call, kind, id)
}
