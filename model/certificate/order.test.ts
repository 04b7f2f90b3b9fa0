import { expect, test } from 'vitest'
import { pauseAfter, renewalAt } from './order.ts'

test('a certificate is renewed when a third of its life is left', () => {
  const life = { not_before: '2026-01-01T00:00:00Z', not_after: '2026-04-01T00:00:00Z' }
  expect(new Date(renewalAt(life)).toISOString()).toBe('2026-03-02T00:00:00.000Z')
})

test('the pauses after refusals grow, to a day', () => {
  const hours = [1, 2, 3, 4, 5, 6, 100].map((failures) => pauseAfter(failures) / 3_600_000)
  expect(hours).toEqual([1 / 6, 0.5, 2, 6, 24, 24, 24])
})
