import type { Clock } from '../clock.ts'
import { replaceProcesswide } from '../process.ts'

type Alarm = { readonly at: number; readonly run: () => void }

/** Time that passes only when a test lets it. */
export class ManualClock implements Clock {
  #now: number
  readonly #alarms = new Set<Alarm>()

  constructor(now: number) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  after(milliseconds: number, run: () => void): () => void {
    const alarm = { at: this.#now + milliseconds, run }
    this.#alarms.add(alarm)
    return () => this.#alarms.delete(alarm)
  }

  /** Lets time pass, and everything happen that was due in it. */
  advance(milliseconds: number): void {
    const end = this.#now + milliseconds
    for (;;) {
      const due = [...this.#alarms].filter(({ at }) => at <= end).sort((one, other) => one.at - other.at)[0]
      if (!due) break
      this.#alarms.delete(due)
      this.#now = Math.max(this.#now, due.at)
      due.run()
    }
    this.#now = end
  }

  /** How many wait for the time to pass: a test waits for this before it lets it pass. */
  get waiting(): number {
    return this.#alarms.size
  }
}

/** From now on this process goes by a clock that a test holds. */
export function holdClock(now = Date.parse('2026-01-01T00:00:00Z')): ManualClock {
  return replaceProcesswide('clock', new ManualClock(now))
}
