import type { SecondEvent } from 'model/contract/live'
import { noTraffic, type Series } from 'model/contract/sample'
import { expect, test } from 'vitest'
import { cacheCharts, chartsOf, pointsOf, summaryOf, timeTicks } from './chart-data.ts'

const series = (
  kind: Series['kind'],
  id: string,
  listener_id: string | null,
  counters: Partial<Series['counters']>,
): Series => ({
  loadbalancer_id: 'lb',
  kind,
  id,
  listener_id,
  counters: { ...noTraffic, ...counters },
})
const second = (at: number, ...parts: Series[]): SecondEvent => ({ at, totals: [], detail: { at, series: parts } })
const [requests] = chartsOf.requests
const errors = chartsOf.requests[4]

test('a point a second: an idle second is nought, a missing one a gap', () => {
  const seconds = [second(99, series('listener', 'l', null, { requests: 7 })), second(101)]
  const points = pointsOf(seconds, { spec: requests, scope: { kind: 'listener' }, range: 1, until: 101 })
  expect(points).toHaveLength(60)
  expect(points.slice(-3)).toEqual([
    { at: 99, requests: 7 },
    { at: 100, requests: null },
    { at: 101, requests: 0 },
  ])
})

test('a hit rate is a share of what was asked, and a gap while nothing was', () => {
  const [, spec] = cacheCharts
  if (spec === undefined) throw new Error('There is no chart of the hit rate.')
  const seconds = [second(99, series('listener', 'l', null, { cache_lookups: 8, cache_hits: 6 })), second(100)]
  const points = pointsOf(seconds, { spec, scope: { kind: 'listener' }, range: 1, until: 100 })
  expect(points.slice(-2)).toEqual([
    { at: 99, cache_hits: 75 },
    { at: 100, cache_hits: null },
  ])
  expect(summaryOf(spec, points)).toMatchObject([{ label: 'Hit rate', average: 75, total: null }])
})

test('a second without detail says nothing about this load balancer', () => {
  const points = pointsOf([{ at: 101, totals: [], detail: null }], {
    spec: requests,
    scope: { kind: 'listener' },
    range: 1,
    until: 101,
  })
  expect(points.at(-1)).toEqual({ at: 101, requests: null })
})

test('failures between a listener and its members are those of its pools', () => {
  const seconds = [
    second(
      9,
      series('listener', 'l', null, { errors_request: 1, errors_connect: 50 }),
      series('pool', 'p', 'l', { errors_connect: 2 }),
      series('pool', 'p', 'm', { errors_connect: 3 }),
    ),
  ]
  const ofAll = pointsOf(seconds, { spec: errors, scope: { kind: 'listener' }, range: 1, until: 9 }).at(-1)
  const ofOne = pointsOf(seconds, { spec: errors, scope: { kind: 'listener', id: 'l' }, range: 1, until: 9 }).at(-1)
  expect(ofAll).toMatchObject({ errors_request: 1, errors_connect: 5 })
  expect(ofOne).toMatchObject({ errors_request: 1, errors_connect: 2 })
})

test('the axis has round times within the range', () => {
  expect(timeTicks(1, 100)).toEqual([45, 60, 75, 90])
  expect(timeTicks(15, 1_800)).toEqual([1_080, 1_260, 1_440, 1_620, 1_800])
})

test('a summary leaves gaps out of the average', () => {
  const points = [
    { at: 1, requests: 4 },
    { at: 2, requests: null },
    { at: 3, requests: 8 },
  ]
  expect(summaryOf(requests, points)).toEqual([{ label: 'Requests', now: 8, average: 6, highest: 8, total: 12 }])
})
