import { DomainError, type Issue } from 'model/errors'
import type { Graph } from 'model/graph/graph'
import type { ResourceKind } from 'model/resources/index'
import { isPending } from 'model/statuses'
import { bus } from '../bus.ts'
import { clock, moment } from '../clock.ts'
import { log, logEvents } from '../log.ts'
import { addActivity } from '../store/activities.ts'
import { inTransaction, type Transaction } from '../store/client.ts'
import { releaseFloatingIps } from '../store/floating-ips.ts'
import { insertGraph, livingGraph, loadGraph, saveGraph, shownGraph } from '../store/graphs.ts'
import { takeRevision } from '../store/revisions.ts'
import { findRouteTests, hasRouteTests } from '../store/route-tests.ts'
import { kinds } from '../store/rows.ts'
import { rowsOf, type StoredGraph } from '../store/stored-graph.ts'
import { abilitiesInUse } from './abilities.ts'
import type { AttributeChange } from './activity.ts'
import type { Actor } from './actor.ts'
import { attributeChanges } from './changes.ts'
import { armDeadline } from './deadline.ts'
import { inTurn, StillBusy } from './lines.ts'
import { changedGraph, createdGraph, graphRows, removedGraph, type Stamp, statusEvents } from './marks.ts'
import { refuseBeyondFlavor } from './offers.ts'
import { allow } from './policy.ts'
import { refuseOverQuota } from './quotas.ts'
import { notFound } from './reach.ts'
import { newProblems, refuseIf } from './refusals.ts'
import { redRefusal, turnedRed } from './route-verdicts.ts'
import { certificateIssues } from './served-certificates.ts'

/** What the activity log and the refusals say a change is about. */
export type Subject = {
  readonly action: 'create' | 'update' | 'delete' | 'failover'
  readonly kind: ResourceKind
  readonly id: string
  /** Of what is created; the name of what exists is looked up. */
  readonly name?: string
  /** How the client calls what the issues name: it does not know the ids of what it is about to create. */
  readonly rename?: (about: string) => string
}

/** From the whole load balancer to what it shall be; null when it shall be gone. Pure, and keeps the objects that it does not change. */
export type Edit = (graph: Graph) => Graph | null

export type Wish = {
  readonly actor: Actor
  readonly loadbalancer_id: string
  readonly subject: Subject
  readonly edit: Edit
  /** Writes what belongs to the change and is not part of the load balancer. */
  readonly finish?: (transaction: Transaction) => Promise<void>
}

/** Changes one load balancer: all of it, or nothing. The one way to do so. */
export async function change(wish: Wish): Promise<Graph> {
  const { actor, loadbalancer_id, subject } = wish
  const saved = await inTurn(loadbalancer_id, busyMessage(loadbalancer_id, subject), () =>
    inTransaction((transaction) => attempt(transaction, wish)).catch(unchangedOnly),
  )
  if (saved.before) announce(actor, subject, saved.before, saved.after)
  return shownGraph(saved.after)
}

type Saved = { readonly before: StoredGraph | null; readonly after: StoredGraph }

/** Nothing would differ. Thrown, so that the revision that was taken for it is rolled back. */
class Unchanged extends Error {
  override readonly name = 'Unchanged'
  readonly stored: StoredGraph

  constructor(stored: StoredGraph) {
    super('Nothing would differ.')
    this.stored = stored
  }
}

function unchangedOnly(error: unknown): Saved {
  if (error instanceof Unchanged) return { before: null, after: error.stored }
  throw error
}

async function attempt(transaction: Transaction, wish: Wish): Promise<Saved> {
  const { actor, loadbalancer_id, subject, edit, finish } = wish
  const revision = await takeRevision(transaction)
  const stored = await loadGraph(transaction, loadbalancer_id)
  if (stored === null) throw notFound('load_balancer', loadbalancer_id)
  allow(actor, 'change', stored.load_balancer.project_id)
  if (isPending(stored.load_balancer.provisioning_status)) throw new StillBusy()

  const before = livingGraph(stored)
  const after = edit(before)
  if (after !== null) refuseIf(renamed(await certificateIssues(transaction, before, after), subject))
  const stamp = { revision, moment: moment() }
  const marked = after === null ? removedGraph(stored, stamp) : checked(stored, { before, after, subject, stamp })
  if (after !== null) await refuseTooMuch(transaction, before, after)
  const overridden = await overriddenTests(transaction, actor, before, after)
  await saveGraph(transaction, stored, marked)
  await finish?.(transaction)
  if (after === null) await releaseFloatingIps(transaction, loadbalancer_id, stamp.moment)
  await addActivity(transaction, {
    at: stamp.moment,
    revision,
    ...logged(actor, before, subject),
    changes: [...attributeChanges(before, after, subject), ...overridden],
  })
  return { before: stored, after: marked }
}

async function refuseTooMuch(transaction: Transaction, before: Graph | null, after: Graph): Promise<void> {
  await refuseOverQuota(transaction, before, after)
  await refuseBeyondFlavor(transaction, before, after)
}

/** Refuses what turns route tests red, unless there is a reason; that is kept in the activity log. */
async function overriddenTests(
  transaction: Transaction,
  actor: Actor,
  before: Graph,
  after: Graph | null,
): Promise<AttributeChange[]> {
  const loadbalancer_id = before.load_balancer.id
  if (after === null || !(await hasRouteTests(transaction, loadbalancer_id))) return []
  const red = turnedRed(await findRouteTests(transaction, { loadbalancer_id }), before, after)
  if (red.length === 0) return []
  if (actor.override === undefined) throw redRefusal(red)
  return red.map((one) => ({
    attribute: `route_tests/${one.id}`,
    before: `${one.name} is green`,
    after: `${one.name} is red; saved anyway: ${actor.override}`,
  }))
}

type Proposal = { readonly before: Graph; readonly after: Graph; readonly subject: Subject; readonly stamp: Stamp }

/** The rows that a change marks, if it may be. */
function checked(stored: StoredGraph, { before, after, subject, stamp }: Proposal): StoredGraph {
  const { load_balancer } = stored
  // What was asked to go can only be asked to go once more.
  if (load_balancer.removed_in !== null) throw new DomainError('busy', busyMessage(load_balancer.id, subject))
  refuseIf(renamed(newProblems(before, after, abilitiesInUse()), subject))
  const marked = changedGraph(stored, before, after, stamp)
  const isUnchanged = kinds.every((kind) => rowsOf(marked, kind).every((row) => row.changed_in !== stamp.revision))
  // Writing the same once more to what is in ERROR asks the engines to try again, as a failover always does.
  if (isUnchanged && subject.action !== 'failover' && load_balancer.provisioning_status === 'ACTIVE')
    throw new Unchanged(stored)
  return marked
}

/**
 * Stores a load balancer that is new. `build` runs in the transaction, because its address is chosen there; it comes after the revision
 * is taken, so that no two choose at the same time.
 */
export async function create(
  actor: Actor,
  subject: Subject,
  build: (transaction: Transaction) => Promise<Built>,
): Promise<Graph> {
  const stored = await inTransaction(async (transaction) => {
    const revision = await takeRevision(transaction)
    const { graph, finish } = await build(transaction)
    refuseIf(renamed(newProblems(null, graph, abilitiesInUse()), subject))
    refuseIf(renamed(await certificateIssues(transaction, null, graph), subject))
    await refuseTooMuch(transaction, null, graph)
    const stamp = { revision, moment: moment() }
    const created = createdGraph(graph, stamp)
    await insertGraph(transaction, created)
    await finish(transaction)
    await addActivity(transaction, {
      at: stamp.moment,
      revision,
      ...logged(actor, graph, subject),
      changes: attributeChanges(null, graph, subject),
    })
    return created
  })
  announce(actor, subject, null, stored)
  return shownGraph(stored)
}

/** `finish` writes what refers to the new load balancer. */
export type Built = { readonly graph: Graph; readonly finish: (transaction: Transaction) => Promise<void> }

function announce(actor: Actor, subject: Subject, before: StoredGraph | null, after: StoredGraph): void {
  const { id, revision } = after.load_balancer
  log.info(logEvents.changeAccepted, {
    loadbalancer_id: id,
    revision,
    action: subject.action,
    kind: subject.kind,
    id: subject.id,
    user: actor.user_name,
  })
  armDeadline(clock().now())
  bus().emit('desired')
  bus().emit('statuses', statusEvents(before, after))
  bus().emit('activity', id)
}

function renamed(issues: readonly Issue[], { rename }: Subject): readonly Issue[] {
  return rename ? issues.map((issue) => ({ ...issue, about: rename(issue.about) })) : issues
}

function logged(actor: Actor, graph: Graph, subject: Subject) {
  return {
    user_id: actor.user_id,
    user_name: actor.user_name,
    request_id: actor.request_id,
    project_id: graph.load_balancer.project_id,
    loadbalancer_id: graph.load_balancer.id,
    loadbalancer_name: graph.load_balancer.name,
    action: subject.action,
    kind: subject.kind,
    id_of_resource: subject.id,
    name: subject.name ?? nameOf(graphRows(graph, subject.kind).find((row) => row.id === subject.id)),
  }
}

/** A rule has no name. */
function nameOf(row: object | undefined): string {
  return row !== undefined && 'name' in row ? String(row.name) : ''
}

/** Octavia's words: one for the load balancer itself, one for whatever is under it. */
function busyMessage(loadbalancer_id: string, subject: Subject): string {
  return subject.kind === 'load_balancer'
    ? `Invalid state PENDING_UPDATE of loadbalancer resource ${loadbalancer_id}`
    : `Load Balancer ${loadbalancer_id} is immutable and cannot be updated.`
}
