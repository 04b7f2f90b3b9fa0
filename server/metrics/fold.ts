import { gauges } from 'model/contract/gauges'
import { type CounterName, type Counters, counters, type Second, type Series } from 'model/contract/sample'

// Pure. Its law: folding loses no request. Increments are added up; a gauge of a longer step is the highest of its seconds, because
// what people look for in it is the peak.

const names = Object.keys(counters.shape) as CounterName[]
const isGauge = (name: CounterName) => (gauges as readonly string[]).includes(name)

/** The beginning of the step that a second belongs to. */
export function stepOf(at: number, stepSeconds: number): number {
  return Math.floor(at / stepSeconds) * stepSeconds
}

/** The same seconds in longer steps, oldest first; `at` is the beginning of a step. */
export function folded(seconds: readonly Second[], stepSeconds: number): Second[] {
  const steps = new Map<number, Series[]>()
  for (const { at, series } of seconds) {
    const step = stepOf(at, stepSeconds)
    steps.set(step, merged(steps.get(step) ?? [], series, 'highest'))
  }
  return [...steps].sort(([one], [other]) => one - other).map(([at, series]) => ({ at, series }))
}

/**
 * The series of both. `sum` is for two engines in the same second: what is open on one and on the other is open on both together.
 */
export function merged(one: readonly Series[], other: readonly Series[], gauge: 'highest' | 'sum'): Series[] {
  const all = new Map(one.map((series) => [keyOf(series), series]))
  for (const series of other) {
    const known = all.get(keyOf(series))
    all.set(keyOf(series), known ? { ...known, counters: added(known.counters, series.counters, gauge) } : series)
  }
  return [...all.values()]
}

function added(one: Counters, other: Counters, gauge: 'highest' | 'sum'): Counters {
  const sum = { ...one }
  for (const name of names) {
    sum[name] = isGauge(name) && gauge === 'highest' ? Math.max(one[name], other[name]) : one[name] + other[name]
  }
  return sum
}

function keyOf({ kind, id, listener_id }: Series): string {
  return `${kind} ${id} ${listener_id ?? ''}`
}
