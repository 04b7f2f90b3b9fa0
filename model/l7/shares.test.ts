import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sharesInPercent } from './shares.ts'

test('shares follow the weights, and no weight is no share', () => {
  expect(sharesInPercent([90, 10])).toEqual([90, 10])
  expect(sharesInPercent([1, 1, 1])).toEqual([33.4, 33.3, 33.3])
  expect(sharesInPercent([100, 0])).toEqual([100, 0])
  expect(sharesInPercent([0, 0])).toEqual([0, 0])
})

test('shares add up to 100 whatever the weights are, and none is further than a tenth from the truth', () => {
  const weights = fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 5 })
  fc.assert(
    fc.property(weights, (some) => {
      const total = some.reduce((sum, one) => sum + one, 0)
      fc.pre(total > 0)
      const shares = sharesInPercent(some)
      expect(Math.round(shares.reduce((sum, one) => sum + one * 10, 0))).toBe(1_000)
      for (const [at, one] of some.entries())
        expect(Math.abs((shares[at] ?? 0) - (one / total) * 100)).toBeLessThan(0.1001)
    }),
  )
})
