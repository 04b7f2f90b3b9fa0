import { DomainError } from 'model/errors'
import type { Graph } from 'model/graph/graph'
import type { ResourceKind } from 'model/resources/index'
import { activeOf } from '../metrics/ring.ts'
import { totalsOf } from '../metrics/totals.ts'
import { database, inSnapshot, type Transaction } from '../store/client.ts'
import { keptGraphWith, loadGraph, shownGraph } from '../store/graphs.ts'
import { findProject } from '../store/projects.ts'
import { findFirstIds, findIds, findRow, findRows, type Location, type RowQuery } from '../store/resources.ts'
import type { Actor } from './actor.ts'
import { change, create, type Subject } from './change.ts'
import { withDefaultPool, withMembers, without, withPatch, withRow } from './edits.ts'
import { freshRow } from './fresh.ts'
import { newId } from './ids.ts'
import { refuseOtherNetwork } from './offers.ts'
import { accepted, type CreatedRows, parseCreate, parsePatch } from './parse.ts'
import { allow, forbidden, visibleProject } from './policy.ts'
import { notFound, reachable } from './reach.ts'
import { refuseUnknownReferences } from './references.ts'
import { refuseIf } from './refusals.ts'
import { type IdPage, pageOf, type Selection, tagsPass } from './selection.ts'
import { type Shown, shownIn, shownRows } from './shown.ts'
import { placeIn, type TreeRows, treeRows } from './tree.ts'
import { chooseVip, savePorts } from './vip.ts'

export type ChildKind = Exclude<ResourceKind, 'load_balancer'>
export type Page<K extends ResourceKind> = { readonly rows: Shown<K>[]; readonly hasMore: boolean }
export type Statistics = {
  readonly bytes_in: number
  readonly bytes_out: number
  readonly active_connections: number
  readonly total_connections: number
  readonly request_errors: number
}

/**
 * Creates a load balancer with everything under it, all or nothing. `input` is a LoadBalancerTree: `listeners[].default_pool`
 * names a pool of `pools[]`, whose `members` and `healthmonitor` stand inside it. An administrator may add a `project_id`.
 */
export async function createTree(actor: Actor, input: unknown): Promise<Graph> {
  const { project_id, tree } = await ownerOf(actor, input)
  const { rows, issues } = treeRows(tree, { project_id, newId })
  refuseIf(issues)
  const { id, name } = rows.graph.load_balancer
  const subject: Subject = { action: 'create', kind: 'load_balancer', id, name, rename: placeIn(rows) }
  return create(actor, subject, async (transaction) => {
    const { graph, vip } = await placedTree(transaction, rows)
    return { graph, finish: () => savePorts(transaction, vip, graph.load_balancer) }
  })
}

/** The rows of a tree with their addresses, once everything that they refer to is known to be there. */
export async function placedTree(transaction: Transaction, rows: TreeRows) {
  const { graph } = rows
  await refuseUnknownReferences(transaction, 'load_balancer', graph.load_balancer)
  for (const one of graph.members) await refuseUnknownReferences(transaction, 'member', one)
  const vip = await chooseVip(transaction, graph.load_balancer)
  await refuseOtherNetwork(transaction, graph.load_balancer.availability_zone, vip.columns.vip_network_id)
  return { graph: { ...graph, load_balancer: { ...graph.load_balancer, ...vip.columns } }, vip }
}

/** In which project a tree is created, and the tree without that word. */
export async function ownerOf(actor: Actor, input: unknown): Promise<{ project_id: string; tree: unknown }> {
  allow(actor, 'change', actor.project_id)
  if (typeof input !== 'object' || input === null || !('project_id' in input))
    return { project_id: actor.project_id, tree: input }
  const { project_id, ...tree } = input
  if (project_id === null || project_id === actor.project_id) return { project_id: actor.project_id, tree }
  const wanted = String(project_id)
  allow(actor, 'change', wanted)
  if ((await findProject(database(), wanted)) === null) throw new DomainError('invalid', `Project ${wanted} not found.`)
  return { project_id: wanted, tree }
}

/** What a dialect makes of an edit before it is judged: it may refuse it, or change what hangs together with it. Pure. */
export type Settle = (before: Graph, after: Graph) => Graph

/** `listener_id`: the new pool becomes that listener's default pool, and belongs to its load balancer. */
export async function createChild<K extends ChildKind>(
  actor: Actor,
  kind: K,
  input: unknown,
  options: { readonly listener_id?: string | undefined; readonly settle?: Settle } = {},
): Promise<Shown<K>> {
  const { listener_id, settle = unsettled } = options
  const given = await withParent(actor, kind, input, listener_id)
  const values = accepted(parseCreate(kind, given))
  const parent = await parentOf(actor, values)
  await refuseUnknownReferences(database(), kind, values)
  const id = newId()
  const row = freshRow(kind, id, parent.project_id, values)
  const subject: Subject = { action: 'create', kind, id, name: 'name' in row ? row.name : '', rename: ownPath(id) }
  const graph = await change({
    actor,
    loadbalancer_id: parent.loadbalancer_id,
    subject,
    edit: (before) =>
      settle(
        before,
        listener_id === undefined
          ? withRow(before, kind, row)
          : withDefaultPool(before, row as Shown<'pool'>, listener_id),
      ),
  })
  return shownIn(graph, kind, id)
}

export async function updateResource<K extends ResourceKind>(
  actor: Actor,
  kind: K,
  id: string,
  patch: unknown,
  { settle = unsettled }: { readonly settle?: Settle } = {},
): Promise<Shown<K>> {
  const values = accepted(parsePatch(kind, patch))
  const { loadbalancer_id } = await reachable(actor, kind, id, 'change')
  await refuseUnknownReferences(database(), kind, values)
  const subject: Subject = { action: 'update', kind, id, rename: ownPath(id) }
  const edit = (before: Graph) => settle(before, withPatch(before, kind, id, values))
  const graph = await change({ actor, loadbalancer_id, subject, edit })
  return shownIn(graph, kind, id)
}

export async function removeResource(
  actor: Actor,
  kind: ResourceKind,
  id: string,
  options: { readonly cascade?: boolean | undefined; readonly settle?: Settle } = {},
): Promise<void> {
  const { settle = unsettled } = options
  const { loadbalancer_id } = await reachable(actor, kind, id, 'change')
  const subject: Subject = { action: 'delete', kind, id }
  await change({
    actor,
    loadbalancer_id,
    subject,
    edit: (before) =>
      kind === 'load_balancer'
        ? wholeGone(before, options.cascade ?? false)
        : settle(before, without(before, kind, id)),
  })
}

/** Asks every engine to apply the load balancer once more, whether or not it thinks that it runs it already. */
export async function failOver(actor: Actor, id: string): Promise<void> {
  const { loadbalancer_id } = await reachable(actor, 'load_balancer', id, 'administer')
  const subject: Subject = { action: 'failover', kind: 'load_balancer', id }
  await change({ actor, loadbalancer_id, subject, edit: (before) => before })
}

function unsettled(_: Graph, after: Graph): Graph {
  return after
}

function wholeGone({ load_balancer, listeners, pools }: Graph, cascade: boolean): null {
  if (cascade || listeners.length + pools.length === 0) return null
  const message = `Validation failure: Cannot delete Load Balancer ${load_balancer.id} - it has children`
  throw new DomainError('invalid', message)
}

/** Makes the members of a pool exactly these, matched by address and port; `additive_only` leaves the others alone. */
export async function replaceMembers(
  actor: Actor,
  pool_id: string,
  inputs: readonly unknown[],
  options: { readonly additive_only?: boolean | undefined } = {},
): Promise<void> {
  const results = inputs.map((input, at) => parseCreate('member', { ...Object(input), pool_id }, String(at)))
  const { loadbalancer_id, project_id } = await reachable(actor, 'pool', pool_id, 'change')
  const issues = results.flatMap((result) => result.issues)
  const wanted = results.flatMap((result) => (result.value === null ? [] : [result.value]))
  refuseIf(issues)
  for (const one of wanted) await refuseUnknownReferences(database(), 'member', one)
  const make = (values: CreatedRows['member']) => freshRow('member', newId(), project_id, values)
  await change({
    actor,
    loadbalancer_id,
    subject: { action: 'update', kind: 'pool', id: pool_id },
    edit: (before) => withMembers(before, { pool_id, wanted, keepOthers: options.additive_only ?? false, make }),
  })
}

export async function findResource<K extends ResourceKind>(actor: Actor, kind: K, id: string): Promise<Shown<K>> {
  const kept = keptGraphWith(kind, id)
  if (kept !== null) {
    allow(actor, 'read', kept.load_balancer.project_id)
    return shownIn(shownGraph(kept), kind, id)
  }
  return inSnapshot(async (transaction) => {
    const row = await findRow(transaction, kind, id)
    if (row === null) throw notFound(kind, id)
    allow(actor, 'read', row.project_id)
    const [shown] = await shownRows(transaction, kind, [row])
    if (!shown) throw notFound(kind, id)
    return shown
  })
}

export async function findGraph(actor: Actor, loadbalancer_id: string): Promise<Graph> {
  const kept = keptGraphWith('load_balancer', loadbalancer_id)
  if (kept !== null) {
    allow(actor, 'read', kept.load_balancer.project_id)
    return shownGraph(kept)
  }
  return inSnapshot(async (transaction) => {
    await reachable(actor, 'load_balancer', loadbalancer_id, 'read', transaction)
    const stored = await loadGraph(transaction, loadbalancer_id)
    if (stored === null) throw notFound('load_balancer', loadbalancer_id)
    return shownGraph(stored)
  })
}

export async function listResources<K extends ResourceKind>(
  actor: Actor,
  kind: K,
  selection: Selection,
): Promise<Page<K>> {
  const project_id = visibleProject(actor)
  const asked = selection.filters['project_id']
  if (project_id !== null && asked !== undefined && asked !== project_id) throw forbidden()
  const where = [selection.filters, selection.parent ?? {}, project_id === null ? {} : { project_id }]
  const query = { where, sort: selection.sort }
  const page = await pageIn(database(), kind, query, selection)
  const kept = keptRows(kind, page.ids)
  if (kept !== null) return { rows: kept, hasMore: page.hasMore }
  return inSnapshot(async (transaction) => {
    const { ids, hasMore } = await pageIn(transaction, kind, query, selection)
    const rows = new Map((await findRows(transaction, kind, ids)).map((row) => [row.id, row]))
    const ordered = ids.flatMap((id) => rows.get(id) ?? [])
    return { rows: await shownRows(transaction, kind, ordered), hasMore }
  })
}

async function pageIn(
  transaction: Transaction,
  kind: ResourceKind,
  query: RowQuery,
  selection: Selection,
): Promise<IdPage> {
  const { limit, tags: wanted } = selection
  if (isFirstPage(selection)) {
    const ids = await findFirstIds(transaction, kind, { ...query, count: limit + 1 })
    return { ids: ids.slice(0, limit), hasMore: ids.length > limit }
  }
  const all = await findIds(transaction, kind, query)
  return pageOf(
    all.filter(({ tags }) => tagsPass(tags, wanted)).map(({ id }) => id),
    selection,
  )
}

/** The rows as they are shown, if what they hang together with is kept for all of them. */
function keptRows<K extends ResourceKind>(kind: K, ids: readonly string[]): Shown<K>[] | null {
  const rows: Shown<K>[] = []
  for (const id of ids) {
    const kept = keptGraphWith(kind, id)
    if (kept === null) return null
    rows.push(shownIn(shownGraph(kept), kind, id))
  }
  return rows
}

/** The database finds these alone. Where a marker stands, and what has which tags, is found among all. */
function isFirstPage({ marker, reverse, tags }: Selection): boolean {
  return marker === null && !reverse && Object.keys(tags ?? {}).length === 0
}

export async function statisticsOf(actor: Actor, kind: 'load_balancer' | 'listener', id: string): Promise<Statistics> {
  const { loadbalancer_id } = await reachable(actor, kind, id, 'read')
  const totals = await totalsOf(id, loadbalancer_id)
  return {
    bytes_in: totals.bytes_in,
    bytes_out: totals.bytes_out,
    active_connections: activeOf(loadbalancer_id, kind === 'listener' ? id : null),
    total_connections: totals.connections,
    request_errors: totals.errors_request,
  }
}

/** A pool that is created for a listener belongs to its load balancer. The pool of a member and the policy of a rule stand in their paths: one that is not there is 404. */
async function withParent(
  actor: Actor,
  kind: ChildKind,
  input: unknown,
  listener_id: string | undefined,
): Promise<unknown> {
  if (typeof input !== 'object' || input === null) return input
  if (kind === 'member' && 'pool_id' in input && typeof input.pool_id === 'string') {
    await reachable(actor, 'pool', input.pool_id, 'change')
  }
  if (kind === 'l7_rule' && 'l7policy_id' in input && typeof input.l7policy_id === 'string') {
    await reachable(actor, 'l7_policy', input.l7policy_id, 'change')
  }
  if (kind !== 'pool') return input
  const named = 'loadbalancer_id' in input ? (input.loadbalancer_id ?? null) : null
  if (named !== null) return input
  if (listener_id === undefined) {
    throw new DomainError('invalid', 'Validation failure: Must provide at least one of: loadbalancer_id, listener_id')
  }
  const { loadbalancer_id } = await reachable(actor, 'listener', listener_id, 'change')
  return { ...input, loadbalancer_id }
}

async function parentOf(actor: Actor, values: CreatedRows[ChildKind]): Promise<Location> {
  if ('pool_id' in values) return reachable(actor, 'pool', values.pool_id, 'change')
  if ('l7policy_id' in values) return reachable(actor, 'l7_policy', values.l7policy_id, 'change')
  if ('listener_id' in values) return reachable(actor, 'listener', values.listener_id, 'change')
  return reachable(actor, 'load_balancer', values.loadbalancer_id, 'change')
}

/** A client calls the attributes of what it writes by their names alone. */
export function ownPath(id: string): (about: string) => string {
  return (about) => about.replace(new RegExp(`^[a-z0-9_]+/${id}/`), '')
}
