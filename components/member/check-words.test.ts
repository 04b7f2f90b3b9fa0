import { expect, test } from 'vitest'
import { checkText } from './check-words.ts'

const health = {
  state: 'UP',
  check_status: null,
  check_code: null,
  check_duration_ms: null,
  reason: null,
  checked_at: null,
  changed_at: 0,
} as const

test('the last check is told in words, with its code and how long it took', () => {
  expect(checkText({ ...health, check_status: 'L7OK', check_code: 200, check_duration_ms: 3 })).toBe(
    'Passed, 200 · 3 ms',
  )
  expect(checkText({ ...health, state: 'DOWN', check_status: 'L7STS', check_code: 503, check_duration_ms: 1 })).toBe(
    'Unexpected code, 503 · 1 ms',
  )
  expect(checkText({ ...health, state: 'DOWN', check_status: '* L4CON' })).toBe('Connection refused or no route')
})

test('a result without a known name is told as it came, and no result by the state', () => {
  expect(checkText({ ...health, check_status: 'PROCERR', reason: 'No reply to ping' })).toBe('No reply to ping')
  expect(checkText({ ...health, state: 'CHECKING' })).toBe('Waiting for the first check')
})
