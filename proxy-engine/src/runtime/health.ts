import type { MemberHealth } from 'model/resources/member'
import type { ServerRow } from './statistics.ts'

export type CheckContext = {
  /** The last reading of this member, if there was one. */
  readonly previous: MemberHealth | undefined
  /** What the monitor expects: `200-204`. */
  readonly expectedCodes: string
  /** Epoch milliseconds. */
  readonly now: number
}

/** What one row of the statistics says about a member. */
export function healthOf(row: ServerRow, context: CheckContext): MemberHealth {
  const state = stateOf(row)
  const { previous, now } = context
  // A new generation knows the verdicts of the last one, but not why: its own first check is still to come.
  if (state !== 'MAINT' && isUnchecked(row) && previous?.state === operationalState(row)) return previous
  const isOwn = !isUnchecked(row)
  return {
    state,
    check_status: isOwn ? checkStatus(row) : null,
    check_code: isOwn ? numberOrNull(row.check_code) : null,
    check_duration_ms: isOwn ? numberOrNull(row.check_duration) : null,
    reason: reasonOf(row, state, context),
    checked_at: isOwn ? now : null,
    changed_at: previous?.state === state ? previous.changed_at : now - Number(row.lastchg) * 1_000,
  }
}

const order = ['DOWN', 'CHECKING', 'UP', 'UNCHECKED', 'MAINT'] as const satisfies readonly MemberHealth['state'][]

/** A member behind several listeners is checked for each of them: the worst reading is the member's. */
export function worst(one: MemberHealth, other: MemberHealth): MemberHealth {
  return order.indexOf(one.state) <= order.indexOf(other.state) ? one : other
}

/** Whether a reading says something that the one before did not. That another check took about as long is not news. */
export function isNews(before: MemberHealth | undefined, after: MemberHealth): boolean {
  if (before === undefined) return true
  return (
    before.state !== after.state ||
    before.check_status !== after.check_status ||
    before.check_code !== after.check_code ||
    before.reason !== after.reason ||
    hasSlowedDown(before.check_duration_ms, after.check_duration_ms)
  )
}

function hasSlowedDown(before: number | null, after: number | null): boolean {
  if (before === null || after === null) return before !== after
  return Math.abs(after - before) >= 50 && (after >= 2 * before || before >= 2 * after)
}

function stateOf(row: ServerRow): MemberHealth['state'] {
  if (row.status.startsWith('MAINT')) return 'MAINT'
  if (row.check_status === '') return row.status.startsWith('DOWN') ? 'DOWN' : 'UNCHECKED'
  // HAProxy sends traffic to a server that was not checked yet and calls it UP. A verdict it is not.
  if (isUnchecked(row)) return operationalState(row) === 'DOWN' ? 'DOWN' : 'CHECKING'
  return operationalState(row)
}

/** `UP 1/3` is on its way down and still up; DRAIN and NOLB are up without new traffic. */
function operationalState(row: ServerRow): 'UP' | 'DOWN' {
  return row.status.startsWith('DOWN') ? 'DOWN' : 'UP'
}

/**
 * Not checked by this process. One that was told of the last verdict (`server-state-file`) shows its name with code 0 until its own
 * first check (2.6): no server answers that.
 */
function isUnchecked(row: ServerRow): boolean {
  return ['', 'INI', 'UNK'].includes(checkStatus(row)) || row.check_code === '0'
}

/** The star says that a check is under way; what follows is the last result. */
function checkStatus(row: ServerRow): string {
  return row.check_status.replace(/^\* /, '')
}

/** The result of a check in words (HAProxy management guide, "check_status"). */
const reasons: Readonly<Record<string, (row: ServerRow, expected: string) => string>> = {
  SOCKERR: (row) => `The check could not open a socket${said(row)}.`,
  L4OK: () => 'Accepts connections.',
  L4TOUT: (row) => `The connection timed out after ${row.check_duration} ms.`,
  L4CON: (row) => `The connection failed: ${(row.last_chk || 'no connection').toLowerCase()}.`,
  L6OK: () => 'Completes the TLS handshake.',
  L6TOUT: (row) => `The TLS handshake timed out after ${row.check_duration} ms.`,
  L6RSP: (row) => `The TLS handshake failed${said(row)}.`,
  L7OK: (row) => (row.check_code === '' ? 'Answers.' : `Answers ${row.check_code}.`),
  L7OKC: (row) => `Answers ${row.check_code}.`,
  L7TOUT: (row) => `Did not answer within ${row.check_duration} ms.`,
  L7RSP: (row) => `Answered something that is not HTTP${said(row)}.`,
  L7STS: (row, expected) => `Answered ${row.check_code}, expected ${expected}.`,
}

function reasonOf(row: ServerRow, state: MemberHealth['state'], context: CheckContext): string | null {
  if (state === 'DOWN' && isUnchecked(row)) return 'Was down before the last reload; the next check is under way.'
  const status = checkStatus(row)
  if (isUnchecked(row)) return null
  return reasons[status]?.(row, context.expectedCodes) ?? `${status}${said(row)}.`
}

function said(row: ServerRow): string {
  return row.last_chk === '' ? '' : `: ${row.last_chk}`
}

function numberOrNull(text: string): number | null {
  return text === '' ? null : Number(text)
}
