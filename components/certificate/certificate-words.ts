import { orderStates } from 'model/certificate/order'
import type { ShownCertificate } from 'model/resources/certificate'
import type { Tone } from '../ui/badge.tsx'
import { count } from '../ui/format.ts'

type Condition = { readonly tone: Tone; readonly text: string }

/** How a certificate is doing, in a word or two. */
export function conditionOf(certificate: ShownCertificate): Condition {
  const { kind, problems, days_left } = certificate
  const [first] = problems
  const ordered = orderCondition(certificate)
  if (ordered !== null && first?.severity !== 'error') return ordered
  if (first?.severity === 'error') {
    return {
      tone: 'bad',
      text: days_left < 0 ? 'Expired' : kind === 'CERTIFICATE' ? 'Refused by clients' : 'Of no use',
    }
  }
  if (first !== undefined) return { tone: 'warn', text: first.problem === 'expiring' ? 'Expires soon' : 'Look at it' }
  return { tone: 'good', text: 'Good' }
}

/** While it is ordered, and when it was refused: what stands in until it is issued keeps clients out. */
function orderCondition({ acme, chain_end }: ShownCertificate): Condition | null {
  if (acme === null) return null
  const { label: text, isUnderWay } = orderStates[acme.state]
  if (isUnderWay) return { tone: 'warn', text }
  return acme.state === 'REFUSED' ? { tone: chain_end === 'SELF_SIGNED' ? 'bad' : 'warn', text } : null
}

/** `in 49 days`, `today`, `3 days ago`. */
export function leftText(days: number): string {
  if (days === 0) return 'today'
  const whole = Math.abs(days)
  const text = `${count(whole)} ${whole === 1 ? 'day' : 'days'}`
  return days > 0 ? `in ${text}` : `${text} ago`
}

/** The first names, and how many more there are. */
export function namesText(names: readonly string[], most = 2): string {
  if (names.length === 0) return 'No name'
  const rest = names.length - most
  return `${names.slice(0, most).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** What it is about: names; how many authorities; how many certificates are taken back. */
export function scopeText({ kind, server_names, chain, revoked_count }: ShownCertificate): string {
  if (kind === 'CERTIFICATE') return namesText(server_names)
  if (kind === 'REVOCATION_LIST') return `${count(revoked_count ?? 0)} revoked`
  return chain.length === 0 ? '1 authority' : `${count(chain.length + 1)} authorities`
}
