import { setImmediate as otherWork } from 'node:timers/promises'
import type { Issue } from 'model/errors'
import type { Graph } from 'model/graph/graph'
import { servedPolicies } from 'model/l7/served'
import { type Overlaps, overlapsOf } from 'model/l7/shadow/overlaps'
import { type Shadow, shadowsInTurns } from 'model/l7/shadow/shadows'
import { inSnapshot } from '../store/client.ts'
import { livingGraph, loadGraph } from '../store/graphs.ts'
import type { Actor } from './actor.ts'
import { type Draft, draftedGraph } from './drafts.ts'
import { notFound, reachable } from './reach.ts'
import { listenerIn } from './walks.ts'

/** The dead policies as they are stored, and of a draft: null while something is wrong with it. */
export type Shadows = {
  readonly shadows: readonly Shadow[]
  readonly draft: { readonly issues: readonly Issue[]; readonly shadows: readonly Shadow[] | null } | null
}

/** The policies of a listener that can never match, as they are stored and with a draft of them. */
export async function shadowsIn(actor: Actor, listener_id: string, draft: Draft | null): Promise<Shadows> {
  const { graph } = await listenerIn(actor, listener_id, 'read')
  const shadows = await shadowsWithBreaks(graph, listener_id)
  if (draft === null) return { shadows, draft: null }
  const { graph: drafted, issues } = draftedGraph(graph, listener_id, draft)
  if (issues.length > 0) return { shadows, draft: { issues, shadows: null } }
  return { shadows, draft: { issues: [], shadows: await shadowsWithBreaks(drafted, listener_id) } }
}

const longestTurnMilliseconds = 20

/** Thousands of policies take a second; others are served meanwhile. */
async function shadowsWithBreaks(graph: Graph, listener_id: string): Promise<Shadow[]> {
  const turns = shadowsInTurns(servedPolicies(graph, listener_id))
  let begin = performance.now()
  let turn = turns.next()
  while (!turn.done) {
    if (performance.now() - begin >= longestTurnMilliseconds) {
      await otherWork()
      begin = performance.now()
    }
    turn = turns.next()
  }
  return turn.value
}

/** The policies of its listener that share requests with a policy. */
export async function overlapsIn(actor: Actor, policy_id: string): Promise<Overlaps> {
  return inSnapshot(async (transaction) => {
    const { loadbalancer_id } = await reachable(actor, 'l7_policy', policy_id, 'read', transaction)
    const stored = await loadGraph(transaction, loadbalancer_id)
    const graph = stored && livingGraph(stored)
    const policy = graph?.l7_policies.find((one) => one.id === policy_id)
    if (!graph || !policy) throw notFound('l7_policy', policy_id)
    return overlapsOf(servedPolicies(graph, policy.listener_id), policy_id)
  })
}
