import { createHash } from 'node:crypto'
import { DomainError } from 'model/errors'
import { bus } from '../bus.ts'
import { moment } from '../clock.ts'
import { database, inTransaction } from '../store/client.ts'
import { deleteNode } from '../store/engines.ts'
import { findRows, locate } from '../store/resources.ts'
import type { Actor } from './actor.ts'
import { type Carried, forgetNode, isConnected, type Node, shownNodes } from './engines.ts'
import { allow } from './policy.ts'

/** An engine as administrators see it. Each one runs every load balancer. */
export type EngineNode = {
  /** A UUID that follows from the name, and so is the same for good. */
  readonly id: string
  readonly name: string
  readonly connected: boolean
  readonly revision: number
  /** When it last said something, ISO 8601, UTC. */
  readonly heard_at: string
}
export type ListenerTraffic = Carried & { readonly listener_id: string }

/** Every engine of the last week, by name. */
export function listEngineNodes(actor: Actor): EngineNode[] {
  allow(actor, 'administer', null)
  return shownNodes().map(shown)
}

/** @throws not_found */
export function findEngineNode(actor: Actor, id: string): EngineNode {
  allow(actor, 'administer', null)
  return shown(nodeOr404(id))
}

/** What each listener that is still there carried through this engine since the control plane has been running. */
export async function engineTraffic(actor: Actor, id: string): Promise<ListenerTraffic[]> {
  allow(actor, 'administer', null)
  const node = nodeOr404(id)
  const living = new Set((await findRows(database(), 'listener', [...node.carried.keys()])).map((row) => row.id))
  return [...node.carried].flatMap(([listener_id, carried]) =>
    living.has(listener_id) ? [{ ...carried, listener_id }] : [],
  )
}

/**
 * Hands the engine everything once more, and not just what is new: it compares all of it with what runs, and repairs what differs.
 * @throws not_found, conflict for an engine that is not there to hear it
 */
export function refreshEngine(actor: Actor, id: string): void {
  allow(actor, 'administer', null)
  const node = nodeOr404(id)
  if (!isConnected(node)) {
    const since = moment(node.heardAt)
    throw new DomainError('conflict', `Amphora ${id} has not been heard since ${since}. Start its engine first.`)
  }
  node.wantsAll = true
  bus().emit('desired')
}

/** Forgets an engine that was switched off. @throws not_found, conflict for one that is connected */
export async function forgetEngine(actor: Actor, id: string): Promise<void> {
  allow(actor, 'administer', null)
  const node = nodeOr404(id)
  if (isConnected(node)) {
    throw new DomainError('conflict', `Amphora ${id} is connected and serves traffic. Stop its engine first.`)
  }
  await inTransaction((transaction) => deleteNode(transaction, node.name))
  forgetNode(node.name)
}

/** Whether there is such a load balancer: every engine runs each of them. */
export async function isServed(loadbalancer_id: string): Promise<boolean> {
  return (await locate(database(), 'load_balancer', loadbalancer_id)) !== null
}

function nodeOr404(id: string): Node {
  const node = shownNodes().find(({ name }) => idOf(name) === id)
  if (!node) throw new DomainError('not_found', `Amphora ${id} not found.`)
  return node
}

function shown(node: Node): EngineNode {
  const { name, revision, heardAt } = node
  return { id: idOf(name), name, connected: isConnected(node), revision, heard_at: moment(heardAt) }
}

/** A UUID of version 5's form: the same name always has the same. */
function idOf(name: string): string {
  const hex = createHash('sha1').update(`fulcrum engine ${name}`).digest('hex')
  const variant = ((Number.parseInt(hex.slice(16, 17), 16) & 3) | 8).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
