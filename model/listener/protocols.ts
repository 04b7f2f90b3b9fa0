import type { ProtocolOfPool } from '../pool/protocols.ts'

/** The counters that say how much a listener carries. */
export type Counted = 'requests' | 'connections' | 'datagrams_in'

export type ListenerProtocolKind = {
  readonly label: string
  readonly help: string
  /** A port is taken once per transport. */
  readonly transport: 'tcp' | 'udp' | 'sctp'
  /** HAProxy's mode of the frontend, or null where HAProxy can not serve it: UDP is the datagram relay's. */
  readonly mode: 'http' | 'tcp' | null
  /** Protocols of the pools that may stand behind it (reference: API contract, section 6). */
  readonly pools: readonly ProtocolOfPool[]
  /** What its traffic is counted in. */
  readonly counts: Counted
  /** What its policies decide about: requests that are read, connections by the hello of TLS, or null where there can be none. */
  readonly policies: 'requests' | 'connections' | null
  /** What it does with clients while nobody is there to serve them; null where it serves them itself. */
  readonly unserved: string | null
  /** Why it is refused for now, or null when it works. */
  readonly refusal: string | null
}

/** What a listener speaks. */
export const listenerProtocols = {
  HTTP: {
    label: 'HTTP',
    help: 'Reads each request: headers, per-request balancing, response codes on the charts. The usual choice for web traffic.',
    transport: 'tcp',
    mode: 'http',
    pools: ['HTTP', 'PROXY', 'PROXYV2'],
    counts: 'requests',
    policies: 'requests',
    unserved: 'answers 503',
    refusal: null,
  },
  TCP: {
    label: 'TCP',
    help: 'Passes bytes both ways without reading them. For databases, mail, and anything that is not HTTP.',
    transport: 'tcp',
    mode: 'tcp',
    pools: ['HTTP', 'HTTPS', 'PROXY', 'PROXYV2', 'TCP'],
    counts: 'connections',
    policies: null,
    unserved: 'closes connections',
    refusal: null,
  },
  HTTPS: {
    label: 'HTTPS (pass through)',
    help: 'Passes TLS through untouched: the members hold the certificates. Only the server name (SNI) is visible, and policies can go by it.',
    transport: 'tcp',
    mode: 'tcp',
    pools: ['HTTPS', 'PROXY', 'PROXYV2', 'TCP'],
    counts: 'connections',
    policies: 'connections',
    unserved: 'closes connections',
    refusal: null,
  },
  TERMINATED_HTTPS: {
    label: 'HTTPS (terminate here)',
    help: 'Decrypts here with a certificate and forwards plain HTTP.',
    transport: 'tcp',
    mode: 'http',
    pools: ['HTTP', 'PROXY', 'PROXYV2'],
    counts: 'requests',
    policies: 'requests',
    unserved: 'answers 503',
    refusal: null,
  },
  UDP: {
    label: 'UDP',
    help: 'Passes datagrams on, and answers back. For DNS, syslog, game servers, and anything else over UDP.',
    transport: 'udp',
    mode: null,
    pools: ['UDP'],
    counts: 'datagrams_in',
    policies: null,
    unserved: 'drops datagrams',
    refusal: null,
  },
  SCTP: {
    label: 'SCTP',
    help: 'SCTP streams.',
    transport: 'sctp',
    mode: null,
    pools: ['SCTP'],
    counts: 'connections',
    policies: null,
    unserved: 'drops packets',
    refusal: 'SCTP protocol listeners are not supported.',
  },
  PROMETHEUS: {
    label: 'Prometheus',
    help: "Serves the load balancer's own metrics at /metrics, for a Prometheus server to collect. It has no pool and no policies.",
    transport: 'tcp',
    mode: 'http',
    pools: [],
    counts: 'requests',
    policies: null,
    unserved: null,
    refusal: null,
  },
} as const satisfies Record<string, ListenerProtocolKind>
export type ProtocolOfListener = keyof typeof listenerProtocols
