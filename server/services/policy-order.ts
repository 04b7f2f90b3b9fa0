import { isDeepStrictEqual } from 'node:util'
import { DomainError, type Issue } from 'model/errors'
import { type Graph, policiesOf } from 'model/graph/graph'
import { findActivities } from '../store/activities.ts'
import { database } from '../store/client.ts'
import type { Actor } from './actor.ts'
import { change } from './change.ts'
import { withMovedPolicies, withPolicyOrder } from './edits.ts'
import { reachable } from './reach.ts'
import { refuseIf } from './refusals.ts'
import { type Shown, shownIn } from './shown.ts'

/** The whole order, or some policies that are put so that the first of them stands at a position. */
export type Reorder =
  | { readonly l7policies: readonly string[] }
  | { readonly move: readonly string[]; readonly to: number }

/** The order is another than the one that the client saw. */
class OtherOrder extends Error {
  override readonly name = 'OtherOrder'
}

/**
 * Reorders the policies of a listener, all at once or not at all, and answers with them in their order. `seen` is the order that the
 * client knows of; undefined when it does not care. @throws conflict when somebody else has changed it meanwhile
 */
export async function reorderPolicies(
  actor: Actor,
  listener_id: string,
  { wish, seen }: { readonly wish: Reorder; readonly seen?: readonly string[] | undefined },
): Promise<Shown<'l7_policy'>[]> {
  const { loadbalancer_id } = await reachable(actor, 'listener', listener_id, 'change')
  const graph = await change({
    actor,
    loadbalancer_id,
    subject: { action: 'update', kind: 'listener', id: listener_id },
    edit: (before) => {
      const ids = policiesOf(before, listener_id).map((one) => one.id)
      if (seen !== undefined && !isDeepStrictEqual(ids, [...seen])) throw new OtherOrder()
      refuseIf(orderIssues(ids, wish))
      return reordered(before, listener_id, wish)
    },
  }).catch(async (error: unknown) => {
    throw error instanceof OtherOrder ? await whoWasFaster(loadbalancer_id, listener_id) : error
  })
  return policiesOf(graph, listener_id).map(({ id }) => shownIn(graph, 'l7_policy', id))
}

function reordered(before: Graph, listener_id: string, wish: Reorder): Graph {
  return 'move' in wish
    ? withMovedPolicies(before, listener_id, wish.move, wish.to)
    : withPolicyOrder(before, listener_id, wish.l7policies)
}

/** What is unknown, named twice or missing. Only the whole order has to name all. */
function orderIssues(ids: readonly string[], wish: Reorder): Issue[] {
  const [attribute, named] = 'move' in wish ? ['move', wish.move] : ['l7policies', wish.l7policies]
  const known = new Set(ids)
  const seen = new Set<string>()
  const wrong = named.flatMap((id, at): Issue[] => {
    const about = `${attribute}/${at}`
    if (seen.has(id)) return [{ about, message: `Policy ${id} is named twice.`, code: 'invalid' }]
    seen.add(id)
    return known.has(id) ? [] : [{ about, message: `Policy ${id} is none of this listener's.`, code: 'invalid' }]
  })
  const missing = 'move' in wish ? [] : ids.filter((id) => !seen.has(id))
  return [
    ...wrong,
    ...missing.map((id): Issue => {
      const message = `Policy ${id} is missing: the order names every policy of the listener.`
      return { about: attribute, message, code: 'invalid' }
    }),
  ]
}

/** How far back the activity log is read for who it was. */
const activitiesRead = 50

async function whoWasFaster(loadbalancer_id: string, listener_id: string): Promise<DomainError> {
  const recent = await findActivities(database(), {
    project_id: null,
    loadbalancer_id,
    before: null,
    limit: activitiesRead,
  })
  const last = recent.find(
    (one) => one.kind === 'l7_policy' || (one.kind === 'listener' && one.id_of_resource === listener_id),
  )
  const who = last ? `${last.user_name} has changed the policies at ${last.at}` : 'Somebody has changed the policies'
  return new DomainError('conflict', `${who}, after you saw them. Nothing was reordered: look again, then move.`, [
    { about: 'if_order', message: 'This is not the order any more.', code: 'conflict' },
  ])
}
