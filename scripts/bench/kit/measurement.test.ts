import { expect, test } from 'vitest'
import { holds, verdictRows } from './measurement.mjs'

const ratio = { name: 'requests/s over nginx', unit: '' }

test('a bar is met exactly at its edge', () => {
  expect(holds({ ...ratio, figure: 0.97, bar: { atLeast: 0.97 } })).toBe(true)
  expect(holds({ ...ratio, figure: 0.969, bar: { atLeast: 0.97 } })).toBe(false)
  expect(holds({ ...ratio, figure: 151, bar: { atMost: 150 } })).toBe(false)
})

test('a figure that could not be taken meets no bar', () => {
  expect(holds({ ...ratio, figure: Number.NaN, bar: { atLeast: 0 } })).toBe(false)
  expect(holds({ ...ratio, figure: Number.NaN, bar: { atMost: 150 } })).toBe(false)
})

test('a figure without a bar is told without a verdict', () => {
  expect(verdictRows([{ ...ratio, figure: 1.25, bar: null }])).toEqual([['requests/s over nginx', '1.250', '', '']])
  expect(verdictRows([{ name: 'start', unit: 's', figure: 6.25, bar: { atMost: 5 } }])).toEqual([
    ['start', '6.25 s', '<= 5 s', 'FAIL'],
  ])
})
