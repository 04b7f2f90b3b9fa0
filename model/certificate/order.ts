import type { Certificate } from '../resources/certificate.ts'

type StateKind = {
  readonly label: string
  readonly help: string
  /** Whether it is being worked on now. */
  readonly isUnderWay: boolean
}

/** How it stands with a certificate that an authority is to issue (ACME). */
export const orderStates = {
  ORDERING: { label: 'Being ordered', help: 'The authority is asked for it.', isUnderWay: true },
  ANSWERING: {
    label: 'Being ordered',
    help: 'The load balancer is told what to answer to the authority.',
    isUnderWay: true,
  },
  VALIDATING: {
    label: 'Being ordered',
    help: 'The authority asks each name on port 80 whether it leads to the load balancer.',
    isUnderWay: true,
  },
  ISSUING: { label: 'Being issued', help: 'The authority has agreed, and issues it.', isUnderWay: true },
  ISSUED: { label: 'Issued', help: 'It is renewed by itself when a third of its life is left.', isUnderWay: false },
  REFUSED: {
    label: 'Order refused',
    help: 'It is ordered again by itself, after longer and longer pauses.',
    isUnderWay: false,
  },
} as const satisfies Record<string, StateKind>
export type OrderState = keyof typeof orderStates

/** Authorities that are offered; any other is its directory's URL. */
export const knownDirectories = {
  'https://acme-v02.api.letsencrypt.org/directory': {
    label: "Let's Encrypt",
    help: 'Free, for names that the whole world can resolve and reach.',
  },
  'https://acme-staging-v02.api.letsencrypt.org/directory': {
    label: "Let's Encrypt, staging",
    help: 'To try it: no browser trusts what it issues.',
  },
} as const
export const usualDirectory = 'https://acme-v02.api.letsencrypt.org/directory' satisfies keyof typeof knownDirectories

/** An order, as it is shown with its certificate. */
export type ShownOrder = {
  readonly state: OrderState
  /** Why it was refused the last time, in the authority's own words; null when it was not. */
  readonly reason: string | null
  /** How often in a row it was refused. */
  readonly failures: number
  readonly server_names: readonly string[]
  readonly loadbalancer_id: string
  readonly directory_url: string
  /** An e-mail address; null where the authority was given none. */
  readonly contact: string | null
  /** When it is ordered again by itself: ISO 8601, UTC. */
  readonly next_at: string
  /** Since when it stands so: ISO 8601, UTC. */
  readonly updated_at: string
}

/** When a certificate is renewed, in milliseconds since 1970: when a third of its life is left. */
export function renewalAt({ not_before, not_after }: Pick<Certificate, 'not_before' | 'not_after'>): number {
  const [begin, end] = [Date.parse(not_before), Date.parse(not_after)]
  return end - (end - begin) / 3
}

const minute = 60_000
/** After each refusal in a row, in milliseconds. Authorities count failures by the hour: asking soon again makes it worse. */
const pauses = [10 * minute, 30 * minute, 2 * 60 * minute, 6 * 60 * minute, 24 * 60 * minute] as const

/** How long to wait after so many refusals in a row. */
export function pauseAfter(failures: number): number {
  return pauses[Math.min(Math.max(failures, 1), pauses.length) - 1] ?? pauses[0]
}
