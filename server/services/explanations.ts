import { explainPolicy, type PolicyCost, type PolicyExplanation, policyCost } from 'proxy-engine/compile'
import { inSnapshot } from '../store/client.ts'
import { livingGraph, loadGraph } from '../store/graphs.ts'
import { abilitiesInUse } from './abilities.ts'
import type { Actor } from './actor.ts'
import { notFound, reachable } from './reach.ts'
import { listenerIn } from './walks.ts'

/** What became of a policy in HAProxy's files, in words and lines. */
export async function explanationOf(actor: Actor, policy_id: string): Promise<PolicyExplanation> {
  return inSnapshot(async (transaction) => {
    const { loadbalancer_id } = await reachable(actor, 'l7_policy', policy_id, 'read', transaction)
    const stored = await loadGraph(transaction, loadbalancer_id)
    const explanation = stored && explainPolicy(livingGraph(stored), policy_id, abilitiesInUse())
    if (!explanation) throw notFound('l7_policy', policy_id)
    return explanation
  })
}

/** What the policies of a listener cost each request. */
export async function policyCostOf(actor: Actor, listener_id: string): Promise<PolicyCost> {
  const { graph } = await listenerIn(actor, listener_id, 'read')
  return policyCost(graph, listener_id)
}
