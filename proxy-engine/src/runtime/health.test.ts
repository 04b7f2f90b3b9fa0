import type { MemberHealth } from 'model/resources/member'
import { expect, test } from 'vitest'
import { statColumns } from './csv.ts'
import { healthOf, isNews, worst } from './health.ts'
import type { ServerRow } from './statistics.ts'

const now = 1_000_000
const context = { previous: undefined, expectedCodes: '200', now }

function row(cells: Partial<ServerRow>): ServerRow {
  const empty = Object.fromEntries(statColumns.map((column) => [column, ''])) as ServerRow
  return { ...empty, pool_id: 'p', listener_id: 'l', member_id: 'm', lastchg: '0', ...cells }
}

function health(cells: Partial<ServerRow>, previous?: MemberHealth): MemberHealth {
  return healthOf(row(cells), { ...context, previous })
}

test.each([
  ['UP', 'L4OK', 'UP', 'Accepts connections.'],
  ['UP 1/3', '* L4OK', 'UP', 'Accepts connections.'],
  ['UP', 'L7OK', 'UP', 'Answers 200.'],
  ['DRAIN', 'L7OK', 'UP', 'Answers 200.'],
  ['NOLB', 'L7OK', 'UP', 'Answers 200.'],
  ['DOWN', 'L4CON', 'DOWN', 'The connection failed: connection refused.'],
  ['DOWN 1/2', '* L4CON', 'DOWN', 'The connection failed: connection refused.'],
  ['DOWN', 'L4TOUT', 'DOWN', 'The connection timed out after 12 ms.'],
  ['DOWN', 'L6RSP', 'DOWN', 'The TLS handshake failed: Connection refused.'],
  ['DOWN', 'L7TOUT', 'DOWN', 'Did not answer within 12 ms.'],
  ['DOWN', 'L7STS', 'DOWN', 'Answered 200, expected 200.'],
  ['DOWN', 'L9NEW', 'DOWN', 'L9NEW: Connection refused.'],
])('%s with %s is %s: %s', (status, check_status, state, reason) => {
  const cells = { status, check_status, last_chk: 'Connection refused', check_code: '200', check_duration: '12' }
  expect(health(cells)).toMatchObject({ state, reason, check_status: check_status.replace('* ', '') })
})

test('a member that nobody checks, or that is switched off, has no reason to give', () => {
  expect(health({ status: 'no check' })).toMatchObject({ state: 'UNCHECKED', check_status: null, reason: null })
  expect(health({ status: 'DRAIN' })).toMatchObject({ state: 'UNCHECKED' })
  expect(health({ status: 'MAINT', check_status: 'INI' })).toMatchObject({ state: 'MAINT', reason: null })
})

test('HAProxy shows a member as UP before its first check; it is being checked', () => {
  expect(health({ status: 'UP 1/3', check_status: 'INI' })).toMatchObject({ state: 'CHECKING', check_status: null })
  expect(health({ status: 'UP', check_status: '* INI' })).toMatchObject({ state: 'CHECKING' })
})

test('a reload does not make a member uncertain: the last verdict holds until the new process has its own', () => {
  const down = health({ status: 'DOWN', check_status: 'L4CON', last_chk: 'Connection refused' })
  expect(health({ status: 'DOWN', check_status: 'INI' }, down)).toBe(down)
  expect(health({ status: 'UP 1/3', check_status: 'INI' }, down).state).toBe('CHECKING')
  expect(health({ status: 'DOWN', check_status: 'INI' }).reason).toMatch('before the last reload')
})

test('after a reload nobody "answers 0": a verdict that was carried over is not a check', () => {
  const checked = health({ status: 'UP', check_status: 'L7OK', check_code: '200', check_duration: '2' })
  const carried = { check_status: 'L7OK', check_code: '0', check_duration: '0' }
  expect(health({ status: 'UP', ...carried }, checked)).toBe(checked)
  expect(health({ status: 'UP', ...carried })).toMatchObject({ state: 'CHECKING', check_code: null, reason: null })
})

test('the time of the change is the moment of the change, not of the reading', () => {
  const first = health({ status: 'DOWN', check_status: 'L4CON', lastchg: '3' })
  expect(first.changed_at).toBe(now - 3_000)
  const later = healthOf(row({ status: 'DOWN', check_status: 'L4CON', lastchg: '9' }), {
    ...context,
    previous: first,
    now: now + 5_500,
  })
  expect(later.changed_at).toBe(first.changed_at)
})

test('the worst reading is the member’s', () => {
  const up = health({ status: 'UP', check_status: 'L4OK' })
  const down = health({ status: 'DOWN', check_status: 'L4CON' })
  const checking = health({ status: 'UP', check_status: 'INI' })
  expect(worst(up, down)).toBe(down)
  expect(worst(checking, up)).toBe(checking)
})

test('another check with the same result is no news; a result that differs, or a much slower one, is', () => {
  const quick = health({ status: 'UP', check_status: 'L7OK', check_code: '200', check_duration: '2' })
  const again = health({ status: 'UP', check_status: 'L7OK', check_code: '200', check_duration: '9' })
  const slow = health({ status: 'UP', check_status: 'L7OK', check_code: '200', check_duration: '900' })
  expect(isNews(undefined, quick)).toBe(true)
  expect(isNews(quick, again)).toBe(false)
  expect(isNews(quick, slow)).toBe(true)
  expect(isNews(quick, { ...again, reason: 'Answers 204.' })).toBe(true)
})
