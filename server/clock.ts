import { processwide } from './process.ts'

/** Time as an effect, so that a test can let thirty seconds pass at once. */
export type Clock = {
  /** Epoch milliseconds. */
  now(): number
  /** Runs something later, once. The answer takes it back. Never keeps the process alive. */
  after(milliseconds: number, run: () => void): () => void
}

const systemClock: Clock = {
  now: () => Date.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds)
    timer.unref()
    return () => clearTimeout(timer)
  },
}

export function clock(): Clock {
  return processwide('clock', () => systemClock)
}

/** Now, as rows keep it: ISO 8601, UTC, with milliseconds. Texts of this form sort as the times do. */
export function moment(at = clock().now()): string {
  return new Date(at).toISOString()
}
