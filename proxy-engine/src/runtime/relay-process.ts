import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { open, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { RelayListener } from '../compile/relay-table.ts'
import type { Relayed } from '../plan/relay-steps.ts'
import {
  type RelayAnswer,
  type RelayHello,
  type RelayQuestion,
  type RelayReading,
  type RelayRefusal,
  relayVersion,
} from '../relay/control-words.ts'
import { readJson, writeDurably } from './generations.ts'
import { identityOf, isRunning, type ProcessIdentity, signal } from './process-identity.ts'

type Setting = {
  /** The program's file. */
  readonly program: string
  /** Where the engine keeps what it runs. */
  readonly folder: string
  readonly socketFolder: string
  readonly log: Logger
}

type RelayRecord = { readonly identity: ProcessIdentity; readonly socketPath: string }

const answerTimeoutMs = 5_000
const startLimitMs = 10_000
const pollMs = 5

/** The process that relays datagrams. It is started when there is something to relay, outlives the engine, and is taken over by the next one. */
export class RelayProcess {
  readonly #setting: Setting
  #running: RelayRecord | null = null
  /** What it serves, as far as anybody knows. */
  #served = new Map<string, readonly RelayListener[]>()

  private constructor(setting: Setting) {
    this.#setting = setting
  }

  /** Takes over what an earlier engine left, if it speaks as we do. */
  static async open(setting: Setting): Promise<RelayProcess> {
    const relay = new RelayProcess(setting)
    const record = await readJson<RelayRecord>(relay.#recordFile)
    if (record === null || !isRunning(record.identity)) return relay
    const hello = await ask(record.socketPath, { do: 'hello' }).catch(() => null)
    if (hello?.version === relayVersion) relay.#adopt(record, hello)
    else await ended(record)
    return relay
  }

  get served(): Relayed {
    return this.#served
  }

  /** Whether it ended by itself since the last look. */
  forgetEnded(): boolean {
    if (this.#running === null || isRunning(this.#running.identity)) return false
    this.#running = null
    this.#served.clear()
    return true
  }

  /** Serves these for one load balancer; when an address can not be bound, nothing has changed. Throws when there is no relay to tell. */
  async serve(loadbalancer_id: string, listeners: readonly RelayListener[]): Promise<readonly RelayRefusal[]> {
    this.forgetEnded()
    if (this.#running === null && listeners.length === 0) return []
    const running = this.#running ?? (await this.#start())
    const question = { do: 'serve', part: { loadbalancer_id, listeners } } as const
    const { refusals } = await ask(running.socketPath, question).catch(async (error: unknown) => {
      // Nobody knows what it serves, and it may hold addresses: the next try begins with another.
      signal(running.identity, 'SIGKILL')
      await gone(running)
      throw error
    })
    if (refusals.length > 0) return refusals
    if (listeners.length > 0) this.#served.set(loadbalancer_id, listeners)
    else this.#served.delete(loadbalancer_id)
    return []
  }

  /** Its counters and what its checks say; null when it does not run, or does not answer. */
  async read(): Promise<RelayReading | null> {
    if (this.#running === null) return null
    return await ask(this.#running.socketPath, { do: 'read' }).catch((err: unknown) => {
      this.#setting.log.debug({ err }, 'engine.relay.missed')
      return null
    })
  }

  /** With nothing to relay it is not needed. */
  async endIdle(): Promise<void> {
    if (this.#running !== null && this.#served.size === 0) await this.end()
  }

  async end(): Promise<void> {
    const running = this.#running
    this.#running = null
    this.#served.clear()
    if (running !== null) await ended(running)
  }

  get #recordFile(): string {
    return path.join(this.#setting.folder, 'relay.json')
  }

  #adopt(record: RelayRecord, { parts }: RelayHello): void {
    this.#running = record
    this.#served = new Map(parts.map((part) => [part.loadbalancer_id, part.listeners]))
    this.#setting.log.info({ pid: record.identity.pid }, 'engine.relay.adopted')
  }

  async #start(): Promise<RelayRecord> {
    const { program, folder, socketFolder, log } = this.#setting
    const socketPath = path.join(socketFolder, 'relay.sock')
    await rm(socketPath, { force: true })
    const output = await open(path.join(folder, 'relay.log'), 'w', 0o600)
    try {
      // Its own process group and a file for what it says: it outlives the engine.
      const child = spawn(process.execPath, [program, socketPath], {
        detached: true,
        stdio: ['ignore', output.fd, output.fd],
        cwd: '/',
        // The engine's token is none of its business.
        env: {},
      })
      await once(child, 'spawn')
      child.unref()
      const identity = child.pid === undefined ? null : identityOf(child.pid)
      if (identity === null) throw new Error('The datagram relay ended at once.')
      const record = { identity, socketPath }
      await writeDurably(this.#recordFile, JSON.stringify(record))
      await answers(record)
      this.#running = record
      log.info({ pid: identity.pid }, 'engine.relay.started')
      return record
    } finally {
      await output.close()
    }
  }
}

async function answers(record: RelayRecord): Promise<void> {
  const deadline = Date.now() + startLimitMs
  while (isRunning(record.identity)) {
    if ((await ask(record.socketPath, { do: 'hello' }).catch(() => null)) !== null) return
    if (Date.now() > deadline) signal(record.identity, 'SIGKILL')
    await pause(pollMs)
  }
  throw new Error('The datagram relay does not start; relay.log in the folder of the engine says why.')
}

async function ended(record: RelayRecord): Promise<void> {
  await ask(record.socketPath, { do: 'end' }).catch(() => undefined)
  await gone(record)
}

async function gone(record: RelayRecord): Promise<void> {
  const deadline = Date.now() + answerTimeoutMs
  while (isRunning(record.identity)) {
    if (Date.now() > deadline) signal(record.identity, 'SIGKILL')
    await pause(pollMs)
  }
}

function ask<Q extends RelayQuestion>(socketPath: string, question: Q): Promise<RelayAnswer<Q>> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath)
    const chunks: Buffer[] = []
    const timer = setTimeout(
      () => socket.destroy(new Error(`The datagram relay did not answer "${question.do}".`)),
      answerTimeoutMs,
    )
    socket.on('close', () => clearTimeout(timer))
    socket.on('error', reject)
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      // It is of our own version, and so are its words.
      if (text === '') reject(new Error('The datagram relay closed the connection.'))
      else resolve(JSON.parse(text) as RelayAnswer<Q>)
    })
    socket.end(JSON.stringify(question))
  })
}
