import type { Outcome } from 'model/contract/report'
import { bus } from '../bus.ts'
import { moment } from '../clock.ts'
import { log, logEvents } from '../log.ts'
import { ring } from '../metrics/ring.ts'
import { type Settlement, settleActivities } from '../store/activities.ts'
import { chunks } from '../store/chunks.ts'
import { database, inPassing, inTransaction } from '../store/client.ts'
import { type Change, loadGraph, loadGraphs, saveGraphs } from '../store/graphs.ts'
import { forgetLoadBalancer, lockWriters, removedUpTo } from '../store/revisions.ts'
import type { StoredGraph } from '../store/stored-graph.ts'
import { fullListeners } from './engines.ts'
import { statusEvents } from './marks.ts'
import { appliedGraph, refusedGraph, withOperatingStatuses } from './outcomes.ts'

/** Takes an engine's word for what it was asked to run: all of it at once, for whoever waits does so for the disk. */
export async function settle(outcomes: readonly Outcome[]): Promise<void> {
  for (const some of chunks(outcomes)) await settleTogether(some)
}

async function settleTogether(outcomes: readonly Outcome[]): Promise<void> {
  // After a power cut the engine is asked again, and says the same.
  const settled = await inPassing(async (transaction) => {
    await lockWriters(transaction)
    const ids = [...new Set(outcomes.map(({ loadbalancer_id }) => loadbalancer_id))]
    const news = newsAmong(outcomes, await loadGraphs(transaction, ids))
    await saveGraphs(transaction, news.changes)
    for (const { outcome } of news.settled) await settleActivities(transaction, settlementOf(outcome))
    return news.settled
  })
  for (const one of settled) announce(one)
}

type Settled = Change & { readonly outcome: Outcome }

/** What each outcome changes, one after the other, and what comes of them for each load balancer. */
function newsAmong(outcomes: readonly Outcome[], stored: readonly StoredGraph[]) {
  const known = new Map(stored.map((graph) => [graph.load_balancer.id, graph]))
  const changes = new Map<string, Change>()
  const settled: Settled[] = []
  for (const outcome of outcomes) {
    const id = outcome.loadbalancer_id
    const change = changes.get(id)
    const before = change?.after ?? known.get(id)
    if (before === undefined || isKnown(before, outcome)) continue
    const after = withOperatingStatuses(settledGraph(before, outcome), fullListeners())
    changes.set(id, { before: change?.before ?? before, after })
    settled.push({ outcome, before, after })
  }
  return { settled, changes: [...changes.values()] }
}

function settlementOf({ loadbalancer_id, revision, outcome, steps, diagnostics }: Outcome): Settlement {
  const reasons = outcome === 'refused' ? diagnostics : []
  return { loadbalancer_id, revision, outcome, steps, diagnostics: reasons, settled_at: moment() }
}

/** Engines say again what they said before, after each restart: most of it is no news. */
function isKnown({ load_balancer }: StoredGraph, { revision, outcome }: Outcome): boolean {
  const { provisioning_status, applied_revision } = load_balancer
  return outcome === 'applied' && provisioning_status === 'ACTIVE' && (applied_revision ?? 0) >= revision
}

function settledGraph(before: StoredGraph, { outcome, revision, diagnostics }: Outcome): StoredGraph {
  return outcome === 'applied' ? appliedGraph(before, revision) : refusedGraph(before, revision, diagnostics)
}

function announce({ before, after, outcome: { loadbalancer_id, revision, outcome } }: Settled): void {
  log.info(logEvents.changeSettled, { loadbalancer_id, revision, outcome })
  bus().emit('statuses', statusEvents(before, after))
  if (after.load_balancer.pending_since === null) bus().emit('settled', loadbalancer_id)
  bus().emit('activity', loadbalancer_id)
}

/** Deletes what was to go and is not served any more: an engine says so, or it has dealt with the revision that removed it. */
export async function purgeRemoved(revision: number, ids: readonly string[]): Promise<void> {
  const due = new Set((await removedUpTo(database(), revision)).map(({ id }) => id))
  for (const id of new Set([...due, ...ids])) await purge(id)
}

async function purge(id: string): Promise<void> {
  const gone = await inTransaction(async (transaction) => {
    await lockWriters(transaction)
    const before = await loadGraph(transaction, id)
    const removed_in = before?.load_balancer.removed_in ?? null
    if (before === null || removed_in === null) return null
    await forgetLoadBalancer(transaction, id, removed_in)
    const answer = { outcome: 'applied', steps: [], diagnostics: [], settled_at: moment() } as const
    await settleActivities(transaction, { loadbalancer_id: id, revision: removed_in, ...answer })
    return before
  })
  if (gone === null) return
  log.info(logEvents.changeSettled, { loadbalancer_id: id, revision: gone.load_balancer.revision, outcome: 'removed' })
  ring().forget(id)
  bus().emit('statuses', statusEvents(gone, null))
  bus().emit('settled', id)
  bus().emit('activity', id)
}
