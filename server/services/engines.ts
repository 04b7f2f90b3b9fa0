import type { EngineState } from 'model/contract/live'
import type { Abilities } from 'model/contract/report'
import { bus } from '../bus.ts'
import { clock, moment } from '../clock.ts'
import { processwide } from '../process.ts'
import { database } from '../store/client.ts'
import { allNodes, type Counted } from '../store/engines.ts'
import { currentRevision } from '../store/revisions.ts'
import type { TotalCounters } from '../store/samples.ts'
import { noteAbilities } from './abilities.ts'

/** An engine that has said nothing for so long is taken for gone, in milliseconds. Its long poll counts as long as it is open. */
const silenceMilliseconds = 30_000
/** One that has been gone for so long is not shown any more: a week. */
const forgottenMilliseconds = 604_800_000

/** What this process knows of one engine. */
export type Node = {
  readonly name: string
  heardAt: number
  /** When it was last written down that it was heard. */
  savedAt: number
  openPolls: number
  revision: number
  abilities: Abilities | null
  /** The last batch of samples that was counted. */
  counted: Counted
  fullListeners: ReadonlySet<string>
  /** What each listener carried through this engine since the control plane has been running. */
  carried: ReadonlyMap<string, Carried>
  /** Whether its next answer shall be everything, and not just what is new. */
  wantsAll: boolean
  /** Whether it has been given what nobody had answered for, since it came. */
  isCaughtUp: boolean
}

export type Carried = TotalCounters & {
  readonly loadbalancer_id: string
  /** Connections that were open when it last said something of the listener. */
  readonly active: number
}

const nodes = () => processwide('engines', () => new Map<string, Node>())

/** Reads what was known before this process began. */
export async function recallEngines(): Promise<void> {
  for (const stored of await allNodes(database())) {
    const node = nodeOf(stored.node)
    node.heardAt = Date.parse(stored.heard_at)
    node.revision = stored.revision
    node.abilities = stored.abilities
    node.counted = { node: stored.node, session: stored.session, sequence: stored.sequence }
    noteAbilities(stored.abilities)
  }
}

export function nodeOf(name: string): Node {
  const known = nodes().get(name)
  if (known) return known
  const node: Node = {
    name,
    heardAt: 0,
    savedAt: 0,
    openPolls: 0,
    revision: 0,
    abilities: null,
    counted: { node: name, session: '', sequence: 0 },
    fullListeners: new Set(),
    carried: new Map(),
    wantsAll: false,
    isCaughtUp: false,
  }
  nodes().set(name, node)
  return node
}

/** The engine has just said something. One that comes back after a silence may have lost what it was to tell. */
export function heard(node: Node): void {
  const wasConnected = isConnected(node)
  node.heardAt = clock().now()
  if (wasConnected) return
  node.isCaughtUp = false
  bus().emit('engines')
}

export function isConnected(node: Node): boolean {
  return node.openPolls > 0 || clock().now() - node.heardAt <= silenceMilliseconds
}

export function isAnyConnected(): boolean {
  return [...nodes().values()].some(isConnected)
}

/** The batches counted so far, for the store. */
export function countedBatches(): Counted[] {
  return [...nodes().values()].filter(({ counted }) => counted.session !== '').map(({ counted }) => counted)
}

/** Listeners that stand at their limit on any engine. */
export function fullListeners(): Set<string> {
  return new Set([...nodes().values()].flatMap((node) => [...node.fullListeners]))
}

/** Every engine of the last week, by name. */
export async function engineStates(): Promise<EngineState[]> {
  const newest = await currentRevision(database())
  return shownNodes().map((node) => stateOf(node, newest))
}

/** What is known of every engine of the last week, by name. */
export function shownNodes(): Node[] {
  return [...nodes().values()]
    .filter((node) => node.abilities !== null && clock().now() - node.heardAt <= forgottenMilliseconds)
    .sort((one, other) => one.name.localeCompare(other.name))
}

/** Forgets an engine that is not coming back. One that comes back after all is a new one. */
export function forgetNode(name: string): void {
  nodes().delete(name)
  bus().emit('engines')
}

function stateOf(node: Node, newest: number): EngineState {
  const connected = isConnected(node)
  return {
    node: node.name,
    connected,
    haproxy: node.abilities?.haproxy ?? null,
    revision: node.revision,
    in_sync: connected && node.revision >= newest,
    problem: connected ? null : `Not heard since ${moment(node.heardAt)}. What it serves goes on as it was.`,
  }
}
