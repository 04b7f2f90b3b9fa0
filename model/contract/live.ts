import { z } from 'zod'
import { type ChildKind, collectionOf } from '../graph/graph.ts'
import { operatingStatuses, provisioningStatuses } from '../statuses.ts'
import { second } from './sample.ts'

const keysOf = <T extends string>(table: Readonly<Record<T, unknown>>) => z.enum(Object.keys(table) as [T, ...T[]])

/** `event: status`: a resource has other statuses than before, or is gone (`null`). */
export const statusEvent = z.object({
  loadbalancer_id: z.string(),
  kind: z.enum(['load_balancer', ...(Object.keys(collectionOf) as ChildKind[])]),
  id: z.string(),
  statuses: z
    .object({
      provisioning_status: keysOf(provisioningStatuses),
      operating_status: keysOf(operatingStatuses),
      status_reason: z.string().nullable(),
    })
    .nullable(),
})
export type StatusEvent = z.output<typeof statusEvent>

/** The listeners' sum of one load balancer in one second: what lists and sparklines draw. */
export const total = z.object({
  loadbalancer_id: z.string(),
  requests: z.number(),
  connections: z.number(),
  datagrams_in: z.number(),
  bytes_in: z.number(),
  bytes_out: z.number(),
  responses_5xx: z.number(),
  active: z.number(),
})
export type Total = z.output<typeof total>

/** `event: second`, one each second: totals of every load balancer of the project; `detail` is the one that the client asked for. */
export const secondEvent = z.object({
  at: z.number().int(),
  totals: z.array(total),
  detail: second.nullable(),
})
export type SecondEvent = z.output<typeof secondEvent>

/** `event: past`, the first: the ring of the last 15 minutes (detail) and the last minute (totals), oldest first. */
export const pastEvent = z.object({ seconds: z.array(secondEvent) })
export type PastEvent = z.output<typeof pastEvent>

/** `event: engines`: who serves, and how far it is. */
export const engineState = z.object({
  node: z.string(),
  connected: z.boolean(),
  haproxy: z.string().nullable(),
  revision: z.number().int(),
  in_sync: z.boolean(),
  /** What is wrong, in words. */
  problem: z.string().nullable(),
})
export type EngineState = z.output<typeof engineState>
export const enginesEvent = z.object({ engines: z.array(engineState) })

/** `event: activity`: something was added to the activity log; the client refetches it. */
export const activityEvent = z.object({ loadbalancer_id: z.string().nullable() })
