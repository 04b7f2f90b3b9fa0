import type { SecondEvent } from 'model/contract/live'
import { noTraffic, type Second, type Series } from 'model/contract/sample'
import { expect, test } from 'vitest'
import { countersOf, LiveStore, ringSeconds, sumOf, totalOf, valuesOf, withSecond } from './live-store.ts'

const idle = (at: number): SecondEvent => ({ at, totals: [], detail: null })
const busy = (at: number, requests: number, loadbalancer_id = 'a'): SecondEvent => ({
  at,
  totals: [
    {
      loadbalancer_id,
      requests,
      connections: 1,
      datagrams_in: 0,
      bytes_in: 10,
      bytes_out: 20,
      responses_5xx: 0,
      active: 3,
    },
  ],
  detail: null,
})

test('seconds are kept in order, once each, for as long as the ring is', () => {
  const seconds = [idle(100), idle(101), idle(103)]
  expect(withSecond(seconds, idle(102)).map((one) => one.at)).toEqual([100, 101, 102, 103])
  expect(withSecond(seconds, busy(103, 7)).map((one) => one.at)).toEqual([100, 101, 103])
  expect(withSecond(seconds, idle(100 + ringSeconds)).map((one) => one.at)).toEqual([101, 103, 100 + ringSeconds])
})

test('a missing second is a gap, an idle one is nought', () => {
  const seconds = [busy(10, 4), idle(12)]
  const values = valuesOf(seconds, { length: 4, until: 12 }, (second) => totalOf(second, 'a').requests)
  expect(values).toEqual([null, 4, null, 0])
})

test('the sum is over every load balancer', () => {
  const second = { ...busy(1, 4), totals: [...busy(1, 4).totals, ...busy(1, 6, 'b').totals] }
  expect(sumOf(second)).toEqual({
    requests: 10,
    connections: 2,
    datagrams_in: 0,
    bytes_in: 20,
    bytes_out: 40,
    responses_5xx: 0,
    active: 6,
  })
})

test('a scope adds up the series that it names', () => {
  const series = (kind: Series['kind'], id: string, listener_id: string | null, requests: number): Series => ({
    loadbalancer_id: 'a',
    kind,
    id,
    listener_id,
    counters: { ...noTraffic, requests },
  })
  const second: Second = {
    at: 1,
    series: [series('listener', 'l', null, 9), series('pool', 'p', 'l', 5), series('pool', 'p', 'm', 3)],
  }
  expect(countersOf(second, { kind: 'pool', id: 'p' })?.requests).toBe(8)
  expect(countersOf(second, { kind: 'pool', id: 'p', listener_id: 'm' })?.requests).toBe(3)
  expect(countersOf(second, { kind: 'listener' })?.requests).toBe(9)
  expect(countersOf(second, { kind: 'member' })).toBeNull()
})

test('watchers hear of a new second, and a snapshot never changes under a reader', () => {
  const store = new LiveStore()
  let calls = 0
  const stop = store.watch(() => {
    calls += 1
  })
  const before = store.read()
  store.begin([idle(1)], 1_000)
  store.add(busy(2, 5), 2_000)
  expect(before.seconds).toEqual([])
  expect(store.read()).toMatchObject({ connection: 'live', heardAt: 2_000 })
  expect(store.read().seconds).toHaveLength(2)
  stop()
  store.stop()
  expect(calls).toBe(2)
})
