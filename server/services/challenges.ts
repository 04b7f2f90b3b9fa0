import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import { listenerProtocols } from 'model/listener/protocols'
import type { Transaction } from '../store/client.ts'
import { livingGraph, loadGraph } from '../store/graphs.ts'
import { challengesOf } from '../store/orders.ts'

/** Where an authority asks (RFC 8555, 8.3). */
const challengePort = 80

/** Load balancers as engines are to serve them, with what they answer to authorities. */
export async function withChallenges<T extends DesiredLoadBalancer>(
  transaction: Transaction,
  documents: readonly T[],
): Promise<T[]> {
  const found = await challengesOf(
    transaction,
    documents.map(({ graph }) => graph.load_balancer.id),
  )
  return documents.map((one) => {
    const answers = found.get(one.graph.load_balancer.id)
    return answers === undefined ? one : { ...one, challenges: { port: challengePort, answers } }
  })
}

/** Why a load balancer can not answer an authority; null when it can. */
export async function obstacleTo(transaction: Transaction, loadbalancer_id: string): Promise<string | null> {
  const stored = await loadGraph(transaction, loadbalancer_id)
  if (stored === null || stored.load_balancer.removed_in !== null)
    return 'The load balancer that should answer the authority is gone: order the certificate again with another.'
  const { load_balancer, listeners } = livingGraph(stored)
  if (!load_balancer.admin_state_up) return 'The load balancer is switched off: it can not answer the authority.'
  const other = listeners.find(
    (one) =>
      one.admin_state_up &&
      one.protocol_port === challengePort &&
      one.protocol !== 'HTTP' &&
      listenerProtocols[one.protocol].transport === 'tcp',
  )
  if (!other) return null
  return `Port ${challengePort} of the load balancer is taken by listener ${other.name || other.id}, which speaks ${listenerProtocols[other.protocol].label}: there the authority can not be answered.`
}
