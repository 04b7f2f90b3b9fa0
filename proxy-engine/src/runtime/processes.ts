import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Generations } from './generations.ts'
import { type HaproxyProcess, trimLog } from './haproxy.ts'
import { isRunning, signal } from './process-identity.ts'

/** Generations that may live at the same time. Each takes some ten megabytes, and long connections can keep many alive. */
const mostProcesses = 24

/** A process that was told to go, and how many connections it had when it was last read. */
export type Draining = HaproxyProcess & { readonly since: number; openSessions: number }

/** The process that serves, and those before it that still have connections. */
export class Processes {
  #current: HaproxyProcess | null = null
  #draining: Draining[] = []
  readonly #generations: Generations
  readonly #log: Logger

  constructor(generations: Generations, log: Logger) {
    this.#generations = generations
    this.#log = log
  }

  get current(): HaproxyProcess | null {
    return this.#current
  }

  get draining(): readonly Draining[] {
    return this.#draining
  }

  all(): HaproxyProcess[] {
    return [...this.#draining, ...(this.#current ? [this.#current] : [])]
  }

  /** Those that have not ended, as the system knows it. */
  alive(): HaproxyProcess[] {
    return this.all().filter(({ identity }) => isRunning(identity))
  }

  isServing(): boolean {
    return this.#current !== null && isRunning(this.#current.identity)
  }

  /** The new process answers: the one before takes no new connections from here on. */
  handOverTo(next: HaproxyProcess): void {
    if (this.#current) this.drain(this.#current)
    this.#current = next
    this.#enforceLimit()
  }

  drain(process: HaproxyProcess): void {
    signal(process.identity, 'SIGUSR1')
    this.#draining.push({ ...process, since: Date.now(), openSessions: Number.POSITIVE_INFINITY })
  }

  /** A process whose last connection has ended lives only for our session with it. */
  release(process: Draining): void {
    process.session?.close()
  }

  /** Forgets processes that have ended. Whether the one that served is among them. */
  forgetEnded(): { readonly hasCrashed: boolean } {
    for (const one of this.#draining) if (!isRunning(one.identity)) one.session?.close()
    this.#draining = this.#draining.filter((one) => isRunning(one.identity))
    const hasCrashed = this.#current !== null && !isRunning(this.#current.identity)
    if (hasCrashed) this.#current = null
    return { hasCrashed }
  }

  async trimLogs(): Promise<void> {
    await Promise.all(this.all().map((one) => trimLog(this.#generations.folderOf(one.generation))))
  }

  /** Stops everything: no new connections, those that are open may end within the limit, then they are cut. */
  async drainAndStop(limitMs: number): Promise<void> {
    const processes = this.all()
    for (const one of processes) {
      signal(one.identity, 'SIGUSR1')
      one.session?.close()
    }
    const deadline = Date.now() + limitMs
    while (processes.some((one) => isRunning(one.identity))) {
      if (Date.now() > deadline) this.cut()
      await pause(20)
    }
    this.#current = null
    this.#draining = []
  }

  /** Ends everything at once. */
  cut(): void {
    for (const one of this.all()) signal(one.identity, 'SIGTERM')
  }

  /** Too many live: the one with the fewest connections goes, so that the fewest people notice. */
  #enforceLimit(): void {
    if (this.#draining.length < mostProcesses) return
    const [least] = this.#draining.toSorted(byOpenSessions)
    if (least === undefined) return
    this.#log.warn({ generation: least.generation, sessions: least.openSessions }, 'engine.generation.cut')
    signal(least.identity, 'SIGTERM')
  }
}

/** Those that nobody could read yet come last: nothing says that they are idle. */
function byOpenSessions(one: Draining, other: Draining): number {
  return one.openSessions === other.openSessions ? one.since - other.since : one.openSessions - other.openSessions
}
