import type { CounterName } from './sample.ts'

/** The names of the counters that are gauges: they are not summed over time. */
export const gauges = ['active', 'queued'] as const satisfies readonly CounterName[]
