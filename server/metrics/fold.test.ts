import fc from 'fast-check'
import { type Counters, noTraffic, type Second, type Series, sampledKinds } from 'model/contract/sample'
import { describe, expect, test } from 'vitest'
import { folded, merged } from './fold.ts'

const anySeries: fc.Arbitrary<Series> = fc.record({
  loadbalancer_id: fc.constant('lb'),
  kind: fc.constantFrom(...sampledKinds),
  id: fc.constantFrom('a', 'b', 'c'),
  listener_id: fc.constantFrom(null, 'l'),
  counters: fc
    .record({ requests: fc.nat(1e9), bytes_out: fc.nat(), responses_5xx: fc.nat(99), active: fc.nat(5_000) })
    .map((some): Counters => ({ ...noTraffic, ...some })),
})
const anySeconds: fc.Arbitrary<Second[]> = fc.array(
  fc.record({ at: fc.nat(4_000), series: fc.array(anySeries, { maxLength: 4 }) }),
)

const sumOf = (seconds: readonly Second[], name: keyof Counters) =>
  seconds.flatMap(({ series }) => series).reduce((sum, { counters }) => sum + counters[name], 0)

describe('folding', () => {
  test('loses no request and no byte, in steps of any length', () => {
    fc.assert(
      fc.property(anySeconds, fc.constantFrom(1, 10, 60, 3_600), (seconds, step) => {
        const result = folded(seconds, step)
        for (const name of ['requests', 'bytes_out', 'responses_5xx'] as const) {
          expect(sumOf(result, name)).toBe(sumOf(seconds, name))
        }
      }),
    )
  })

  test('in two steps is folding in one', () => {
    fc.assert(
      fc.property(anySeconds, (seconds) => {
        const once = folded(seconds, 60)
        const twice = folded(folded(seconds, 10), 60)
        expect(twice.map(({ at }) => at)).toEqual(once.map(({ at }) => at))
        expect(sumOf(twice, 'requests')).toBe(sumOf(once, 'requests'))
      }),
    )
  })

  test('keeps the peak of what is open, and does not add it up', () => {
    const open = (at: number, active: number): Second => ({
      at,
      series: [
        { loadbalancer_id: 'lb', kind: 'listener', id: 'l', listener_id: null, counters: { ...noTraffic, active } },
      ],
    })
    expect(sumOf(folded([open(0, 3), open(1, 7), open(2, 5)], 10), 'active')).toBe(7)
  })

  test('answers with steps that begin at multiples of their length, oldest first', () => {
    fc.assert(
      fc.property(anySeconds, (seconds) => {
        const starts = folded(seconds, 60).map(({ at }) => at)
        expect(starts).toEqual([...new Set(starts)].sort((one, other) => one - other))
        expect(starts.every((at) => at % 60 === 0)).toBe(true)
      }),
    )
  })
})

test('two engines in the same second: what is open on both is added up', () => {
  const series: Series = {
    loadbalancer_id: 'lb',
    kind: 'listener',
    id: 'l',
    listener_id: null,
    counters: { ...noTraffic, active: 2 },
  }
  expect(merged([series], [series], 'sum')[0]?.counters.active).toBe(4)
})
