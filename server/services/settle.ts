import type { Outcome } from 'model/contract/report'
import { bus } from '../bus.ts'
import { moment } from '../clock.ts'
import { log, logEvents } from '../log.ts'
import { ring } from '../metrics/ring.ts'
import { settleActivities } from '../store/activities.ts'
import { database, inTransaction } from '../store/client.ts'
import { loadGraph, saveGraph } from '../store/graphs.ts'
import { forgetLoadBalancer, lockWriters, removedUpTo } from '../store/revisions.ts'
import type { StoredGraph } from '../store/stored-graph.ts'
import { fullListeners } from './engines.ts'
import { statusEvents } from './marks.ts'
import { appliedGraph, refusedGraph, withOperatingStatuses } from './outcomes.ts'

/** Takes an engine's word for one load balancer. */
export async function settle(outcome: Outcome): Promise<void> {
  const { loadbalancer_id, revision, steps } = outcome
  const change = await inTransaction(async (transaction) => {
    await lockWriters(transaction)
    const before = await loadGraph(transaction, loadbalancer_id)
    if (before === null || isKnown(before, outcome)) return null
    const after = withOperatingStatuses(settledGraph(before, outcome), fullListeners())
    await saveGraph(transaction, before, after)
    const diagnostics = outcome.outcome === 'refused' ? outcome.diagnostics : []
    const settled_at = moment()
    await settleActivities(transaction, {
      loadbalancer_id,
      revision,
      outcome: outcome.outcome,
      steps,
      diagnostics,
      settled_at,
    })
    return { before, after }
  })
  if (change) announce(loadbalancer_id, change.before, change.after, outcome)
}

/** Engines say again what they said before, after each restart: most of it is no news. */
function isKnown({ load_balancer }: StoredGraph, { revision, outcome }: Outcome): boolean {
  const { provisioning_status, applied_revision } = load_balancer
  return outcome === 'applied' && provisioning_status === 'ACTIVE' && (applied_revision ?? 0) >= revision
}

function settledGraph(before: StoredGraph, { outcome, revision, diagnostics }: Outcome): StoredGraph {
  return outcome === 'applied' ? appliedGraph(before, revision) : refusedGraph(before, revision, diagnostics)
}

function announce(
  loadbalancer_id: string,
  before: StoredGraph,
  after: StoredGraph,
  { outcome, revision }: Outcome,
): void {
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
