import type { ProtocolOfListener } from './protocols.ts'

/** Where TLS ends, and what speaks for it. */
export type TlsWay = {
  readonly label: string
  /** The protocol of the listener, and whether its pool speaks TLS to the members. */
  readonly protocol: ProtocolOfListener
  readonly tls_enabled: boolean
  readonly security: string
  readonly performance: string
  readonly layer7: string
  readonly effort: string
}

export const tlsWays = {
  terminate: {
    label: 'Terminate TLS here',
    protocol: 'TERMINATED_HTTPS',
    tls_enabled: false,
    security: 'Members get plain HTTP: their network has to be trusted.',
    performance: 'One handshake with the client; sessions are resumed, members are spared.',
    layer7: 'All of it: policies, inserted headers, recent requests, response codes.',
    effort: 'Certificates are kept and renewed in one place.',
  },
  'terminate-and-re-encrypt': {
    label: 'Terminate and re-encrypt to the members',
    protocol: 'TERMINATED_HTTPS',
    tls_enabled: true,
    security: 'Encrypted all the way; an authority can vouch for the members, too.',
    performance: 'A second handshake for each connection to a member, which are reused.',
    layer7: 'All of it.',
    effort: 'Certificates here and on the members.',
  },
  'pass-through': {
    label: 'Pass through',
    protocol: 'HTTPS',
    tls_enabled: false,
    security: 'Only members can read what is sent: private keys stay with them.',
    performance: 'The least work here, all of it on the members.',
    layer7: 'Server names (SNI) only: no paths, no headers, no redirects.',
    effort: 'Certificates on every member, none here.',
  },
} as const satisfies Record<string, TlsWay>
export type TlsWayName = keyof typeof tlsWays

/** What each of them is weighed by. */
export const tlsTradeOffs = {
  security: 'Security',
  performance: 'Performance',
  layer7: 'Layer 7',
  effort: 'Effort',
} as const satisfies Partial<Record<keyof TlsWay, string>>

/** The way that a listener and its pool go; null where the listener has nothing to do with TLS. */
export function tlsWayOf(protocol: unknown, tls_enabled: unknown): TlsWayName | null {
  const found = (Object.keys(tlsWays) as TlsWayName[]).find(
    (name) => tlsWays[name].protocol === protocol && tlsWays[name].tls_enabled === (tls_enabled === true),
  )
  return found ?? (protocol === 'HTTPS' ? 'pass-through' : null)
}
