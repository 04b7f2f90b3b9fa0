import { bus } from '../bus.ts'
import { clock, moment } from '../clock.ts'
import { log, logEvents } from '../log.ts'
import { processwide } from '../process.ts'
import { settleActivities } from '../store/activities.ts'
import { database, inTransaction } from '../store/client.ts'
import { loadGraph, saveGraph } from '../store/graphs.ts'
import { lockWriters, pendingLoadBalancers } from '../store/revisions.ts'
import { inBackground } from './background.ts'
import { statusEvents } from './marks.ts'
import { unansweredGraph } from './outcomes.ts'

/** How long a load balancer may wait for an engine, in milliseconds. */
export const patienceMilliseconds = 30_000

type Alarm = { rings: number | null; cancel: () => void }
const alarm = () => processwide('deadline', (): Alarm => ({ rings: null, cancel: () => {} }))

/** Looks after every load balancer that has been waiting since then. One timer is enough: it is set again for who is left. */
export function armDeadline(since: number): void {
  const current = alarm()
  const rings = since + patienceMilliseconds
  if (current.rings !== null && current.rings <= rings) return
  current.cancel()
  current.rings = rings
  current.cancel = clock().after(Math.max(0, rings - clock().now()), () => {
    current.rings = null
    inBackground('deadline', expirePending)
  })
}

/** Gives up on what no engine has answered for in time. What is not due yet is looked at again when it is. */
export async function expirePending(): Promise<void> {
  for (const { id, pending_since } of await pendingLoadBalancers(database())) {
    const since = Date.parse(pending_since)
    if (since + patienceMilliseconds <= clock().now()) await giveUpOn(id, pending_since)
    else armDeadline(since)
  }
}

async function giveUpOn(id: string, pending_since: string): Promise<void> {
  const given = await inTransaction(async (transaction) => {
    await lockWriters(transaction)
    const before = await loadGraph(transaction, id)
    // The answer came after all, or another change did.
    if (before?.load_balancer.pending_since !== pending_since) return null
    const after = unansweredGraph(before)
    await saveGraph(transaction, before, after)
    const { revision } = before.load_balancer
    await settleActivities(transaction, {
      loadbalancer_id: id,
      revision,
      outcome: 'unanswered',
      steps: [],
      diagnostics: [],
      settled_at: moment(),
    })
    return { before, after }
  })
  if (given === null) return
  log.warn(logEvents.changeUnanswered, { loadbalancer_id: id, revision: given.after.load_balancer.revision })
  bus().emit('settled', id)
  bus().emit('statuses', statusEvents(given.before, given.after))
  bus().emit('activity', id)
}
