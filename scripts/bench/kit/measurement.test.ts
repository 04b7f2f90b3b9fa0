import { expect, test } from 'vitest'
import { verdictOf, verdictRows } from './measurement.mjs'

const ratio = { name: 'requests/s over nginx', unit: '' }

test('a bar is met exactly at its edge', () => {
  expect(verdictOf({ ...ratio, figure: 0.97, bar: { atLeast: 0.97 } })).toBe('pass')
  expect(verdictOf({ ...ratio, figure: 0.969, bar: { atLeast: 0.97 } })).toBe('FAIL')
  expect(verdictOf({ ...ratio, figure: 151, bar: { atMost: 150 } })).toBe('FAIL')
})

test('a figure that could not be taken meets no bar', () => {
  expect(verdictOf({ ...ratio, figure: Number.NaN, bar: { atLeast: 0 } })).toBe('FAIL')
  expect(verdictOf({ ...ratio, figure: Number.NaN, bar: { atMost: 150 } })).toBe('FAIL')
})

test('a miss that is within the noise is unclear; one that is outside is a miss', () => {
  expect(verdictOf({ ...ratio, figure: 0.95, spread: [0.9, 1.02], bar: { atLeast: 0.97 } })).toBe('unclear')
  expect(verdictOf({ ...ratio, figure: 0.95, spread: [0.93, 0.96], bar: { atLeast: 0.97 } })).toBe('FAIL')
  expect(verdictOf({ ...ratio, figure: 0.98, spread: [0.9, 1.02], bar: { atLeast: 0.97 } })).toBe('pass')
})

test('a figure without a bar is told without a verdict', () => {
  expect(verdictRows([{ ...ratio, figure: 1.25, bar: null }])).toEqual([['requests/s over nginx', '1.250', '', '', '']])
  expect(verdictRows([{ name: 'start', unit: 's', figure: 6.25, bar: { atMost: 5 } }])).toEqual([
    ['start', '6.25 s', '', '<= 5 s', 'FAIL'],
  ])
})
