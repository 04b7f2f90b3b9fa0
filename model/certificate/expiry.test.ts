import { expect, test } from 'vitest'
import { expiryOf } from './expiry.ts'

const now = Date.parse('2026-11-21T12:00:00Z')
const ending = (days: number, kind: 'CERTIFICATE' | 'REVOCATION_LIST' = 'CERTIFICATE') => ({
  kind,
  not_after: new Date(now + days * 86_400_000).toISOString(),
})

test.each([
  [31.5, null],
  [30.5, ['last_month', 'warning']],
  [14.5, ['last_fortnight', 'warning']],
  [7.5, ['last_week', 'error']],
  [1.5, ['last_day', 'error']],
  [0.5, ['last_day', 'error']],
  [-0.5, ['ended', 'error']],
  [-400, ['ended', 'error']],
])('with %d days left it is %j', (days, expected) => {
  const found = expiryOf(ending(days), now)
  expect(found && [found.stage, found.severity]).toEqual(expected)
})

test('a stage began when its last whole day did', () => {
  expect(expiryOf(ending(14.5), now)?.since).toBe(new Date(now - 0.5 * 86_400_000).toISOString())
  expect(expiryOf(ending(-2), now)?.since).toBe(new Date(now - 2 * 86_400_000).toISOString())
})

test('what is short-lived needs nobody until its own last days', () => {
  expect(expiryOf(ending(5, 'REVOCATION_LIST'), now)).toBeNull()
  expect(expiryOf(ending(2, 'REVOCATION_LIST'), now)?.stage).toBe('last_week')
})
