import fc from 'fast-check'
import { type Counters, noTraffic, type Second, type Series, sampledKinds } from 'model/contract/sample'
import { describe, expect, test } from 'vitest'
import { packed, SeriesBook, unpacked } from './packed.ts'
import { Ring, ringSeconds } from './ring.ts'

const anyCounters = fc.record(
  Object.fromEntries(
    Object.keys(noTraffic).map((name) => [name, fc.oneof(fc.constant(0), fc.nat(300), fc.maxSafeNat())]),
  ),
) as unknown as fc.Arbitrary<Counters>
const anySeries: fc.Arbitrary<Series> = fc.record({
  loadbalancer_id: fc.constant('lb'),
  kind: fc.constantFrom(...sampledKinds),
  id: fc.uuid(),
  listener_id: fc.option(fc.uuid()),
  counters: anyCounters,
})

function traffic(at: number, requests: number, loadbalancer_id = 'lb'): Second {
  const counters = { ...noTraffic, requests, active: 1 }
  return { at, series: [{ loadbalancer_id, kind: 'listener', id: 'l', listener_id: null, counters }] }
}

test('packing loses nothing, whatever the numbers', () => {
  fc.assert(
    fc.property(fc.uniqueArray(anySeries, { selector: (one) => one.id }), (series) => {
      const book = new SeriesBook()
      expect(unpacked(packed(series, book), book, 'lb')).toEqual(series)
    }),
  )
})

describe('the ring', () => {
  test('gives back what was added, and tells idle from not covered', () => {
    const ring = new Ring()
    ring.add([traffic(100, 5), { at: 101, series: [] }, traffic(103, 7)])
    expect(ring.second('lb', 100)?.series[0]?.counters.requests).toBe(5)
    expect(ring.second('lb', 101)).toEqual({ at: 101, series: [] })
    expect(ring.second('lb', 102)).toBeNull()
    expect(ring.totals(103)).toMatchObject([{ loadbalancer_id: 'lb', requests: 7, active: 1 }])
    expect(ring.coveredAfter(100)).toEqual([101, 103])
  })

  test('adds up two engines in one second, also when one is late', () => {
    const ring = new Ring()
    ring.add([traffic(100, 5), traffic(102, 1)])
    ring.add([traffic(101, 2), traffic(100, 3)])
    expect(ring.second('lb', 100)?.series[0]?.counters).toMatchObject({ requests: 8, active: 2 })
    expect(ring.coveredAfter(0)).toEqual([100, 101, 102])
  })

  test('keeps fifteen minutes, and nothing of who was idle for so long', () => {
    const ring = new Ring()
    ring.add([traffic(1, 1, 'idle')])
    for (let at = 1; at <= 2 * ringSeconds; at += 1) ring.add([traffic(at, at)])
    expect(ring.coveredAfter(0)).toHaveLength(ringSeconds)
    expect(ring.size.loadBalancers).toBe(1)
    expect(ring.second('lb', ringSeconds)).toBeNull()
    expect(ring.second('lb', 2 * ringSeconds)?.series[0]?.counters.requests).toBe(2 * ringSeconds)
  })

  test('holds a hundred busy load balancers for fifteen minutes in its 48 MiB: ten take less than a tenth', () => {
    const ring = new Ring()
    const ids = Array.from({ length: 10 }, (_, at) => `lb-${at}`)
    const counters = {
      ...noTraffic,
      requests: 900,
      bytes_in: 123_456,
      bytes_out: 98_765_432,
      responses_2xx: 900,
      active: 40,
    }
    const kinds = [
      ['listener', 1],
      ['pool', 1],
      ['member', 8],
    ] as const
    const series = ids.flatMap((loadbalancer_id) =>
      kinds.flatMap(([kind, count]) =>
        Array.from({ length: count }, (_, at) => ({
          loadbalancer_id,
          kind,
          id: `${kind}-${at}`,
          listener_id: null,
          counters,
        })),
      ),
    )
    for (let at = 1; at <= ringSeconds; at += 1) ring.add([{ at, series }])
    expect(ring.size).toMatchObject({ loadBalancers: 10, reachSeconds: ringSeconds })
    expect(ring.size.bytes).toBeLessThan((48 * 1024 * 1024) / 10)
  })
})
