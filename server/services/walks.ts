import { isDeepStrictEqual } from 'node:util'
import type { Deed } from 'model/access/roles'
import type { HttpAnswer } from 'model/contract/desired-state'
import type { RecentRequest } from 'model/contract/recent-request'
import { DomainError, type Issue } from 'model/errors'
import type { Graph } from 'model/graph/graph'
import type { HttpRequest } from 'model/l7/request'
import { listenerProtocols, type ProtocolOfListener } from 'model/listener/protocols'
import type { Listener } from 'model/resources/listener'
import { simulate, type Walk, type WalkResult } from 'proxy-engine/simulate'
import { inSnapshot } from '../store/client.ts'
import { livingGraph, loadGraph } from '../store/graphs.ts'
import type { Actor } from './actor.ts'
import { type Draft, draftedGraph } from './drafts.ts'
import { recall, type SentRequest, sendProbe } from './probes.ts'
import { notFound, reachable } from './reach.ts'

/** What a draft does with a request. It has no walk while something is wrong with it. */
export type DraftWalk = {
  readonly issues: readonly Issue[]
  readonly walk: Walk | null
  /** Whether the request ends elsewhere than it does now, and the policies that see it in another way; null without a walk. */
  readonly difference: { readonly is_other_result: boolean; readonly l7policies: readonly string[] } | null
}
export type Walked = { readonly request: HttpRequest; readonly running: Walk; readonly draft: DraftWalk | null }

/** What a listener does with a request, as it is stored and with a draft of its policies. */
export async function walkOf(
  actor: Actor,
  listener_id: string,
  { request, draft }: { readonly request: HttpRequest; readonly draft: Draft | null },
): Promise<Walked> {
  const { graph } = await listenerIn(actor, listener_id, 'read')
  const running = simulate(graph, listener_id, request)
  if (draft === null) return { request, running, draft: null }
  const { graph: drafted, issues } = draftedGraph(graph, listener_id, draft)
  if (issues.length > 0) return { request, running, draft: { issues, walk: null, difference: null } }
  const walk = simulate(drafted, listener_id, request)
  return { request, running, draft: { issues: [], walk, difference: differenceOf(running, walk) } }
}

function differenceOf(running: Walk, drafted: Walk): NonNullable<DraftWalk['difference']> {
  const [old, now] = [running, drafted].map(({ steps }) => new Map(steps.map((one) => [one.policy_id, one])))
  const ids = new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])
  return {
    is_other_result: !isDeepStrictEqual(running.result, drafted.result),
    l7policies: [...ids].filter((id) => !isDeepStrictEqual(old?.get(id), now?.get(id))),
  }
}

export type SentWalk = {
  readonly request: HttpRequest
  readonly walk: Walk
  readonly sent: SentRequest & { readonly location: string | null }
  /** Whether the data plane did what the walk says; null when nothing came back, or when the engine can not tell which pool it was. */
  readonly agrees: boolean | null
}

/** Sends a request to a listener through the data plane, and says whether that did what the walk says. */
export async function sendAndWalk(actor: Actor, listener_id: string, asked: HttpRequest): Promise<SentWalk> {
  const { graph, listener } = await listenerIn(actor, listener_id, 'probe')
  refuseUnsendable(listener, asked)
  const to = { address: graph.load_balancer.vip_address ?? '', port: listener.protocol_port, listener_id }
  const request = withHost(asked, to)
  const sent = await sendProbe(to, request)
  // An engine that can not speak for a client is the client itself.
  const seen = { ...request, source: sent.answer?.source || request.source }
  const walk = simulate(graph, listener_id, seen)
  const location = sent.answer?.headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? null
  const agrees = sent.answer && agreement(walk.result, sent.answer, location)
  return { request: seen, walk, sent: { ...sent, location }, agrees }
}

function agreement(result: WalkResult, { status, taken }: HttpAnswer, location: string | null): boolean | null {
  const isSameWay = taken === null || isWay(result, taken)
  switch (result.kind) {
    case 'pool':
      return taken && isSameWay
    case 'split':
      return taken && result.policy_id === taken.policy_id && result.pools.some((one) => one.pool_id === taken.pool_id)
    case 'answer':
      return isSameWay && status === Number(result.answer.status_code)
    case 'redirect':
      return isSameWay && status === result.code && location === result.location
    case 'reject':
      return isSameWay && status === 403
    case 'unavailable':
      return isSameWay && status === 503
    case 'closed':
      return false
  }
}

/** Whether HAProxy names the same policy and the same pool. */
function isWay(result: WalkResult, { policy_id, pool_id }: NonNullable<HttpAnswer['taken']>): boolean {
  const said = result.kind === 'pool' ? result.pool_id : null
  return policy_id === result.policy_id && pool_id === said
}

/** What a listener was asked lately, the newest first. Clients' addresses stand in it: it is for those who may send requests, too. */
export async function recentRequestsOf(actor: Actor, listener_id: string): Promise<readonly RecentRequest[]> {
  const { listener } = await listenerIn(actor, listener_id, 'probe')
  if (!readsRequests(listener.protocol))
    throw new DomainError('unsupported', `Requests are told of HTTP listeners; this one speaks ${listener.protocol}.`)
  return recall(listener_id)
}

function readsRequests(protocol: ProtocolOfListener): boolean {
  return listenerProtocols[protocol].policies === 'requests'
}

/** The length of a body follows from the body, and a tunnel is not opened: what announces either would only wait for what never comes. */
const unsendable = ['content-length', 'transfer-encoding', 'expect', 'upgrade']

function refuseUnsendable({ protocol }: Listener, { method, headers }: HttpRequest): void {
  if (!readsRequests(protocol))
    throw new DomainError('unsupported', `Requests can be sent to HTTP listeners; this one speaks ${protocol}.`)
  if (method.toUpperCase() === 'CONNECT')
    throw refused('request/method', 'CONNECT opens a tunnel: choose another method')
  const at = headers.findIndex(([name]) => unsendable.includes(name.toLowerCase()))
  if (at >= 0)
    throw refused(
      `request/headers/${at}`,
      `How the body is sent follows from the body, and nothing else is sent: leave ${headers[at]?.[0]} out`,
    )
}

function refused(about: string, message: string): DomainError {
  return new DomainError('invalid', message, [{ about, message, code: 'invalid' }])
}

/** HTTP/1.1 demands a host (RFC 9112, 3.2). */
function withHost(request: HttpRequest, { address, port }: { address: string; port: number }): HttpRequest {
  if (request.headers.some(([name]) => name.toLowerCase() === 'host')) return request
  const name = address.includes(':') ? `[${address}]` : address
  return { ...request, headers: [['Host', port === 80 ? name : `${name}:${port}`], ...request.headers] }
}

/** A listener and its load balancer as they are stored, if the actor may do this. */
export async function listenerIn(
  actor: Actor,
  id: string,
  deed: Deed,
): Promise<{ readonly graph: Graph; readonly listener: Listener }> {
  return inSnapshot(async (transaction) => {
    const { loadbalancer_id } = await reachable(actor, 'listener', id, deed, transaction)
    const stored = await loadGraph(transaction, loadbalancer_id)
    const graph = stored && livingGraph(stored)
    const listener = graph?.listeners.find((one) => one.id === id)
    if (!graph || !listener) throw notFound('listener', id)
    return { graph, listener }
  })
}
