import type { SampleBatch } from 'model/contract/sample'
import type { MemberHealth } from 'model/resources/member'
import type { Logger } from 'pino'
import type { RelayReading } from '../relay/control-words.ts'
import { ControlPlaneRefusal } from './control-plane.ts'
import { type Interval, restoredReading, secondOf, spread, storedReading } from './deltas.ts'
import { withVersions } from './handshakes.ts'
import type { HaproxyProcess } from './haproxy.ts'
import { HealthWatch } from './health-watch.ts'
import type { Outbox, StoredReadings } from './outbox.ts'
import { type HitsLook, PolicyHits } from './policy-hits.ts'
import type { PolicyOwners } from './policy-owners.ts'
import type { Draining, Processes } from './processes.ts'
import { healthChanges, isOfRelay, RelayCounts } from './relay-counts.ts'
import type { Removals } from './removals.ts'
import { RuntimeRefusal, runtimeCommands } from './runtime-api.ts'
import { keyOf, type Reading, type Statistics, statisticsOf } from './statistics.ts'
import { Totals } from './totals.ts'

type Setting = {
  readonly processes: Processes
  /** What the datagram relay counted and found out; null when there is none. */
  readonly readRelay: () => Promise<RelayReading | null>
  readonly removals: Removals
  readonly policies: PolicyOwners
  readonly outbox: Outbox
  /** What an earlier engine read last; null when there was none, or it left nothing. */
  readonly readings: StoredReadings | null
  /** The epoch second in which it did. */
  readonly readAt: number | null
  readonly send: (batch: SampleBatch) => Promise<void>
  /** Why handshakes failed since the last look. */
  readonly takeFailures: () => Reading
  /** What the monitor of each pool expects. */
  readonly expectedCodes: () => ReadonlyMap<string, string>
  readonly pingOf: (server: string) => MemberHealth | undefined
  /** The connection limit of each listener that has one. */
  readonly limits: () => ReadonlyMap<string, number>
  /** Runs something when nobody else changes what HAProxy does. */
  readonly inTurn: (work: () => Promise<void>) => Promise<void>
  readonly log: Logger
}

type Look = {
  readonly process: HaproxyProcess
  readonly before: Reading
  readonly now: Statistics
  /** Null where nobody has policies. */
  readonly hits: HitsLook | null
}

const nothing: Reading = new Map()

/** Seconds that were missed, by an engine that had no time: they share in what the next look finds. More than these are a gap. */
const mostMissedSeconds = 10
/** A clock that went back by more was set. */
const mostStepBackSeconds = 5
/** Answers to what will never be taken, however often it is sent. */
const finalRefusals = [400, 413, 422]

/** Reads HAProxy's counters once a second and passes on what happened since the last look, whichever processes it happened in. */
export class Sampler {
  readonly #setting: Setting
  readonly #health = new HealthWatch()
  readonly #readings = new Map<number, Reading>()
  readonly #relay: RelayCounts
  readonly #hits: PolicyHits
  readonly #totals = new Totals()
  #last: number
  #passing: Promise<void> | null = null

  constructor(setting: Setting) {
    this.#setting = setting
    this.#hits = new PolicyHits(setting.policies)
    // Seconds that passed between two engines are seconds that were missed.
    this.#last = setting.readAt ?? Number.NEGATIVE_INFINITY
    this.#relay = new RelayCounts(setting.readings)
    for (const [generation, stored] of Object.entries(setting.readings ?? {})) {
      if (isOfRelay(generation)) continue
      const reading = restoredReading(stored)
      this.#readings.set(Number(generation), reading)
      this.#hits.restore(Number(generation), reading)
    }
  }

  /** One look. `at` is the epoch second that the increments are laid to, with those since the last look that were missed. */
  async sample(at: number): Promise<void> {
    if (at <= this.#last && this.#last - at <= mostStepBackSeconds) return
    const { outbox, processes } = this.#setting
    const looks = await this.#look()
    const relay = await this.#setting.readRelay()
    const failures = this.#failuresOf(looks)
    const found = secondOf(at, [...looks.flatMap(intervalsOf), ...failures, ...this.#relay.intervalsOf(relay)])
    this.#totals.add(found)
    for (const second of spread(found, this.#firstSecondOf(at))) outbox.add(second)
    this.#last = at
    for (const look of looks) this.#keep(look)
    this.#forgetEnded()
    const current = looks.find(({ process }) => process === processes.current)
    const health = current ? this.#newsOf(current, relay) : []
    const full_listeners = current ? this.#fullListeners(new Map([...current.now.reading, ...this.#relay.reading])) : []
    const batch = outbox.next({ health, full_listeners })
    await outbox.checkpoint(this.#stored(), at)
    if (batch !== null && this.#passing === null) {
      this.#passing = this.#pass(batch).finally(() => {
        this.#passing = null
      })
    }
    // Only now: what is deleted or closed can not be read again.
    if (current) this.#deleteRemoved(current)
    this.#releaseDrained(looks)
  }

  /** They are told as they happen, and belong to the process that serves. */
  #failuresOf(looks: readonly Look[]): Interval[] {
    const current = looks.find(({ process }) => process === this.#setting.processes.current)
    if (current === undefined) return []
    return [{ before: nothing, after: this.#setting.takeFailures(), ...owners(current.process) }]
  }

  /** What was carried since the engine began. */
  get totals(): Totals {
    return this.#totals
  }

  /** What is known about a member since the last look. */
  healthOf(member_id: string): MemberHealth | undefined {
    return this.#health.of(member_id)
  }

  /** Waits for what is on its way to the control plane. */
  async passed(): Promise<void> {
    await this.#passing
  }

  /** A control plane that takes its time holds up no look. */
  async #pass(batch: SampleBatch): Promise<void> {
    const { send, outbox, log } = this.#setting
    try {
      await send(batch)
    } catch (error) {
      // Another control plane may be there next time, and what this one has kept of the last batch is not known.
      this.#health.tellAllAgain()
      if (!(error instanceof ControlPlaneRefusal) || !finalRefusals.includes(error.status)) {
        log.debug({ err: error }, 'engine.samples.unsent')
        return
      }
      log.error({ err: error, sequence: batch.sequence, seconds: batch.seconds.length }, 'engine.samples.dropped')
      outbox.acknowledged(batch)
      return
    }
    outbox.acknowledged(batch)
    this.#health.told(batch.health)
  }

  /** The first of the seconds that a look tells of. */
  #firstSecondOf(at: number): number {
    const missed = at - this.#last - 1
    return missed > 0 && missed <= mostMissedSeconds ? at - missed : at
  }

  async #look(): Promise<Look[]> {
    const looks: Look[] = []
    // One after the other: a change that comes in between does not wait for all of them.
    for (const process of this.#setting.processes.all()) {
      const look = await this.#lookAt(process)
      if (look !== null) looks.push(look)
    }
    return looks
  }

  async #lookAt(process: HaproxyProcess): Promise<Look | null> {
    try {
      const ask = process.session?.ask ?? process.ask
      const now = await this.#statistics(ask)
      // After the statistics: a process whose last connection had ended by then has no more hits to tell of.
      const hits = await this.#hits.look(process, this.#isCountedFromStart(process))
      return { process, before: this.#before(process, now), now, hits }
    } catch (error) {
      // It ended, or hangs: the watch over the processes finds out which. What it counted since the last look is lost.
      this.#setting.log.debug({ generation: process.generation, err: error }, 'engine.statistics.missed')
      return null
    }
  }

  /** Only while somebody shakes hands is the table of versions worth a question. */
  async #statistics(ask: HaproxyProcess['ask']): Promise<Statistics> {
    const found = statisticsOf(await runtimeCommands.showStat(ask))
    if (![...found.reading.values()].some((one) => one.tls_handshakes > 0)) return found
    return { ...found, reading: withVersions(found.reading, await runtimeCommands.showTlsVersions(ask)) }
  }

  /**
   * Where to count from: the last look, or 0 in a process that nobody looked at. When no earlier engine left its readings, what a
   * process counted before us may have been passed on already: it is not counted a second time.
   */
  #before(process: HaproxyProcess, now: Statistics): Reading {
    return this.#readings.get(process.generation) ?? (this.#isCountedFromStart(process) ? nothing : now.reading)
  }

  #isCountedFromStart(process: HaproxyProcess): boolean {
    return process.isOwn || this.#setting.readings !== null
  }

  /** The next look counts from here. */
  #keep({ process, now, hits }: Look): void {
    this.#readings.set(process.generation, now.reading)
    if (hits !== null) this.#hits.told(process.generation, hits)
  }

  #newsOf({ process, now }: Look, relay: RelayReading | null) {
    const { expectedCodes, pingOf } = this.#setting
    const context = { ...owners(process), expectedCodes: expectedCodes(), pingOf, now: Date.now() }
    return this.#health.newsOf(now.servers, context, healthChanges(relay))
  }

  #fullListeners(reading: Reading): string[] {
    return [...this.#setting.limits()]
      .filter(([id, limit]) => (reading.get(keyOf({ kind: 'listener', id, listener_id: id }))?.active ?? 0) >= limit)
      .map(([id]) => id)
  }

  #forgetEnded(): void {
    const alive = new Set(this.#setting.processes.all().map((process) => process.generation))
    for (const generation of this.#readings.keys()) if (!alive.has(generation)) this.#readings.delete(generation)
    this.#hits.keepOnly(alive)
  }

  #stored(): StoredReadings {
    const whole = (generation: number, reading: Reading) => new Map([...reading, ...this.#hits.readingOf(generation)])
    const ofProcesses = [...this.#readings].map(([generation, reading]) => [
      generation,
      storedReading(whole(generation, reading)),
    ])
    return { ...Object.fromEntries(ofProcesses), ...this.#relay.stored }
  }

  /** Deletes servers that were taken out and whose last connection was over at this look: what they counted is told. */
  #deleteRemoved({ process, now }: Look): void {
    const { processes, removals, inTurn, log } = this.#setting
    const idle = now.servers.filter((row) => row.scur === '0').map((row) => `${row.pxname}/${row.svname}`)
    if (!idle.some((server) => removals.has(server))) return
    const deleteIdle = async () => {
      if (processes.current !== process) return
      for (const server of idle) if (removals.has(server)) await this.#delete(server, process)
    }
    inTurn(deleteIdle).catch((err: unknown) => log.debug({ err }, 'engine.deletion.failed'))
  }

  async #delete(server: string, process: HaproxyProcess): Promise<void> {
    try {
      await runtimeCommands.deleteServer(process.ask, server)
      this.#setting.removals.delete(server)
    } catch (error) {
      // It has connections after all, and waits for the next look.
      if (!(error instanceof RuntimeRefusal)) throw error
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

function intervalsOf({ process, before, now, hits }: Look): Interval[] {
  const counted = { before, after: now.reading, ...owners(process) }
  return hits === null ? [counted] : [counted, { before: hits.before, after: hits.after, ...owners(process) }]
}

function owners(process: HaproxyProcess) {
  return { loadBalancerOf: process.loadBalancerOf }
}
