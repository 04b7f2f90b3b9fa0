import { expect, test } from 'vitest'
import { median, percentile } from './statistics.mjs'

test('the median of an even number of values is the mean of the two in the middle', () => {
  expect(median([4, 1, 3, 2])).toBe(2.5)
  expect(median([3, 1, 2])).toBe(2)
})

test('a percentile is a value that was measured: the nearest rank', () => {
  const values = Array.from({ length: 100 }, (_, at) => 100 - at)
  expect([50, 95, 99, 100].map((percent) => percentile(values, percent))).toEqual([50.5, 95, 99, 100])
  expect(percentile([7], 95)).toBe(7)
})

test('of no values there is no percentile', () => {
  expect(percentile([], 95)).toBeNaN()
})
