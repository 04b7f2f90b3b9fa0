import { randomUUID } from 'node:crypto'
import type { SampleBatch, Second } from 'model/contract/sample'
import type { StoredReading } from './deltas.ts'
import { readJson, writeDurably } from './generations.ts'

/** The last reading of each process, by generation. */
export type StoredReadings = Readonly<Record<string, StoredReading>>

type Checkpoint = {
  readonly session: string
  readonly sequence: number
  /** Sent or about to be sent, and not acknowledged: it stays as it is until it is. */
  readonly batch: SampleBatch | null
  readonly waiting: readonly Second[]
  readonly readings: StoredReadings
}

/** Seconds kept while the control plane is away: what its own ring holds. */
const mostSeconds = 900
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

  private constructor(file: string, node: string) {
    this.#file = file
    this.#node = node
  }

  /** Goes on where an earlier engine ended; with its readings, to count from. */
  static async open(
    file: string,
    node: string,
  ): Promise<{ readonly outbox: Outbox; readonly readings: StoredReadings }> {
    const outbox = new Outbox(file, node)
    const stored = await readJson<Checkpoint>(file)
    if (stored !== null) {
      outbox.#session = stored.session
      outbox.#sequence = stored.sequence
      outbox.#batch = stored.batch
      outbox.#waiting = [...stored.waiting]
    }
    return { outbox, readings: stored?.readings ?? {} }
  }

  add(second: Second): void {
    this.#waiting.push(second)
    if (this.#waiting.length > mostSeconds) this.#waiting.shift()
  }

  /** The batch to send now: the one that was not acknowledged, or all that waits. Null when there is nothing to say. */
  next(rest: Pick<SampleBatch, 'health' | 'full_listeners'>): SampleBatch | null {
    if (this.#batch !== null) return this.#batch
    if (this.#waiting.length === 0 && rest.health.length === 0) return null
    this.#sequence += 1
    const about = { node: this.#node, session: this.#session, sequence: this.#sequence }
    this.#batch = {
      ...about,
      seconds: this.#waiting,
      ...rest,
      health: [...rest.health],
      full_listeners: [...rest.full_listeners],
    }
    this.#waiting = []
    return this.#batch
  }

  acknowledged(batch: SampleBatch): void {
    if (this.#batch === batch) this.#batch = null
  }

  /** Writes down what was read and what came of it. */
  async checkpoint(readings: StoredReadings): Promise<void> {
    if (this.#waiting.length > mostStoredSeconds) return
    const session = this.#session
    const checkpoint = { session, sequence: this.#sequence, batch: this.#batch, waiting: this.#waiting, readings }
    await writeDurably(this.#file, JSON.stringify(checkpoint satisfies Checkpoint))
  }
}
