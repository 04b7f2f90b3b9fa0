import type { Certificate } from '../resources/certificate.ts'
import { certificateKinds } from './kinds.ts'
import { daysLeft } from './problems.ts'

export type ExpiryStage = {
  /** It is reached when this many whole days or fewer are left; below 0 when it has ended. */
  readonly days: number
  /** An error keeps clients out, or will before anybody has looked twice. */
  readonly severity: 'warning' | 'error'
}

/** How near the end of a certificate is, the gravest first. Each stage is told anew: since when is the moment at which it began. */
export const expiryStages = {
  ended: { days: -1, severity: 'error' },
  last_day: { days: 1, severity: 'error' },
  last_week: { days: 7, severity: 'error' },
  last_fortnight: { days: 14, severity: 'warning' },
  last_month: { days: 30, severity: 'warning' },
} as const satisfies Record<string, ExpiryStage>
export type ExpiryStageName = keyof typeof expiryStages

const day = 86_400_000

export type Expiry = ExpiryStage & {
  readonly stage: ExpiryStageName
  /** When the stage began: ISO 8601, UTC. */
  readonly since: string
}

/** The stage that a certificate is in at a moment (milliseconds since 1970); null while its end is far away for its kind. */
export function expiryOf(certificate: Pick<Certificate, 'kind' | 'not_after'>, now: number): Expiry | null {
  const left = daysLeft(certificate, now)
  if (left > certificateKinds[certificate.kind].attentionDays) return null
  const found = Object.entries(expiryStages).find(([, stage]) => left <= stage.days)
  if (!found) return null
  const [stage, { days, severity }] = found as [ExpiryStageName, ExpiryStage]
  // A whole day counts until the next one is full.
  const began = Date.parse(certificate.not_after) - (days + 1) * day
  return { stage, days, severity, since: new Date(began).toISOString() }
}
