import { z } from 'zod'
import { memberHealth } from '../resources/member.ts'

/** The counters of one resource in one second. All are increments, but the two gauges. What is added goes to the end: it is kept by place. */
export const counters = z.object({
  requests: z.number(),
  /** Of UDP: sessions, one for each client's address and port. */
  connections: z.number(),
  bytes_in: z.number(),
  bytes_out: z.number(),
  responses_1xx: z.number(),
  responses_2xx: z.number(),
  responses_3xx: z.number(),
  responses_4xx: z.number(),
  responses_5xx: z.number(),
  /** Requests that HAProxy refused or could not read, on the client's side. */
  errors_request: z.number(),
  /** Connections to members that failed. */
  errors_connect: z.number(),
  /** Responses of members that failed or were cut. */
  errors_response: z.number(),
  retries: z.number(),
  /** Gauge: connections (listener) or sessions (pool, member) open at the end of the second. */
  active: z.number(),
  /** Gauge: requests that wait for a member. */
  queued: z.number(),
  /** Datagrams from clients, those that were dropped left out; 0 for everything but UDP. */
  datagrams_in: z.number().default(0),
  datagrams_out: z.number().default(0),
  /** Of listeners that terminate TLS; 0 for everything else. Handshakes that came about, and how many of them went on with a session. */
  tls_handshakes: z.number().default(0),
  tls_resumed: z.number().default(0),
  /** Handshakes that failed; model/listener/handshakes has the reasons, and the versions of those that did not. */
  tls_failed: z.number().default(0),
  tls_v1_0: z.number().default(0),
  tls_v1_1: z.number().default(0),
  tls_v1_2: z.number().default(0),
  tls_v1_3: z.number().default(0),
  tls_failed_version: z.number().default(0),
  tls_failed_cipher: z.number().default(0),
  tls_failed_client_certificate: z.number().default(0),
  tls_failed_distrust: z.number().default(0),
  tls_failed_no_tls: z.number().default(0),
  tls_failed_closed: z.number().default(0),
  tls_failed_other: z.number().default(0),
  /** Of listeners that keep answers: requests that asked the cache, and those that it answered. */
  cache_lookups: z.number().default(0),
  cache_hits: z.number().default(0),
})
export type Counters = z.output<typeof counters>
export type CounterName = keyof Counters

export const sampledKinds = ['listener', 'pool', 'member', 'l7_policy'] as const
export type SampledKind = (typeof sampledKinds)[number]

export const series = z.object({
  loadbalancer_id: z.string(),
  kind: z.enum(sampledKinds),
  id: z.string(),
  /**
   * For a pool or member: the listener whose traffic this is, null for all. Sent per listener, so that edges of a topology have rates.
   * For a policy: its listener. What a policy counts are the requests that it took and, as `errors_request`, those of them that its rate
   * limit refused.
   */
  listener_id: z.string().nullable(),
  counters,
})
export type Series = z.output<typeof series>

export const second = z.object({
  /** Epoch second that the increments belong to. */
  at: z.number().int(),
  series: z.array(series),
})
export type Second = z.output<typeof second>

export const healthChange = z.object({ loadbalancer_id: z.string(), member_id: z.string(), health: memberHealth })
export type HealthChange = z.output<typeof healthChange>

/**
 * What `POST /engine/samples` carries. `sequence` grows by one with each batch of one `session` of the engine: a batch that is
 * sent again because its answer was lost is counted once.
 */
export const sampleBatch = z.object({
  node: z.string(),
  session: z.string(),
  sequence: z.number().int(),
  /** Idle series are left out; a second without traffic is there, with no series, so that gaps are gaps. */
  seconds: z.array(second),
  /** Only members whose reading changed; all of them in the first batch of a session. */
  health: z.array(healthChange),
  /** Listeners that stand at their connection limit. */
  full_listeners: z.array(z.string()),
})
export type SampleBatch = z.output<typeof sampleBatch>

export const noTraffic: Counters = Object.freeze({
  requests: 0,
  connections: 0,
  bytes_in: 0,
  bytes_out: 0,
  responses_1xx: 0,
  responses_2xx: 0,
  responses_3xx: 0,
  responses_4xx: 0,
  responses_5xx: 0,
  errors_request: 0,
  errors_connect: 0,
  errors_response: 0,
  retries: 0,
  active: 0,
  queued: 0,
  datagrams_in: 0,
  datagrams_out: 0,
  tls_handshakes: 0,
  tls_resumed: 0,
  tls_failed: 0,
  tls_v1_0: 0,
  tls_v1_1: 0,
  tls_v1_2: 0,
  tls_v1_3: 0,
  tls_failed_version: 0,
  tls_failed_cipher: 0,
  tls_failed_client_certificate: 0,
  tls_failed_distrust: 0,
  tls_failed_no_tls: 0,
  tls_failed_closed: 0,
  tls_failed_other: 0,
  cache_lookups: 0,
  cache_hits: 0,
})
