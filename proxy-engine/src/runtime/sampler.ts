import type { SampleBatch } from 'model/contract/sample'
import type { MemberHealth } from 'model/resources/member'
import type { Logger } from 'pino'
import { restoredReading, secondOf, storedReading } from './deltas.ts'
import type { HaproxyProcess } from './haproxy.ts'
import { HealthWatch } from './health-watch.ts'
import type { Outbox, StoredReadings } from './outbox.ts'
import type { Draining, Processes } from './processes.ts'
import type { Removals } from './removals.ts'
import { RuntimeRefusal, runtimeCommands } from './runtime-api.ts'
import { keyOf, type Reading, type Statistics, statisticsOf } from './statistics.ts'

type Setting = {
  readonly processes: Processes
  readonly removals: Removals
  readonly outbox: Outbox
  /** What an earlier engine read last. */
  readonly readings: StoredReadings
  readonly send: (batch: SampleBatch) => Promise<void>
  readonly expectedCodesOf: (pool_id: string) => string
  readonly pingOf: (server: string) => MemberHealth | undefined
  /** The connection limit of each listener that has one. */
  readonly limits: () => ReadonlyMap<string, number>
  readonly log: Logger
}

type Look = { readonly process: HaproxyProcess; readonly before: Reading; readonly now: Statistics }

const nothing: Reading = new Map()

/** Reads HAProxy's counters once a second and passes on what happened since the last look, whichever processes it happened in. */
export class Sampler {
  readonly #setting: Setting
  readonly #health = new HealthWatch()
  readonly #readings = new Map<number, Reading>()

  constructor(setting: Setting) {
    this.#setting = setting
    for (const [generation, stored] of Object.entries(setting.readings)) {
      this.#readings.set(Number(generation), restoredReading(stored))
    }
  }

  /** One look. `at` is the epoch second that the increments are laid to. */
  async sample(at: number): Promise<void> {
    const { processes, outbox, send } = this.#setting
    const looks = await this.#look()
    outbox.add(
      secondOf(
        at,
        looks.map(({ process, before, now }) => ({ before, after: now.reading, ...owners(process) })),
      ),
    )
    for (const { process, now } of looks) this.#readings.set(process.generation, now.reading)
    this.#forgetEnded()
    const current = looks.find(({ process }) => process === processes.current)
    const health = current ? this.#newsOf(current) : []
    const full_listeners = current ? this.#fullListeners(current.now.reading) : []
    const batch = outbox.next({ health, full_listeners })
    await outbox.checkpoint(this.#stored())
    // Only now: what is deleted or closed can not be read again.
    await this.#deleteRemoved()
    this.#releaseDrained(looks)
    if (batch === null) return
    await send(batch)
    outbox.acknowledged(batch)
    this.#health.told(batch.health)
  }

  async #look(): Promise<Look[]> {
    const { processes, log } = this.#setting
    const looks: Look[] = []
    for (const process of processes.all()) {
      const read = process.session?.ask ?? process.ask
      try {
        const now = statisticsOf(await runtimeCommands.showStat(read))
        looks.push({ process, before: this.#before(process, now), now })
      } catch (error) {
        // It ended, or hangs: the watch over the processes finds out which. What it counted since the last look is lost.
        log.debug({ generation: process.generation, err: error }, 'engine.statistics.missed')
      }
    }
    return looks
  }

  /** Where to count from: the last look, or 0 in a process of our own. Of a stranger's process, what it did before is not ours to count. */
  #before(process: HaproxyProcess, now: Statistics): Reading {
    return this.#readings.get(process.generation) ?? (process.isOwn ? nothing : now.reading)
  }

  #newsOf({ process, now }: Look) {
    const { expectedCodesOf, pingOf } = this.#setting
    return this.#health.newsOf(now.servers, { ...owners(process), expectedCodesOf, pingOf, now: Date.now() })
  }

  #fullListeners(reading: Reading): string[] {
    return [...this.#setting.limits()]
      .filter(([id, limit]) => (reading.get(keyOf({ kind: 'listener', id, listener_id: id }))?.active ?? 0) >= limit)
      .map(([id]) => id)
  }

  #forgetEnded(): void {
    const alive = new Set(this.#setting.processes.all().map((process) => process.generation))
    for (const generation of this.#readings.keys()) if (!alive.has(generation)) this.#readings.delete(generation)
  }

  #stored(): StoredReadings {
    return Object.fromEntries([...this.#readings].map(([generation, reading]) => [generation, storedReading(reading)]))
  }

  /** Deletes servers that were taken out and whose last connection has ended; HAProxy refuses the others, and they wait. */
  async #deleteRemoved(): Promise<void> {
    const { processes, removals } = this.#setting
    const { current } = processes
    if (current === null) return
    for (const server of removals.all()) {
      try {
        await runtimeCommands.deleteServer(current.ask, server)
        removals.delete(server)
      } catch (error) {
        if (!(error instanceof RuntimeRefusal)) throw error
      }
    }
  }

  /** A process whose last connection has ended lives only for our session with it. */
  #releaseDrained(looks: readonly Look[]): void {
    const sessions = new Map(looks.map(({ process, now }) => [process.generation, now.openSessions]))
    for (const process of this.#setting.processes.draining) {
      const open = sessions.get(process.generation)
      if (open === undefined) continue
      const wasQuiet = process.openSessions === 0
      ;(process satisfies Draining).openSessions = open
      // Twice, a second apart: the last connection may have been accepted and not yet counted at the first look.
      if (open === 0 && wasQuiet) this.#setting.processes.release(process)
    }
  }
}

function owners(process: HaproxyProcess) {
  return { loadBalancerOf: process.loadBalancerOf }
}
