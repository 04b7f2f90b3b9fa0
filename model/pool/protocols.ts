export type PoolProtocolKind = {
  readonly label: string
  readonly help: string
  /** What the member's line says besides its address. */
  readonly serverWords: readonly string[]
  readonly refusal: string | null
}

/** What a pool speaks to its members. */
export const poolProtocols = {
  HTTP: { label: 'HTTP', help: 'Members speak plain HTTP.', serverWords: [], refusal: null },
  HTTPS: {
    label: 'HTTPS',
    help: 'Members speak TLS themselves; bytes pass through untouched.',
    serverWords: [],
    refusal: null,
  },
  TCP: { label: 'TCP', help: 'Members take plain TCP.', serverWords: [], refusal: null },
  PROXY: {
    label: 'PROXY protocol v1',
    help: "Each connection begins with a line of text that names the client's address. Members must expect it.",
    serverWords: ['send-proxy'],
    refusal: null,
  },
  PROXYV2: {
    label: 'PROXY protocol v2',
    help: "Each connection begins with a binary header that names the client's address. Members must expect it.",
    serverWords: ['send-proxy-v2'],
    refusal: null,
  },
  UDP: {
    label: 'UDP',
    help: 'Members take datagrams.',
    serverWords: [],
    refusal: null,
  },
  SCTP: {
    label: 'SCTP',
    help: 'Members take SCTP streams.',
    serverWords: [],
    refusal: 'SCTP protocol pools are not supported.',
  },
} as const satisfies Record<string, PoolProtocolKind>
export type ProtocolOfPool = keyof typeof poolProtocols
