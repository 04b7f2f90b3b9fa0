export type MonitorKind = {
  readonly label: string
  readonly help: string
  /** Whether the check is an HTTP request, with a method, a path and expected codes. */
  readonly isHttp: boolean
  /** Who runs the check: HAProxy itself, or the engine beside it. */
  readonly checkedBy: 'haproxy' | 'engine'
  readonly checksTls: boolean
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
    refusal: null,
  },
  HTTPS: {
    label: 'HTTPS',
    help: 'The same over TLS. The certificate is not verified.',
    isHttp: true,
    checkedBy: 'haproxy',
    checksTls: true,
    refusal: null,
  },
  TCP: {
    label: 'TCP',
    help: 'Opens a connection and closes it. Says that something listens.',
    isHttp: false,
    checkedBy: 'haproxy',
    checksTls: false,
    refusal: null,
  },
  PING: {
    label: 'Ping',
    help: 'Sends an ICMP echo request. Says that the machine is there, not that the service is.',
    isHttp: false,
    checkedBy: 'engine',
    checksTls: false,
    refusal: null,
  },
  'TLS-HELLO': {
    label: 'TLS hello',
    help: 'Opens a connection and completes a TLS handshake.',
    isHttp: false,
    checkedBy: 'haproxy',
    checksTls: true,
    refusal: null,
  },
  'UDP-CONNECT': {
    label: 'UDP connect',
    help: 'For UDP pools.',
    isHttp: false,
    checkedBy: 'engine',
    checksTls: false,
    refusal: 'UDP-CONNECT health monitors are not supported.',
  },
  SCTP: {
    label: 'SCTP',
    help: 'For SCTP pools.',
    isHttp: false,
    checkedBy: 'engine',
    checksTls: false,
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
