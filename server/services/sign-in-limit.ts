import { DomainError } from 'model/errors'
import { clock } from '../clock.ts'
import { processwide } from '../process.ts'

/** Wrong passwords for one name in one minute; further attempts are refused until it is over. */
const limit = { failures: 10, windowMilliseconds: 60_000 }
/** Names that are remembered: whoever tries more different ones only makes us forget the oldest. */
const namesAtMost = 10_000

type Failures = { count: number; readonly since: number }
const failures = () => processwide('sign-ins', () => new Map<string, Failures>())

/** Refuses to try another password for a name that was tried too often. The password may be right: it is not looked at. */
export function refuseGuessing(name: string): void {
  const known = failures().get(name)
  if (!known || clock().now() - known.since >= limit.windowMilliseconds) return
  if (known.count < limit.failures) return
  throw new DomainError('unauthenticated', 'Too many attempts with a wrong password. Wait a minute and try again.')
}

export function noteFailure(name: string): void {
  const known = failures().get(name)
  const isRecent = known !== undefined && clock().now() - known.since < limit.windowMilliseconds
  failures().delete(name)
  failures().set(name, isRecent ? { count: known.count + 1, since: known.since } : { count: 1, since: clock().now() })
  const [oldest] = failures().keys()
  if (failures().size > namesAtMost && oldest !== undefined) failures().delete(oldest)
}

export function noteSuccess(name: string): void {
  failures().delete(name)
}
