import type { Graph } from 'model/graph/graph'
import { isPending } from 'model/statuses'
import { bus } from '../bus.ts'
import { clock, moment } from '../clock.ts'
import { addActivity } from '../store/activities.ts'
import type { Transaction } from '../store/client.ts'
import { livingGraph, loadGraphs, saveGraph } from '../store/graphs.ts'
import { takeRevision } from '../store/revisions.ts'
import type { StoredGraph } from '../store/stored-graph.ts'
import type { Actor } from './actor.ts'
import { armDeadline } from './deadline.ts'
import { changedGraph, statusEvents } from './marks.ts'

type Renewed = { readonly before: StoredGraph; readonly after: StoredGraph }
type Renewal = {
  readonly actor: Actor
  readonly certificate: { readonly id: string; readonly name: string }
  /** Fingerprints. */
  readonly replaced: { readonly before: string; readonly after: string }
  readonly loadbalancer_ids: readonly string[]
}

/**
 * Has every engine take load balancers once more, because a certificate that they serve is another one. It does not wait for changes
 * that are under way: the engine then takes both together.
 */
export async function renewIn(transaction: Transaction, renewal: Renewal): Promise<Renewed[]> {
  return takenOnceMore(transaction, renewal.loadbalancer_ids, (graph, stamp) =>
    addActivity(transaction, activityOf(renewal, graph, stamp)),
  )
}

type Stamp = { readonly revision: number; readonly moment: string }
const nothingToNote = async () => {}

/** The same for what is no change that a person has made; `note` writes it down where it is one. */
export async function takenOnceMore(
  transaction: Transaction,
  loadbalancer_ids: readonly string[],
  note: (graph: Graph, stamp: Stamp) => Promise<void> = nothingToNote,
): Promise<Renewed[]> {
  if (loadbalancer_ids.length === 0) return []
  const revision = await takeRevision(transaction)
  const stamp = { revision, moment: moment() }
  const renewed: Renewed[] = []
  for (const before of await loadGraphs(transaction, loadbalancer_ids)) {
    if (before.load_balancer.removed_in !== null) continue
    const graph = livingGraph(before)
    const after = isPending(before.load_balancer.provisioning_status)
      ? { ...before, load_balancer: { ...before.load_balancer, revision } }
      : changedGraph(before, graph, graph, stamp)
    await saveGraph(transaction, before, after)
    await note(graph, stamp)
    renewed.push({ before, after })
  }
  return renewed
}

function activityOf(
  { actor, certificate, replaced }: Renewal,
  { load_balancer }: Graph,
  stamp: { revision: number; moment: string },
) {
  return {
    at: stamp.moment,
    revision: stamp.revision,
    user_id: actor.user_id,
    user_name: actor.user_name,
    request_id: actor.request_id,
    project_id: load_balancer.project_id,
    loadbalancer_id: load_balancer.id,
    loadbalancer_name: load_balancer.name,
    action: 'update',
    kind: 'load_balancer',
    id_of_resource: load_balancer.id,
    name: load_balancer.name,
    changes: [{ attribute: `certificates/${certificate.name || certificate.id}`, ...replaced }],
  }
}

/** Once it is stored: engines and open pages hear of it. */
export function announceRenewal(renewed: readonly Renewed[]): void {
  if (renewed.length === 0) return
  armDeadline(clock().now())
  bus().emit('desired')
  for (const { before, after } of renewed) {
    bus().emit('statuses', statusEvents(before, after))
    bus().emit('activity', after.load_balancer.id)
  }
}
