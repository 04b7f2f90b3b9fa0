import { expect, test } from 'vitest'
import { costText, isWorthTelling } from './cost-text.ts'

test('what policies that are tried one by one cost is told from a hundred on, with its unit', () => {
  expect([99, 100].map(isWorthTelling)).toEqual([false, true])
  const cost = (tried: number) => costText({ looked_up: 0, tried, nanoseconds_per_request: tried * 140 })
  expect(cost(130)).toMatch(/^130 policies are tried one by one: about 18 µs per request\. /)
  expect(cost(10_000)).toMatch(/^10,000 policies .* about 1\.4 ms per request\. /)
})
