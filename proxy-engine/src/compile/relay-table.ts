import type { Algorithm } from 'model/pool/algorithms'

// What the datagram relay is told: one table for each load balancer. It is data, and whoever reads it needs nothing else.

/** Clients of one network of this size are one client. In bits. */
export type Granularity = { readonly ipv4: number; readonly ipv6: number }

/** An address and port that datagrams are taken on. */
export type RelayBind = { readonly address: string; readonly port: number }

export type RelayMember = {
  readonly member_id: string
  readonly address: string
  readonly port: number
  /** 0 to 256; 0 drains: sessions that it has stay, and no new ones come. */
  readonly weight: number
  readonly backup: boolean
  readonly isOn: boolean
  readonly checkAddress: string
  readonly checkPort: number
}

export type RelayHttp = {
  readonly method: string
  readonly path: string
  readonly version: '1.0' | '1.1'
  readonly host: string
  /** `200`, `200,201` or `200-204`. */
  readonly codes: string
}

export type RelayMonitor = {
  readonly type: 'UDP-CONNECT' | 'TCP' | 'HTTP'
  readonly delaySeconds: number
  readonly timeoutSeconds: number
  readonly rise: number
  readonly fall: number
  readonly http: RelayHttp | null
}

export type RelayPool = {
  readonly pool_id: string
  readonly algorithm: Algorithm
  readonly persistence: { readonly timeoutSeconds: number; readonly granularity: Granularity } | null
  readonly monitor: RelayMonitor | null
  readonly members: readonly RelayMember[]
}

/** One listener of datagrams, and everything behind it. */
export type RelayListener = {
  readonly listener_id: string
  readonly binds: readonly RelayBind[]
  /** Networks that may send; everybody when empty. */
  readonly allowed: readonly string[]
  /** Null is as many as there are descriptors for. */
  readonly sessionLimit: number | null
  /** A session ends once its client was silent for the one and its member for the other. */
  readonly clientIdleMs: number
  readonly memberIdleMs: number
  readonly pool: RelayPool | null
}

/** All listeners of one load balancer: they are put in the place of what was there together, or not at all. */
export type RelayPart = { readonly loadbalancer_id: string; readonly listeners: readonly RelayListener[] }
