import { expect, test } from 'vitest'
import { isExpected } from './checks.ts'

test.each([
  ['200', [200], [201, 404]],
  ['200,201', [200, 201], [202]],
  ['200-204', [200, 202, 204], [199, 205]],
])('the codes of %s', (codes, expected, others) => {
  expect(expected.every((code) => isExpected(code, codes))).toBe(true)
  expect(others.some((code) => isExpected(code, codes))).toBe(false)
})
