/** Restarts that follow one another within this time belong to one trouble. */
const troubleMs = 10_000
const atOnce = 3
const firstPauseMs = 500
const longestPauseMs = 10_000

/** How soon HAProxy is started again: at once, but not over and over when it ends each time. */
export class RestartPace {
  #count = 0
  #last = Number.NEGATIVE_INFINITY

  /** `now` in milliseconds of a clock that nobody sets. */
  isDue(now: number): boolean {
    return now - this.#last >= this.#pauseMs()
  }

  began(now: number): void {
    this.#count = now - this.#last < troubleMs + this.#pauseMs() ? this.#count + 1 : 1
    this.#last = now
  }

  #pauseMs(): number {
    return this.#count < atOnce ? 0 : Math.min(longestPauseMs, firstPauseMs * 2 ** (this.#count - atOnce))
  }
}
