import { expect, test } from 'vitest'
import { sparklinePath } from './sparkline.tsx'

test('zero is the bottom and the highest value the top', () => {
  expect(sparklinePath([0, 10], { width: 10, height: 20, top: 10 })).toBe('M0.0 20.0L10.0 1.0')
})

test('a gap is a gap: the line begins anew after it', () => {
  expect(sparklinePath([5, null, 5], { width: 10, height: 11, top: 5 })).toBe('M0.0 1.0M10.0 1.0')
})
