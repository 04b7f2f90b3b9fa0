import fc from 'fast-check'
import { gauges } from 'model/contract/gauges'
import { type CounterName, type Counters, noTraffic, type Second } from 'model/contract/sample'
import { expect, test } from 'vitest'
import { added, type Interval, increment, restoredReading, secondOf, spread, storedReading } from './deltas.ts'
import type { Reading } from './statistics.ts'

const owners = new Map([['listener-1', 'balancer-1']])
const key = 'listener/listener-1/listener-1'

function reading(requests: number, active = 0): Reading {
  return new Map([[key, { ...noTraffic, requests, active }]])
}

function interval(before: Reading, after: Reading): Interval {
  return { before, after, loadBalancerOf: owners }
}

test('a second holds what was counted since the reading before', () => {
  const second = secondOf(7, [interval(reading(10), reading(14))])
  expect(second).toEqual({
    at: 7,
    series: [
      {
        loadbalancer_id: 'balancer-1',
        kind: 'listener',
        id: 'listener-1',
        listener_id: null,
        counters: { ...noTraffic, requests: 4 },
      },
    ],
  })
})

test('a second without traffic is there, with no series', () => {
  expect(secondOf(7, [interval(reading(10), reading(10))])).toEqual({ at: 7, series: [] })
})

test('connections that are open are a gauge: those of all processes together', () => {
  const second = secondOf(7, [interval(reading(5, 2), reading(5, 2)), interval(reading(1), reading(1, 3))])
  expect(second.series[0]?.counters).toMatchObject({ requests: 0, active: 5 })
})

test('a server that was removed and added again begins at zero', () => {
  expect(increment({ ...noTraffic, requests: 100 }, { ...noTraffic, requests: 3 }).requests).toBe(3)
})

test('a reading survives being written to disk', () => {
  const stored = JSON.parse(JSON.stringify(storedReading(reading(12, 3))))
  expect(restoredReading(stored)).toEqual(reading(12, 3))
  expect(storedReading(reading(0))).toEqual([])
})

test('over any sequence of generations the increments add up to what the processes counted', () => {
  // Each generation is a process: how many requests it counted in each second of its life; generations overlap while they drain.
  const generation = fc.record({ from: fc.nat(6), counts: fc.array(fc.nat(50), { minLength: 1, maxLength: 8 }) })
  fc.assert(
    fc.property(fc.array(generation, { maxLength: 6 }), (generations) => {
      const seconds: Second[] = Array.from({ length: 16 }, (_, at) =>
        secondOf(
          at,
          generations
            .filter(({ from, counts }) => at >= from && at < from + counts.length)
            .map(({ from, counts }) =>
              interval(cumulative(counts.slice(0, at - from)), cumulative(counts.slice(0, at - from + 1))),
            ),
        ),
      )
      const counted = seconds
        .flatMap((one) => one.series)
        .reduce<Counters>((sum, one) => added(sum, one.counters), noTraffic)
      expect(counted.requests).toBe(generations.flatMap(({ counts }) => counts).reduce((sum, one) => sum + one, 0))
    }),
  )
})

test('what a late look found is laid to the seconds between in equal parts; what is open is open in each', () => {
  const seconds = spread(secondOf(12, [interval(reading(0), reading(8, 5))]), 10)
  expect(seconds.map(({ at, series }) => [at, series[0]?.counters.requests, series[0]?.counters.active])).toEqual([
    [10, 2, 5],
    [11, 3, 5],
    [12, 3, 5],
  ])
})

test('a look in time tells of its own second; of a quiet time every second is there, with no series', () => {
  const busy = secondOf(12, [interval(reading(0), reading(8))])
  expect(spread(busy, 12)).toEqual([busy])
  expect(spread({ at: 12, series: [] }, 11)).toEqual([
    { at: 11, series: [] },
    { at: 12, series: [] },
  ])
})

test('whatever a late look found, its parts are whole, none is negative, and they add up to it', () => {
  const names = Object.keys(noTraffic) as CounterName[]
  const isGauge = (name: CounterName) => gauges.some((one) => one === name)
  const anyCounters = fc.array(fc.nat(2 ** 40), { minLength: names.length, maxLength: names.length })
  fc.assert(
    fc.property(anyCounters, fc.nat(10), (counts, missed) => {
      const counters = { ...noTraffic, ...Object.fromEntries(names.map((name, at) => [name, counts[at]])) }
      const series = { loadbalancer_id: 'b', kind: 'listener', id: 'l', listener_id: null, counters } as const
      const seconds = spread({ at: 50, series: [series] }, 50 - missed)
      expect(seconds.map(({ at }) => at)).toEqual(Array.from({ length: missed + 1 }, (_, step) => 50 - missed + step))
      for (const name of names) {
        const parts = seconds.map((one) => one.series[0]?.counters[name] ?? 0)
        expect(parts.every((one) => Number.isInteger(one) && one >= 0)).toBe(true)
        if (isGauge(name)) expect(new Set(parts)).toEqual(new Set([counters[name]]))
        else expect(parts.reduce((sum, one) => sum + one, 0)).toBe(counters[name])
      }
    }),
  )
})

function cumulative(counts: readonly number[]): Reading {
  return counts.length === 0 ? new Map() : reading(counts.reduce((sum, one) => sum + one, 0))
}
