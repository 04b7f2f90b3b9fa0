import type { CertificateKind } from 'model/certificate/kinds'
import type { ClientAuthentication } from 'model/listener/tls'
import type { RelayListener } from './relay-table.ts'
import type { TitleOf } from './titles.ts'

/** One line of haproxy.cfg and the resource that it is from: `pathOf()` of it within its load balancer, null for the product's own lines. */
export type Line = { readonly text: string; readonly about: string | null }

/** A frontend or backend, without its server lines. Two sections with equal lines behave alike; people's names are not part of them. */
export type Section = {
  /** `frontend listener:<listener_id>` or `backend pool:<pool_id>:<listener_id>`. */
  readonly name: string
  readonly about: string
  readonly lines: readonly Line[]
}

/** One server of one backend: a member as one listener sees it. The same options serve a line of haproxy.cfg and `add server`. */
export type Server = {
  /** `pool:<pool_id>:<listener_id>`, without the word backend. */
  readonly backend: string
  /** The member's id. */
  readonly name: string
  readonly about: string
  readonly address: string
  readonly port: number
  /** 0 to 256; 0 drains. */
  readonly weight: number
  readonly state: 'ready' | 'maint'
  /** The member's own options: `id N`, `backup`, `send-proxy`, and where it is checked. */
  readonly words: readonly string[]
  /** How TLS is spoken with it, and whom it has to be; empty where it is not. */
  readonly tlsWords: readonly string[]
  /** The pool that `tlsWords` are from. */
  readonly tlsAbout: string
  /** Names of the certificate files in them. One that is added needs them in the process already. */
  readonly files: readonly string[]
  /** What the health monitor adds, `check` included; empty when HAProxy does not check it. */
  readonly checkWords: readonly string[]
  /** Whether HAProxy checks it: an added server then needs `enable health`. */
  readonly check: boolean
  /** The health monitor that `checkWords` are from. */
  readonly checkAbout: string | null
  /** Whether the backend sets cookies: an added server then needs `enable dynamic-cookie backend`. */
  readonly dynamicCookie: boolean
}

/** A check that the engine runs itself (PING) and tells HAProxy with `set server <backend>/<server> health up|down`. */
export type EngineCheck = {
  readonly loadbalancer_id: string
  readonly backend: string
  readonly server: string
  readonly member_id: string
  readonly address: string
  readonly delaySeconds: number
  readonly timeoutSeconds: number
  readonly rise: number
  readonly fall: number
}

/**
 * The lookups of one listener's policies (D13), as rows of a map file: key and value. Other rows are swapped in while HAProxy runs,
 * without a reload; which lookups there are at all stands in the frontend's section.
 */
export type PolicyMap = {
  /** `listener:<listener_id>`, HAProxy's name of the frontend. */
  readonly name: string
  readonly listener_id: string
  /** The path of the listener. */
  readonly about: string
  /** Of its listener: whether requests are looked up, or connections. */
  readonly mode: 'http' | 'tcp'
  /** Whether a request reads several rows, which then have to be of one version. */
  readonly isVersioned: boolean
  readonly rows: readonly MapRow[]
}

/** Keys have no blank and do not begin with `#`; values have no line break and no blank at their end. */
export type MapRow = readonly [key: string, value: string]

/** A certificate with its chain and its private key, authorities, or revocation lists, in a file of its own that nobody else may read. */
export type CertificateFile = {
  readonly kind: CertificateKind
  /** `<certificate_id>.<loadbalancer_id>.pem`: each load balancer has its own, so that a refusal stays at home. */
  readonly name: string
  /** The path of the listener. */
  readonly about: string
  readonly pem: string
}

/** Who vouches for the clients of a listener: what its sessions are bound to. */
export type ClientTrust = {
  /** `listener:<listener_id>`, HAProxy's name of the frontend. */
  readonly name: string
  readonly about: string
  readonly authentication: ClientAuthentication
  /** Names of certificate files: the authorities, and their revocation lists where there are some. */
  readonly files: readonly string[]
}

/** The certificates of one listener: the first is for clients that ask for no name, or for one that none of them has. */
export type CertificateList = {
  /** `listener:<listener_id>`, HAProxy's name of the frontend. */
  readonly name: string
  readonly about: string
  /** Names of certificate files. */
  readonly files: readonly string[]
}

/** An address and port that a frontend listens on. */
export type Bind = {
  readonly about: string
  /** `listener:<listener_id>`, HAProxy's name in "cannot bind socket". */
  readonly frontend: string
  readonly address: string
  readonly port: number
  /** Datagrams and streams share no ports. */
  readonly transport: 'tcp' | 'udp'
}

/** One load balancer in HAProxy's terms. It depends on nothing but its own document and the abilities. */
export type CompiledLoadBalancer = {
  readonly loadbalancer_id: string
  readonly revision: number
  readonly sections: readonly Section[]
  readonly servers: readonly Server[]
  readonly engineChecks: readonly EngineCheck[]
  readonly binds: readonly Bind[]
  readonly maps: readonly PolicyMap[]
  /** Empty when what they hold was not told, as for a preview. */
  readonly certificates: readonly CertificateFile[]
  readonly certificateLists: readonly CertificateList[]
  /** Of the listeners that ask clients for certificates. */
  readonly clientTrusts: readonly ClientTrust[]
  /** Its listeners of datagrams, which HAProxy can not serve. */
  readonly relay: readonly RelayListener[]
  /** Whether persistence lives in stick tables: reloads must then be some seconds apart, or the tables are lost. */
  readonly needsStickTables: boolean
  /** Whether a listener answers scrapes: the process then needs to know where the engine is. */
  readonly servesMetrics: boolean
  /** Also of what is switched off. Never compared, and not written down with the rest. */
  readonly titleOf: TitleOf
}

/** What the whole process needs to know about the machine that it runs on. */
export type Machine = {
  /** Connections of the whole process; more than the descriptor limit allows is fatal at start. */
  readonly maxconn: number
  /** Null leaves it to HAProxy: one thread for each processor. */
  readonly nbthread: number | null
  readonly socketPath: string
  /** Where the map files of listeners are, `<folder>/listener:<listener_id>.map`. */
  readonly mapFolder: string
  /** Where certificates and the lists of them are. */
  readonly certificateFolder: string
  /** The keys of session tickets, which outlive generations: who resumes a session does not notice a reload. */
  readonly ticketFile: string
  /** What `show servers state` of the generation before said; null where there was none. */
  readonly stateFile: string | null
  /** Where stick tables are handed over from one generation to the next. */
  readonly localPeer: { readonly name: string; readonly address: string; readonly port: number }
  /** How long an old generation may live for its last connections. */
  readonly hardStopAfterSeconds: number
}

/** One line of the whole file; the line number is its index + 1. */
export type PrintedLine = Line & { readonly loadbalancer_id: string | null }

export type Configuration = { readonly text: string; readonly lines: readonly PrintedLine[] }
