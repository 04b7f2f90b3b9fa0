import type { Certificate } from '../resources/certificate.ts'
import { certificateKinds } from './kinds.ts'

type ProblemKind = {
  readonly label: string
  /** An error keeps clients out; a warning may, or will. */
  readonly severity: 'error' | 'warning'
  /** What is wrong at a moment (milliseconds since 1970), in words; null when it is not. */
  readonly found: (certificate: Certificate, now: number) => string | null
}

const day = 86_400_000

/** Everything that can be wrong with a certificate that was accepted. A key that does not belong to it never is. */
export const certificateProblems = {
  expired: {
    label: 'Expired',
    severity: 'error',
    found: ({ kind, not_after }, now) =>
      Date.parse(not_after) <= now ? `It ended on ${dateOf(not_after)}: ${certificateKinds[kind].consequence}.` : null,
  },
  not_yet_valid: {
    label: 'Not yet valid',
    severity: 'error',
    found: ({ kind, not_before }, now) =>
      Date.parse(not_before) > now
        ? `It begins on ${dateOf(not_before)}: until then ${certificateKinds[kind].consequence}.`
        : null,
  },
  expiring: {
    label: 'Expires soon',
    severity: 'warning',
    found: ({ kind, not_after }, now) => {
      const days = Math.floor((Date.parse(not_after) - now) / day)
      if (days < 0 || days > certificateKinds[kind].attentionDays) return null
      if (days === 0) return `It ends in less than a day, on ${dateOf(not_after)}.`
      return `It ends in ${days} ${days === 1 ? 'day' : 'days'}, on ${dateOf(not_after)}.`
    },
  },
  chain_expired: {
    label: 'Chain expired',
    severity: 'error',
    found: ({ kind, chain }, now) => {
      const ended = chain.find((one) => Date.parse(one.not_after) <= now)
      const place = kind === 'CERTIFICATE' ? 'in its chain' : 'beside it'
      return ended
        ? `${ended.subject} ${place} ended on ${dateOf(ended.not_after)}: ${certificateKinds[kind].consequence}.`
        : null
    },
  },
  incomplete: {
    label: 'Chain incomplete',
    severity: 'warning',
    found: ({ kind, chain_end, chain, issuer }) => {
      if (chain_end !== 'UNKNOWN') return null
      return kind === 'AUTHORITY'
        ? 'There is no root among them, and nobody vouches for them otherwise: what they have signed is refused. Add the root.'
        : `The chain ends at ${chain.at(-1)?.issuer ?? issuer}, which is not part of it and no authority that browsers know. Clients that have not been told to trust it refuse the certificate.`
    },
  },
  weak_key: {
    label: 'Weak key',
    severity: 'warning',
    found: ({ key_algorithm, key_bits }) => {
      const fewest = key_algorithm?.startsWith('RSA') ? 2_048 : 256
      return key_bits !== null && key_bits < fewest
        ? `Its key (${key_algorithm}) can be broken: clients ask for ${fewest} bits or more.`
        : null
    },
  },
  weak_signature: {
    label: 'Weak signature',
    severity: 'warning',
    found: ({ kind, signature_algorithm, chain_end, chain }) => {
      // Nobody has to believe the signature of what is trusted by itself.
      const isTrusted = kind === 'AUTHORITY' || (chain_end === 'SELF_SIGNED' && chain.length === 0)
      return /md5|sha1\b|sha1With|SHA1/i.test(signature_algorithm) && !isTrusted
        ? `It is signed with ${signature_algorithm}, which can be forged: ${kind === 'CERTIFICATE' ? 'browsers refuse it' : 'it proves nothing'}.`
        : null
    },
  },
} as const satisfies Record<string, ProblemKind>
export type ProblemName = keyof typeof certificateProblems

export type CertificateProblem = {
  readonly problem: ProblemName
  readonly severity: ProblemKind['severity']
  readonly message: string
}

/** All that is wrong with a certificate at a moment, errors first. */
export function problemsOfCertificate(certificate: Certificate, now: number): CertificateProblem[] {
  const found = Object.entries(certificateProblems).flatMap(([problem, kind]: [string, ProblemKind]) => {
    const message = kind.found(certificate, now)
    return message === null ? [] : [{ problem: problem as ProblemName, severity: kind.severity, message }]
  })
  return [...found.filter((one) => one.severity === 'error'), ...found.filter((one) => one.severity === 'warning')]
}

/** Whole days until it ends; negative when it has. */
export function daysLeft({ not_after }: Pick<Certificate, 'not_after'>, now: number): number {
  return Math.floor((Date.parse(not_after) - now) / day)
}

function dateOf(moment: string): string {
  return moment.slice(0, 10)
}
