import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { CompiledLoadBalancer } from '../compile/compiled.ts'
import { identityOf, isRunning, type ProcessIdentity } from './process-identity.ts'
import {
  type Ask,
  ask,
  openRuntimeSession,
  type RuntimeSession,
  runtimeCommands,
  type Tell,
  tell,
} from './runtime-api.ts'

/** One HAProxy process. Each generation of the configuration that needs a new one has its own; they overlap while the old one drains. */
export type HaproxyProcess = {
  readonly generation: number
  readonly identity: ProcessIdentity
  readonly socketPath: string
  /** Epoch milliseconds. */
  readonly startedAt: number
  /** Whether this engine started it, and so knows that its counters began at 0. */
  readonly isOwn: boolean
  readonly loadBalancerOf: ReadonlyMap<string, string>
  /** Over a connection of its own: commands never wait for a long answer to somebody else. */
  readonly ask: Ask
  readonly tell: Tell
  /** Opened before the process is told to go; null when that was an earlier engine's, which is gone. */
  readonly session: RuntimeSession | null
}

export type StartOrder = {
  readonly generation: number
  /** Holds haproxy.cfg; gets haproxy.log. */
  readonly folder: string
  readonly socketPath: string
  /** Of the process that hands its listening sockets over. */
  readonly previousSocketPath: string | null
  readonly peerName: string
  readonly parts: readonly CompiledLoadBalancer[]
  /** Called as soon as the process has a pid, before anything can go wrong with it. */
  readonly record: (identity: ProcessIdentity) => Promise<void>
}

export type Started = { readonly process: HaproxyProcess } | { readonly stderr: string }

/** Reading 1,000 listeners and 3,000 servers takes a second on a busy machine. */
const startLimitMs = 20_000
const pollMs = 5
/** A process that does not even close its sockets in this time has other troubles; the next generation serves all the same. */
const stopLimitMs = 2_000

/**
 * Starts HAProxy beside the one that serves, without touching that one: neither `-sf`, with which a failing bind pauses every
 * listener of the old process for seconds, nor `-W`. Starting is the check of the configuration too: what `haproxy -c` would
 * refuse, and what can not be bound, ends the new process before it serves.
 */
export async function startProcess(order: StartOrder): Promise<Started> {
  const { generation, folder, socketPath } = order
  await rm(socketPath, { force: true })
  const startedAt = Date.now()
  const child = await spawnDetached(order)
  const { pid } = child
  const identity = pid === undefined ? null : identityOf(pid)
  if (identity !== null) await order.record(identity)
  const process = { generation, socketPath, startedAt, isOwn: true, loadBalancerOf: loadBalancersOf(order.parts) }
  while (identity !== null && child.exitCode === null && child.signalCode === null) {
    const session = await sessionOf(socketPath, identity)
    if (session !== null) return { process: { ...process, identity, ...askOf(socketPath), session } }
    if (Date.now() - startedAt > startLimitMs) child.kill('SIGKILL')
    await pause(pollMs)
  }
  return { stderr: await readFile(logOf(folder), 'utf8') }
}

/** Takes a process over that an earlier engine started. */
export async function adoptProcess(
  record: { readonly generation: number; readonly identity: ProcessIdentity; readonly socketPath: string },
  parts: readonly CompiledLoadBalancer[],
): Promise<HaproxyProcess | null> {
  const { generation, identity, socketPath } = record
  if (!isRunning(identity)) return null
  const session = await sessionOf(socketPath, identity)
  const uptimeSeconds = session === null ? 0 : (await runtimeCommands.showInfo(session.ask)).uptimeSeconds
  return {
    generation,
    identity,
    socketPath,
    startedAt: Date.now() - uptimeSeconds * 1_000,
    isOwn: false,
    loadBalancerOf: loadBalancersOf(parts),
    ...askOf(socketPath),
    session,
  }
}

/** Waits until a process that was told to go has closed its listening sockets; it closes its runtime socket with them. */
export async function listensNoMore({ identity, socketPath }: HaproxyProcess): Promise<void> {
  const deadline = Date.now() + stopLimitMs
  while (isRunning(identity) && Date.now() < deadline) {
    const session = await openRuntimeSession(socketPath).catch(() => null)
    if (session === null) return
    session.close()
    await pause(pollMs)
  }
}

/** HAProxy writes down every member that goes up or down; a year of that is not kept. */
export async function trimLog(folder: string): Promise<void> {
  const handle = await open(logOf(folder), 'r+')
  try {
    const { size } = await handle.stat()
    if (size > 1_000_000) await handle.truncate(0)
  } finally {
    await handle.close()
  }
}

function logOf(folder: string): string {
  return path.join(folder, 'haproxy.log')
}

/** Its own process group and a file for stderr: it outlives the engine, and never waits for somebody to read a pipe. */
async function spawnDetached({ folder, peerName, previousSocketPath }: StartOrder) {
  const log = await open(logOf(folder), 'a', 0o600)
  try {
    const handOver = previousSocketPath === null ? [] : ['-x', previousSocketPath]
    const words = ['-db', '-L', peerName, '-f', path.join(folder, 'haproxy.cfg'), ...handOver]
    const child = spawn('haproxy', words, { detached: true, stdio: ['ignore', log.fd, log.fd], cwd: '/' })
    await once(child, 'spawn')
    child.unref()
    return child
  } finally {
    await log.close()
  }
}

/** A session with the process, or null while it does not answer yet, or no longer. */
async function sessionOf(socketPath: string, identity: ProcessIdentity): Promise<RuntimeSession | null> {
  let session: RuntimeSession | null = null
  try {
    session = await openRuntimeSession(socketPath)
    const { pid, isStopping } = await runtimeCommands.showInfo(session.ask)
    if (pid === identity.pid && !isStopping) return session
  } catch {
    // Nobody listens on the socket (yet): the caller looks at the process to tell why.
  }
  session?.close()
  return null
}

function askOf(socketPath: string): Pick<HaproxyProcess, 'ask' | 'tell'> {
  return {
    ask: (command) => ask(socketPath, command),
    tell: (command, payload) => tell(socketPath, command, payload),
  }
}

/** The load balancer of each listener: HAProxy's names hold the listener alone. */
function loadBalancersOf(parts: readonly CompiledLoadBalancer[]): ReadonlyMap<string, string> {
  const owners = new Map<string, string>()
  for (const part of parts) {
    for (const { name } of part.sections) {
      const listener_id = /^frontend listener:(.+)$/.exec(name)?.[1]
      if (listener_id !== undefined) owners.set(listener_id, part.loadbalancer_id)
    }
  }
  return owners
}
