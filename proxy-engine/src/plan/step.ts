import type { CertificateFile, PolicyMap, Server } from '../compile/compiled.ts'
import type { RelayListener } from '../compile/relay-table.ts'

/** Why a reload is needed, in words of the model: "listener web-80 is new". */
export type Reason = { readonly loadbalancer_id: string; readonly text: string }

/** `member` and `pool` are what people call them: "member web-1 (10.0.0.4:80)", "pool web". */
export type OfServer = {
  readonly loadbalancer_id: string
  readonly server: Server
  readonly member: string
  readonly pool: string
}

/** What the runtime socket can do about one server. */
export type ServerStep =
  | (OfServer & { readonly do: 'add-server' })
  | (OfServer & { readonly do: 'remove-server' })
  | (OfServer & { readonly do: 'set-weight'; readonly before: number })
  | (OfServer & { readonly do: 'set-state' })

/** Other rows for the policies of one listener, all at once. `listener` is what people call it: "listener web-80". */
export type MapStep = {
  readonly do: 'swap-map'
  readonly loadbalancer_id: string
  readonly before: PolicyMap
  readonly map: PolicyMap
  readonly listener: string
  /** How many rows came, went or changed. */
  readonly changed: number
}

/** Another certificate, authorities or lists in the place of those that are in use. `listener` is what people call the first that uses them. */
export type CertificateStep = {
  readonly do: 'set-certificate'
  readonly loadbalancer_id: string
  readonly certificate: CertificateFile
  readonly listener: string
}

/** Sessions of a listener that began under other authorities or lists are no longer resumed: the client is looked at anew. */
export type TicketStep = {
  readonly do: 'renew-tickets'
  readonly loadbalancer_id: string
  readonly sessions: SessionScope
  readonly listener: string
}

/** What the sessions of a listener are bound to. */
export type SessionScope = {
  /** `listener:<listener_id>`, HAProxy's name of the frontend. */
  readonly name: string
  /** Everything that decides about a client, as texts. */
  readonly under: readonly string[]
}

/** What the runtime socket can do, without a reload. */
export type RuntimeStep = ServerStep | MapStep | CertificateStep | TicketStep

/** Other listeners of datagrams for one load balancer, all at once. `because` is what people would say that changed. */
export type RelayStep = {
  readonly do: 'set-relay'
  readonly loadbalancer_id: string
  readonly listeners: readonly RelayListener[]
  readonly because: readonly string[]
}

export type Step =
  | { readonly do: 'reload'; readonly because: readonly Reason[]; readonly loadbalancer_ids: readonly string[] }
  | RuntimeStep
  | RelayStep
