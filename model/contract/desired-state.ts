import { z } from 'zod'
import type { Graph } from '../graph/graph.ts'

/** Bumped when either side would misread the other. The engine sends it; the control plane refuses another. */
export const contractVersion = 1

/** A question that the engine answers by opening a connection from where the data plane stands. */
export const probe = z.object({
  id: z.string(),
  address: z.string(),
  port: z.number().int(),
  timeout_ms: z.number().int(),
})
export type Probe = z.output<typeof probe>

/** How a probe ended. `unreachable` is "no way there" (EHOSTUNREACH, ENETUNREACH), `refused` is "there, but nothing listens". */
export const probeOutcomes = {
  connected: 'Connected.',
  refused: 'Refused: the machine answers, but nothing listens on this port.',
  timed_out: 'Timed out: nothing answered. A firewall that drops packets looks like this.',
  unreachable: 'Unreachable: there is no route to this address.',
} as const
export type ProbeOutcome = keyof typeof probeOutcomes

export const probeResult = z.object({
  id: z.string(),
  outcome: z.enum(Object.keys(probeOutcomes) as [ProbeOutcome, ...ProbeOutcome[]]),
  duration_ms: z.number(),
  /** The system's word: ECONNREFUSED. */
  code: z.string().nullable(),
})
export type ProbeResult = z.output<typeof probeResult>

/** One load balancer as it should run. */
export type DesiredLoadBalancer = { readonly revision: number; readonly graph: Graph }

/**
 * The answer to `GET /engine/desired?after=n`: whole documents of every load balancer changed since n, and the ids of those
 * that are gone. `is_complete` says that it is everything (after=0): what is not in it, is gone.
 */
export const desiredState = z.object({
  revision: z.number().int(),
  is_complete: z.boolean(),
  // The graph was checked against its schemas when it was stored, and both sides are built from the same model.
  load_balancers: z.array(
    z.object({
      revision: z.number().int(),
      graph: z.custom<Graph>((value) => typeof value === 'object' && value !== null),
    }),
  ),
  removed: z.array(z.string()),
  probes: z.array(probe),
})
export type DesiredState = z.output<typeof desiredState>
