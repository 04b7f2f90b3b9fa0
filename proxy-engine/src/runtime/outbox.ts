import { randomUUID } from 'node:crypto'
import type { SampleBatch, Second } from 'model/contract/sample'
import { joined, type StoredReading } from './deltas.ts'
import { readJson, writeDurably } from './generations.ts'

/** The last reading of each process, by generation. */
export type StoredReadings = Readonly<Record<string, StoredReading>>

/** Where an engine goes on that follows another. */
type Stored = {
  readonly outbox: Outbox
  /** To count from; null when there was no other, or it left nothing. */
  readonly readings: StoredReadings | null
  /** The epoch second of the readings. */
  readonly readAt: number | null
}

type Checkpoint = {
  readonly session: string
  readonly sequence: number
  /** Sent or about to be sent, and not acknowledged: it stays as it is until it is. */
  readonly batch: SampleBatch | null
  readonly waiting: readonly Second[]
  readonly readings: StoredReadings
  /** Was not written down by the first engines. */
  readonly readAt?: number
}

/** Seconds kept while the control plane is away: what its own ring holds. */
const mostSeconds = 900
/** Series kept in them, some 25 MB: a hundred busy load balancers reach this within a minute. Older seconds are joined then. */
const mostSeries = 50_000
/** Series in one batch, some 400 bytes each: the control plane takes bodies of up to 8 MiB. */
const mostSeriesInBatch = 8_000
/**
 * Seconds that a checkpoint may hold. While more wait, the older checkpoint stays: an engine that restarts then counts from its
 * readings, so nothing is lost but the resolution.
 */
const mostStoredSeconds = 60

/**
 * What is counted and not yet acknowledged. Every count reaches the control plane exactly once: readings and the batch that came of
 * them are written down together before the batch is sent, and a batch that is sent again has the sequence that it had.
 */
export class Outbox {
  readonly #file: string
  readonly #node: string
  #session: string = randomUUID()
  #sequence = 0
  #batch: SampleBatch | null = null
  #waiting: Second[] = []
  /** Whether the batch was made after the last checkpoint: it may not be sent before it is written down. */
  #isBatchNew = false

  private constructor(file: string, node: string) {
    this.#file = file
    this.#node = node
  }

  /** Goes on where an earlier engine ended, if there was one. */
  static async open(file: string, node: string): Promise<Stored> {
    const outbox = new Outbox(file, node)
    const stored = await readJson<Checkpoint>(file)
    if (stored !== null) {
      outbox.#session = stored.session
      outbox.#sequence = stored.sequence
      outbox.#batch = stored.batch
      outbox.#waiting = [...stored.waiting]
    }
    return { outbox, readings: stored?.readings ?? null, readAt: stored?.readAt ?? null }
  }

  add({ at, series }: Second): void {
    // A second that would not fit into a batch is passed on in pieces: the control plane adds them up.
    for (let from = 0; from === 0 || from < series.length; from += mostSeriesInBatch) {
      this.#waiting.push({ at, series: series.slice(from, from + mostSeriesInBatch) })
    }
    while (this.#waiting.length > mostSeconds || sizeOf(this.#waiting) > mostSeries) {
      const [oldest, next, ...rest] = this.#waiting
      if (oldest === undefined || next === undefined) return
      this.#waiting = [joined(oldest, next), ...rest]
      // Seconds that have nothing in common do not get smaller: then those that there are must do.
      if (this.#waiting.length < 2) return
    }
  }

  /** The batch to send now: the one that was not acknowledged, or what waits. Null when there is nothing to say. */
  next(rest: Pick<SampleBatch, 'health' | 'full_listeners'>): SampleBatch | null {
    if (this.#batch !== null) return this.#batch
    if (this.#waiting.length === 0 && rest.health.length === 0) return null
    this.#sequence += 1
    this.#isBatchNew = true
    const about = { node: this.#node, session: this.#session, sequence: this.#sequence }
    const count = countThatFits(this.#waiting)
    this.#batch = {
      ...about,
      seconds: this.#waiting.slice(0, count),
      health: [...rest.health],
      full_listeners: [...rest.full_listeners],
    }
    this.#waiting = this.#waiting.slice(count)
    return this.#batch
  }

  acknowledged(batch: SampleBatch): void {
    if (this.#batch === batch) this.#batch = null
  }

  /** Writes down what was read, in which second, and what came of it. */
  async checkpoint(readings: StoredReadings, readAt: number): Promise<void> {
    if (this.#waiting.length > mostStoredSeconds && !this.#isBatchNew) return
    const [session, sequence, batch, waiting] = [this.#session, this.#sequence, this.#batch, this.#waiting]
    const checkpoint = { session, sequence, batch, waiting, readings, readAt }
    this.#isBatchNew = false
    await writeDurably(this.#file, JSON.stringify(checkpoint satisfies Checkpoint))
  }
}

function sizeOf(seconds: readonly Second[]): number {
  return seconds.reduce((sum, one) => sum + one.series.length, 0)
}

/** How many of the oldest seconds go into one batch; one always does. */
function countThatFits(seconds: readonly Second[]): number {
  let size = 0
  const first = seconds.findIndex(({ series }, at) => {
    size += series.length
    return at > 0 && size > mostSeriesInBatch
  })
  return first === -1 ? seconds.length : first
}
