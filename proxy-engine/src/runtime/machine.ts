import { execFile } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { readFile } from 'node:fs/promises'
import { createServer, isIPv6 } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import type { Abilities } from 'model/contract/report'
import type { Bind, CompiledLoadBalancer, Machine } from '../compile/compiled.ts'
import { readJson, writeDurably } from './generations.ts'
import { pingOnce } from './ping.ts'

const run = promisify(execFile)

/** Descriptors for the socket of the CLI, the checks, pipes, logs and what a reload hands over. */
const descriptorMargin = 300
/** More connections than one machine serves; a descriptor limit of "infinity" would make HAProxy reserve memory for each. */
const mostConnections = 200_000
const fewestConnections = 100

/** An old generation lives as long as its longest connection, and no longer than this. */
const hardStopAfterSeconds = 3_600

export async function findAbilities(): Promise<Abilities> {
  const [haproxy, ping, ipv6] = await Promise.all([haproxyVersion(), pingOnce('127.0.0.1', 1), canListen('::1', 0)])
  return { haproxy, ping: ping.outcome === 'answered', ipv6 }
}

/** Throws when there is no HAProxy: without it the engine has nothing to do. */
async function haproxyVersion(): Promise<string> {
  const { stdout } = await run('haproxy', ['-v'])
  return /version (\S+)/.exec(stdout)?.[1] ?? 'unknown'
}

/** Whether an address and port can be bound now. It is: `Address already in use` goes away, and somebody should notice. */
export function canBind({ address, port, transport }: Pick<Bind, 'address' | 'port' | 'transport'>): Promise<boolean> {
  return transport === 'udp' ? canBindDatagrams(address, port) : canListen(address, port)
}

function canBindDatagrams(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4')
    socket.once('error', () => {
      socket.close()
      resolve(false)
    })
    socket.bind({ address, port, exclusive: true }, () => socket.close(() => resolve(true)))
  })
}

function canListen(address: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ host: address, port, exclusive: true }, () => server.close(() => resolve(true)))
  })
}

export type LocalPeer = Machine['localPeer']

/**
 * Where a generation hands its stick tables to the next. The address stays the same for the life of the engine's folder, as the old
 * generation must find the new one. It is drawn from all of 127.128.0.0/9, so that several engines on one machine do not meet.
 */
export async function localPeer(engineFolder: string): Promise<LocalPeer> {
  const file = path.join(engineFolder, 'local-peer.json')
  const stored = await readJson<LocalPeer>(file)
  if (stored !== null) return stored
  const address = `127.${randomInt(128, 255)}.${randomInt(0, 256)}.${randomInt(1, 255)}`
  const peer = { name: 'fulcrum', address, port: randomInt(10_000, 30_000) }
  await writeDurably(file, JSON.stringify(peer))
  return peer
}

/** What the configuration has to know about this machine; `maxconn` that does not fit the descriptor limit is fatal for HAProxy. */
export async function machineFor(
  parts: readonly CompiledLoadBalancer[],
  given: Pick<Machine, 'socketPath' | 'stateFile' | 'localPeer' | 'mapFolder' | 'certificateFolder' | 'ticketFile'>,
): Promise<Machine> {
  const limit = await descriptorLimit()
  // Each has a socket for probes besides.
  const listeners = parts.reduce((sum, part) => sum + 2 * part.binds.length, 0)
  const servers = parts.reduce((sum, part) => sum + part.servers.length, 0)
  const room = Math.floor((limit - listeners - servers) / 2) - descriptorMargin
  const maxconn = Math.min(mostConnections, Math.max(fewestConnections, room))
  return { ...given, maxconn, nbthread: null, hardStopAfterSeconds }
}

async function descriptorLimit(): Promise<number> {
  const limits = await readFile('/proc/self/limits', 'utf8')
  const hard = /^Max open files\s+\S+\s+(\S+)/m.exec(limits)?.[1]
  return hard === 'unlimited' ? Number.MAX_SAFE_INTEGER : Number(hard)
}
