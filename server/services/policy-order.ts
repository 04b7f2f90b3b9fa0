import { isDeepStrictEqual } from 'node:util'
import { DomainError, type Issue } from 'model/errors'
import { type Graph, policiesOf } from 'model/graph/graph'
import { database } from '../store/client.ts'
import { loadGraph, shownGraph } from '../store/graphs.ts'
import type { Actor } from './actor.ts'
import { change } from './change.ts'
import { withMovedPolicies, withPolicyOrder, withPriorities } from './edits.ts'
import { whoHasChanged } from './overtaken.ts'
import { reachable } from './reach.ts'
import { refuseIf } from './refusals.ts'
import type { Settle } from './resources.ts'
import { refusalOf } from './settlement.ts'
import { type Shown, shownPolicies } from './shown.ts'

/** The whole order, or some policies that are put so that the first of them stands at a position. */
export type Reorder =
  | { readonly l7policies: readonly string[] }
  | { readonly move: readonly string[]; readonly to: number }

/** The order is another than the one that the client saw. */
class OtherOrder extends Error {
  override readonly name = 'OtherOrder'
}

type Asked = {
  readonly wish: Reorder
  /** The order that the client knows of; undefined when it does not care. */
  readonly seen?: readonly string[] | undefined
  /** Whether to wait for the data plane, and to put the order back that runs when it refuses this one. */
  readonly confirm?: boolean | undefined
}

/**
 * Reorders the policies of a listener, all at once or not at all, and answers with them in their order.
 * @throws conflict when somebody else has changed it meanwhile, or when the data plane has refused what was to be confirmed
 */
export async function reorderPolicies(
  actor: Actor,
  listener_id: string,
  { wish, seen, confirm = false }: Asked,
): Promise<Shown<'l7_policy'>[]> {
  const { loadbalancer_id } = await reachable(actor, 'listener', listener_id, 'change')
  const place: Place = { loadbalancer_id, listener_id }
  let was: readonly string[] = []
  const graph = await change({
    actor,
    loadbalancer_id,
    subject: { action: 'update', kind: 'listener', id: listener_id },
    edit: (before) => {
      refuseAutomatic(before, listener_id)
      was = policiesOf(before, listener_id).map((one) => one.id)
      if (seen !== undefined && !isDeepStrictEqual(was, [...seen])) throw new OtherOrder()
      refuseIf(orderIssues(was, wish))
      return reordered(before, listener_id, wish)
    },
  }).catch(async (error: unknown) => {
    throw error instanceof OtherOrder ? await whoWasFaster(loadbalancer_id, listener_id) : error
  })
  if (!confirm) return shownPolicies(graph, listener_id)
  const refusal = await refusalOf(loadbalancer_id)
  if (refusal !== null) {
    await putBack(actor, place, { from: policiesOf(graph, listener_id).map((one) => one.id), to: was })
    throw new DomainError('conflict', `The data plane refused the new order: ${refusal}`, [
      { about: 'l7policies', message: refusal, code: 'conflict' },
    ])
  }
  const stored = await loadGraph(database(), loadbalancer_id)
  return shownPolicies(stored === null ? graph : shownGraph(stored), listener_id)
}

function refuseAutomatic({ listeners }: Graph, listener_id: string): void {
  if (listeners.find((one) => one.id === listener_id)?.enhance_l7policy_enable !== false) return
  const message =
    'The order of this listener follows from the rules of its policies. Set its enhance_l7policy_enable to true to order them.'
  throw new DomainError('conflict', message, [{ about: 'l7policies', message, code: 'conflict' }])
}

/**
 * Gives policies of one load balancer these priorities, all at once or not at all: two of a listener may change places.
 * @throws not_found, conflict where two of a listener would have the same
 */
export async function changePriorities(
  actor: Actor,
  loadbalancer_id: string,
  { priorities, settle }: { readonly priorities: ReadonlyMap<string, number>; readonly settle: Settle },
): Promise<void> {
  const [id = ''] = priorities.keys()
  await change({
    actor,
    loadbalancer_id,
    subject: { action: 'update', kind: 'l7_policy', id },
    edit: (before) => {
      const isNamed = (one: { readonly id: string }) => priorities.has(one.id)
      const listener_ids = new Set(before.l7_policies.filter(isNamed).map((one) => one.listener_id))
      const after = [...listener_ids].reduce((graph, one) => withPriorities(graph, one, priorities), before)
      return settle(before, after)
    },
  })
}

type Place = { readonly loadbalancer_id: string; readonly listener_id: string }

/** Puts the order back that the data plane runs, unless somebody has chosen another one meanwhile. */
async function putBack(
  actor: Actor,
  { loadbalancer_id, listener_id }: Place,
  { from, to }: { readonly from: readonly string[]; readonly to: readonly string[] },
): Promise<void> {
  // What runs is no choice: a route test that is red there was red before.
  const override = actor.override ?? 'The data plane refused the new order.'
  await change({
    actor: { ...actor, override },
    loadbalancer_id,
    subject: { action: 'update', kind: 'listener', id: listener_id },
    edit: (before) => {
      const ids = policiesOf(before, listener_id).map((one) => one.id)
      if (!isDeepStrictEqual(ids, [...from])) throw new OtherOrder()
      return withPolicyOrder(before, listener_id, to)
    },
  }).catch((error: unknown) => {
    if (!(error instanceof OtherOrder)) throw error
  })
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

async function whoWasFaster(loadbalancer_id: string, listener_id: string): Promise<DomainError> {
  const who = await whoHasChanged('the policies', loadbalancer_id, (one) => {
    return one.kind === 'l7_policy' || (one.kind === 'listener' && one.id_of_resource === listener_id)
  })
  return new DomainError('conflict', `${who}, after you saw them. Nothing was reordered: look again, then move.`, [
    { about: 'if_order', message: 'This is not the order any more.', code: 'conflict' },
  ])
}
