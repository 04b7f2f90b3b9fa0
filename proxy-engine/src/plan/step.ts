import type { Server } from '../compile/compiled.ts'

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

export type Step =
  | { readonly do: 'reload'; readonly because: readonly Reason[]; readonly loadbalancer_ids: readonly string[] }
  | ServerStep
