import { z } from 'zod'
import { probeResult } from './desired-state.ts'

/** What the installed HAProxy and its machine can do. Forms, errors and the compiler read it. */
export const abilities = z.object({
  haproxy: z.string(),
  /** Whether ICMP echo requests can be sent, for PING monitors. */
  ping: z.boolean(),
  ipv6: z.boolean(),
})
export type Abilities = z.output<typeof abilities>

/** Something that the data plane refused, and about which resource: `listeners/{id}`. */
export const diagnostic = z.object({ about: z.string(), message: z.string() })
export type Diagnostic = z.output<typeof diagnostic>

/** One thing that the engine did, in words for the activity log. */
export const stepRecord = z.object({
  do: z.string(),
  /** "set weight web/a 5", or the reasons of a reload. */
  text: z.string(),
  duration_ms: z.number().nullable(),
})
export type StepRecord = z.output<typeof stepRecord>

export const outcome = z.object({
  loadbalancer_id: z.string(),
  revision: z.number().int(),
  outcome: z.enum(['applied', 'refused']),
  diagnostics: z.array(diagnostic),
  steps: z.array(stepRecord),
})
export type Outcome = z.output<typeof outcome>

/** What `POST /engine/report` carries: the end of a turn, or the results of probes, or just a sign of life. */
export const report = z.object({
  contract: z.number().int(),
  node: z.string(),
  /** The newest revision that this node has dealt with. */
  revision: z.number().int(),
  abilities,
  outcomes: z.array(outcome),
  /** Load balancers that were removed and are gone from the data plane. */
  removed: z.array(z.string()),
  probes: z.array(probeResult),
})
export type Report = z.output<typeof report>
