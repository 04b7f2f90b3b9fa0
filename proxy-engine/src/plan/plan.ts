import type { CompiledLoadBalancer, Server } from '../compile/compiled.ts'

/** Why a reload is needed, in words of the model: "listener web-80 is new". */
export type Reason = { readonly loadbalancer_id: string; readonly text: string }

/** `member` and `pool` are what people call them; everything else is HAProxy's. */
type OfServer = { readonly loadbalancer_id: string; readonly server: Server; readonly member: string; readonly pool: string }

export type Step =
  | { readonly do: 'reload'; readonly because: readonly Reason[]; readonly loadbalancer_ids: readonly string[] }
  | (OfServer & { readonly do: 'add-server' })
  | (OfServer & { readonly do: 'remove-server' })
  | (OfServer & { readonly do: 'set-weight'; readonly before: number })
  | (OfServer & { readonly do: 'set-state' })

/** The fewest steps from what runs to what is wanted: one reload, or only runtime commands. `running` is null when nobody knows what runs. */
export function plan(_running: readonly CompiledLoadBalancer[] | null, _wanted: readonly CompiledLoadBalancer[]): Step[] {
  return []
}

/** A step in words for people, as the log of one load balancer may show it: names of other load balancers stay out. */
export function stepText(step: Step, _loadbalancer_id: string): string {
  return step.do
}
