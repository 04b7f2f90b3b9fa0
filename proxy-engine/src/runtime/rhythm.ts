import { setTimeout as pause } from 'node:timers/promises'
import type { Logger } from 'pino'

/** Work that is done again and again, each kind at its own pace, until it is ended. An edge of the program: what fails is logged, and tried again. */
export class Rhythm {
  readonly #log: Logger
  readonly #signal: AbortSignal
  /** What was last logged of each kind of trouble, so that what goes on is logged once. */
  readonly #troubles = new Map<string, string>()

  constructor(log: Logger, signal: AbortSignal) {
    this.#log = log
    this.#signal = signal
  }

  /** `failed` is the event that trouble is logged as. */
  async every(milliseconds: number, failed: string, work: () => Promise<void>): Promise<void> {
    while (!this.#signal.aborted) {
      const untilNext = milliseconds - (Date.now() % milliseconds)
      await pause(untilNext, undefined, { signal: this.#signal }).catch(() => undefined)
      if (this.#signal.aborted) return
      try {
        await work()
        this.over(failed)
      } catch (err) {
        if (!this.#signal.aborted) this.trouble(failed, err)
      }
    }
  }

  trouble(event: string, err: unknown): void {
    const message = String(err)
    if (this.#troubles.get(event) === message) return
    this.#troubles.set(event, message)
    this.#log.error({ err }, event)
  }

  /** Should it come again, it is logged again. */
  over(event: string): void {
    this.#troubles.delete(event)
  }
}
