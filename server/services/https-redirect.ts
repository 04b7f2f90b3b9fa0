import { DomainError } from 'model/errors'
import { type Graph, liveGraph } from 'model/graph/graph'
import {
  builtParts,
  everyPath,
  type HttpsRedirect,
  httpsRedirect,
  plainListener,
  redirectPolicy,
  redirectTag,
} from 'model/listener/https-redirect'
import type { Listener } from 'model/resources/listener'
import { database } from '../store/client.ts'
import { livingGraph, loadGraph } from '../store/graphs.ts'
import type { Actor } from './actor.ts'
import { change, type Subject } from './change.ts'
import { without, withPolicies, withRow } from './edits.ts'
import { freshRow } from './fresh.ts'
import { newId } from './ids.ts'
import { accepted, parseCreate } from './parse.ts'
import { notFound, reachable } from './reach.ts'
import { ownPath } from './resources.ts'

// The switch is one change of the load balancer, whatever it takes: all of it, or nothing.

/** How the redirect of port 80 to a listener stands, and what using the switch would do. */
export async function httpsRedirectOf(actor: Actor, id: string): Promise<HttpsRedirect> {
  const { loadbalancer_id } = await reachable(actor, 'listener', id, 'read')
  const stored = await loadGraph(database(), loadbalancer_id)
  if (stored === null) throw notFound('listener', id)
  return standing(livingGraph(stored), id)
}

/** @throws conflict with the reason in words when it can't be, or when what was built before was changed since */
export async function redirectToHttps(actor: Actor, id: string): Promise<HttpsRedirect> {
  const graph = await switched(actor, id, (before, listener) => {
    const { state, changes, obstacle } = httpsRedirect(before, listener)
    if (state === 'on') return before
    if (obstacle !== null) throw refusal(obstacle)
    if (state === 'changed')
      throw refusal(`What was built before was changed since: ${changes.join(' ')} Switch it off first.`)
    return withRedirect(before, listener)
  })
  return standing(liveGraph(graph), id)
}

/** Takes away what the switch has built, and nothing else. */
export async function redirectNoMore(actor: Actor, id: string): Promise<void> {
  await switched(actor, id, (before, listener) => {
    const { l7policy_id, listener_id } = builtParts(before, listener)
    const rest = l7policy_id === null ? before : without(before, 'l7_policy', l7policy_id)
    return listener_id === null ? rest : without(rest, 'listener', listener_id)
  })
}

async function switched(actor: Actor, id: string, edit: (before: Graph, listener: Listener) => Graph): Promise<Graph> {
  const { loadbalancer_id } = await reachable(actor, 'listener', id, 'change')
  const subject: Subject = { action: 'update', kind: 'listener', id, rename: ownPath(id) }
  return change({ actor, loadbalancer_id, subject, edit: (before) => edit(before, listenerIn(before, id)) })
}

function standing(graph: Graph, id: string): HttpsRedirect {
  return httpsRedirect(graph, listenerIn(graph, id))
}

function listenerIn(graph: Graph, id: string): Listener {
  const listener = graph.listeners.find((one) => one.id === id)
  if (!listener) throw notFound('listener', id)
  return listener
}

function withRedirect(before: Graph, listener: Listener): Graph {
  const { id: loadbalancer_id, project_id } = before.load_balancer
  const tags = [redirectTag(listener)]
  const { listener_id: there } = httpsRedirect(before, listener)
  const listener_id = there ?? newId()
  const fresh = { ...plainListener(listener), loadbalancer_id, tags }
  const after =
    there === null
      ? withRow(
          before,
          'listener',
          freshRow('listener', listener_id, project_id, accepted(parseCreate('listener', fresh))),
        )
      : before
  const l7policy_id = newId()
  const policy = accepted(parseCreate('l7_policy', { ...redirectPolicy(listener), listener_id, tags }))
  const rule = accepted(parseCreate('l7_rule', { ...everyPath, l7policy_id }))
  return withPolicies(
    after,
    [freshRow('l7_policy', l7policy_id, project_id, policy)],
    [freshRow('l7_rule', newId(), project_id, rule)],
  )
}

function refusal(message: string): DomainError {
  return new DomainError('conflict', message, [{ about: 'https_redirect', message, code: 'conflict' }])
}
