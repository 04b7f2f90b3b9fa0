export type PoolProtocolKind = {
  readonly label: string
  readonly help: string
  /** What the member's line says besides its address. */
  readonly serverWords: readonly string[]
  readonly refusal: string | null
  /** Why TLS can not be put around it, or null. */
  readonly tlsRefusal: string | null
}

/** What a pool speaks to its members. */
export const poolProtocols = {
  HTTP: {
    label: 'HTTP',
    help: 'Members speak HTTP, plain or over TLS.',
    serverWords: [],
    refusal: null,
    tlsRefusal: null,
  },
  HTTPS: {
    label: 'HTTPS',
    help: 'Members speak TLS themselves; bytes pass through untouched.',
    serverWords: [],
    refusal: null,
    tlsRefusal: 'Members of an HTTPS pool speak TLS with the clients: what passes through can not be encrypted again.',
  },
  TCP: { label: 'TCP', help: 'Members take plain TCP.', serverWords: [], refusal: null, tlsRefusal: null },
  PROXY: {
    label: 'PROXY protocol v1',
    help: "Each connection begins with a line of text that names the client's address. Members must expect it.",
    serverWords: ['send-proxy'],
    refusal: null,
    tlsRefusal: null,
  },
  PROXYV2: {
    label: 'PROXY protocol v2',
    help: "Each connection begins with a binary header that names the client's address. Members must expect it.",
    serverWords: ['send-proxy-v2'],
    refusal: null,
    tlsRefusal: null,
  },
  UDP: {
    label: 'UDP',
    help: 'Members take datagrams.',
    serverWords: [],
    refusal: null,
    tlsRefusal: 'TLS needs a stream: datagrams can not be encrypted so.',
  },
  SCTP: {
    label: 'SCTP',
    help: 'Members take SCTP streams.',
    serverWords: [],
    refusal: 'SCTP protocol pools are not supported.',
    tlsRefusal: null,
  },
} as const satisfies Record<string, PoolProtocolKind>
export type ProtocolOfPool = keyof typeof poolProtocols
