/** Why a handshake came to nothing, by the counter that it is told in. */
export type HandshakeFailure = {
  readonly label: string
  /**
   * OpenSSL's numbers of the reason (`SSL_R_...` in its `sslerr.h`). Those above a thousand are alerts of the client: the number of the
   * alert (RFC 8446, 6.2) behind the thousand.
   */
  readonly reasons: readonly number[]
}

export const handshakeFailures = {
  tls_failed_version: { label: 'No version in common', reasons: [258, 1_070] },
  tls_failed_cipher: { label: 'No cipher in common', reasons: [193, 1_040, 1_071] },
  tls_failed_client_certificate: { label: 'Client certificate missing or refused', reasons: [134, 199] },
  tls_failed_distrust: { label: 'Refused by the client', reasons: [1_042, 1_043, 1_044, 1_045, 1_046, 1_048] },
  tls_failed_no_tls: { label: 'Not TLS', reasons: [155, 156, 267] },
  tls_failed_closed: { label: 'Client went away', reasons: [0] },
  tls_failed_other: { label: 'Anything else', reasons: [] },
} as const satisfies Record<string, HandshakeFailure>
export type HandshakeFailureCounter = keyof typeof handshakeFailures

const byReason = new Map<number, HandshakeFailureCounter>(
  Object.entries(handshakeFailures).flatMap(([counter, { reasons }]: [string, HandshakeFailure]) =>
    reasons.map((reason) => [reason, counter as HandshakeFailureCounter] as const),
  ),
)

/** The counter of a failure. 0 is none that OpenSSL could tell: the connection ended. */
export function failureOf(reason: number): HandshakeFailureCounter {
  return byReason.get(reason) ?? 'tls_failed_other'
}

/** The counters of handshakes that came about, by the version that was agreed on. */
export const versionCounters = {
  TLSv1: 'tls_v1_0',
  'TLSv1.1': 'tls_v1_1',
  'TLSv1.2': 'tls_v1_2',
  'TLSv1.3': 'tls_v1_3',
} as const
export type VersionCounter = (typeof versionCounters)[keyof typeof versionCounters]
