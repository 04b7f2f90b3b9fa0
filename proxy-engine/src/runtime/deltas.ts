import { gauges } from 'model/contract/gauges'
import { type Counters, noTraffic, type Second, type Series } from 'model/contract/sample'
import { keyOf, ownerOfKey, type Reading, type SeriesOwner } from './statistics.ts'

/** Two readings of one process, the earlier one empty when it has just begun, and whom its listeners belong to. */
export type Interval = {
  readonly before: Reading
  readonly after: Reading
  readonly loadBalancerOf: ReadonlyMap<string, string>
}

const counterNames = Object.keys(noTraffic) as (keyof Counters)[]
const gaugeNames: ReadonlySet<string> = new Set(gauges)
const isGauge = (name: keyof Counters) => gaugeNames.has(name)

/** What happened in a second: the increments of every process that served in it, added up. Series without traffic are left out. */
export function secondOf(at: number, intervals: readonly Interval[]): Second {
  const sums = new Map<string, Series>()
  for (const { before, after, loadBalancerOf } of intervals) {
    for (const [key, happened] of happenedBetween(before, after)) {
      const owner = ownerOfKey(key)
      const loadbalancer_id = loadBalancerOf.get(owner.listener_id)
      if (loadbalancer_id === undefined) continue
      const known = sums.get(key)?.counters
      const counted = known ? added(known, happened) : happened
      sums.set(key, { loadbalancer_id, ...publicOwner(owner), counters: counted })
    }
  }
  return { at, series: [...sums.values()] }
}

/** Most of what is read once a second is as it was. */
function happenedBetween(before: Reading, after: Reading): [string, Counters][] {
  return [...after]
    .filter(([key, counters]) => isNews(before.get(key) ?? noTraffic, counters))
    .map(([key, counters]) => [key, increment(before.get(key), counters)])
}

function isNews(before: Counters, after: Counters): boolean {
  return counterNames.some((name) => after[name] !== (isGauge(name) ? 0 : before[name]))
}

/** A listener's own series is not told apart by listener. */
function publicOwner(owner: SeriesOwner): Pick<Series, 'kind' | 'id' | 'listener_id'> {
  return owner.kind === 'listener' ? { ...owner, listener_id: null } : owner
}

/** What was counted since the reading before. A counter that went back belongs to a server that was removed and added again: it began at 0. */
export function increment(before: Counters | undefined, after: Counters): Counters {
  if (before === undefined || counterNames.some((name) => !isGauge(name) && after[name] < before[name])) return after
  return mapped((name) => (isGauge(name) ? after[name] : after[name] - before[name]))
}

export function added(one: Counters, other: Counters): Counters {
  return mapped((name) => one[name] + other[name])
}

/**
 * What a look found that came late, laid in equal parts to the seconds since the look before, the first of which is `from`: all of it
 * in the last one would show traffic that stopped and came back twice as high, and it did neither. Parts are whole numbers, and
 * their sum is what was found. What is open or waits is the same in each, for want of a better guess.
 */
export function spread({ at, series }: Second, from: number): Second[] {
  const count = at - from + 1
  return Array.from({ length: count }, (_, index) => ({
    at: from + index,
    series: series
      .map((one) => ({ ...one, counters: part(one.counters, index, count) }))
      .filter((one) => hasTraffic(one.counters)),
  }))
}

function part(total: Counters, index: number, count: number): Counters {
  const upTo = (name: keyof Counters, parts: number) => Math.floor((total[name] * parts) / count)
  return mapped((name) => (isGauge(name) ? total[name] : upTo(name, index + 1) - upTo(name, index)))
}

/** Two seconds as one: nothing is lost but the resolution. What is open at the end is what was open in the newer one. */
export function joined(older: Second, newer: Second): Second {
  const all = new Map(older.series.map((one) => [nameOf(one), { ...one, counters: withoutGauges(one.counters) }]))
  for (const one of newer.series) {
    const known = all.get(nameOf(one))
    all.set(nameOf(one), known ? { ...one, counters: added(known.counters, one.counters) } : one)
  }
  return { at: newer.at, series: [...all.values()] }
}

function nameOf({ kind, id, listener_id }: Series): string {
  return `${kind}/${id}/${listener_id}`
}

function withoutGauges(counters: Counters): Counters {
  return mapped((name) => (isGauge(name) ? 0 : counters[name]))
}

function hasTraffic(counters: Counters): boolean {
  return counterNames.some((name) => counters[name] !== 0)
}

function mapped(value: (name: keyof Counters) => number): Counters {
  const counters = { ...noTraffic }
  for (const name of counterNames) counters[name] = value(name)
  return counters
}

/** A reading as it is kept on disk: numbers in the order of the contract, without the zeros at their end; idle series left out. */
export type StoredReading = readonly (readonly [key: string, ...numbers: number[]])[]

export function storedReading(reading: Reading): StoredReading {
  return [...reading]
    .filter(([, counters]) => hasTraffic(counters))
    .map(([key, counters]) => {
      const last = counterNames.findLastIndex((name) => counters[name] !== 0)
      return [key, ...counterNames.slice(0, last + 1).map((name) => counters[name])] as const
    })
}

export function restoredReading(stored: StoredReading): Reading {
  return new Map(
    stored.map(([key, ...numbers]) => [
      keyOf(ownerOfKey(key)),
      mapped((name) => numbers[counterNames.indexOf(name)] ?? 0),
    ]),
  )
}
