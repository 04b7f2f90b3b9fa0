export type MonitorKind = {
  readonly label: string
  readonly help: string
  /** Whether the check is an HTTP request, with a method, a path and expected codes. */
  readonly isHttp: boolean
  /** Who runs the check: HAProxy itself, the engine beside it, or the datagram relay. Those of UDP pools are all the relay's. */
  readonly checkedBy: 'haproxy' | 'engine' | 'relay'
  readonly checksTls: boolean
  /** Whether it checks members that take streams, datagrams, or either. */
  readonly checks: 'streams' | 'datagrams' | 'both'
  readonly refusal: string | null
}

/** How members are checked. */
export const monitorKinds = {
  HTTP: {
    label: 'HTTP',
    help: 'Asks for a path and expects certain response codes. Says most about a web application.',
    isHttp: true,
    checkedBy: 'haproxy',
    checksTls: false,
    checks: 'both',
    refusal: null,
  },
  HTTPS: {
    label: 'HTTPS',
    help: 'The same over TLS. The certificate is verified only where the pool does.',
    isHttp: true,
    checkedBy: 'haproxy',
    checksTls: true,
    checks: 'streams',
    refusal: null,
  },
  TCP: {
    label: 'TCP',
    help: 'Opens a connection and closes it. Says that something listens.',
    isHttp: false,
    checkedBy: 'haproxy',
    checksTls: false,
    checks: 'both',
    refusal: null,
  },
  PING: {
    label: 'Ping',
    help: 'Sends an ICMP echo request. Says that the machine is there, not that the service is.',
    isHttp: false,
    checkedBy: 'engine',
    checksTls: false,
    checks: 'streams',
    refusal: null,
  },
  'TLS-HELLO': {
    label: 'TLS hello',
    help: 'Opens a connection and completes a TLS handshake.',
    isHttp: false,
    checkedBy: 'haproxy',
    checksTls: true,
    checks: 'streams',
    refusal: null,
  },
  'UDP-CONNECT': {
    label: 'UDP connect',
    help: 'Sends an empty datagram. The member is down when its machine answers that nobody listens.',
    isHttp: false,
    checkedBy: 'relay',
    checksTls: false,
    checks: 'datagrams',
    refusal: null,
  },
  SCTP: {
    label: 'SCTP',
    help: 'For SCTP pools.',
    isHttp: false,
    checkedBy: 'engine',
    checksTls: false,
    checks: 'datagrams',
    refusal: 'SCTP health monitors are not supported.',
  },
} as const satisfies Record<string, MonitorKind>
export type MonitorType = keyof typeof monitorKinds

export const httpMethods = {
  GET: '',
  HEAD: '',
  POST: '',
  PUT: '',
  DELETE: '',
  TRACE: '',
  OPTIONS: '',
  CONNECT: '',
  PATCH: '',
} as const satisfies Record<string, string>
export type HttpMethod = keyof typeof httpMethods
