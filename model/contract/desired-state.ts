import { z } from 'zod'
import type { Graph } from '../graph/graph.ts'
import { httpRequest } from '../l7/asked-request.ts'
import { recentRequest } from './recent-request.ts'

/** Bumped when either side would misread the other. The engine sends it; the control plane refuses another. */
export const contractVersion = 1

const anyProbe = { id: z.string(), address: z.string(), port: z.number().int(), timeout_ms: z.number().int() }

/** A question that the engine answers by opening a connection from where the data plane stands. */
const connectionProbe = z.object({ ...anyProbe, kind: z.literal('connection') })
/** One that it answers by sending a request and reading what comes back; redirects are not followed. */
const httpProbe = z.object({
  ...anyProbe,
  kind: z.literal('http'),
  request: httpRequest,
  max_bytes: z.number().int(),
  /** The listener at this address: HAProxy is asked what it does, and sees the client that the request is from. */
  listener_id: z.string().nullable().default(null),
})
/** One about what a listener was asked lately, which the engine knows: nothing is sent. */
const recentProbe = z.object({
  id: z.string(),
  timeout_ms: z.number().int(),
  kind: z.literal('recent'),
  listener_id: z.string(),
})
export const probe = z.discriminatedUnion('kind', [connectionProbe, httpProbe, recentProbe])
export type Probe = z.output<typeof probe>

/** How a probe ended. `unreachable` is "no way there" (EHOSTUNREACH, ENETUNREACH), `refused` is "there, but nothing listens". */
export const probeOutcomes = {
  connected: 'Connected.',
  refused: 'Refused: the machine answers, but nothing listens on this port.',
  timed_out: 'Timed out: nothing answered. A firewall that drops packets looks like this.',
  unreachable: 'Unreachable: there is no route to this address.',
  cut_off: 'Cut off: the connection ended before a whole answer had come.',
} as const
export type ProbeOutcome = keyof typeof probeOutcomes

const httpAnswer = z.object({
  status: z.number().int(),
  /** As they came, in their order. */
  headers: z.array(z.tuple([z.string(), z.string()])),
  /** How much of the body was read, and whether there was more. */
  body_bytes: z.number().int(),
  is_cut: z.boolean(),
  /** The address that the request came from, as the data plane saw it. */
  source: z.string(),
  /** What HAProxy says that it did: nulls where no policy took the request, and no pool or member got it. Null where it can not tell. */
  taken: z
    .object({ policy_id: z.string().nullable(), pool_id: z.string().nullable(), member_id: z.string().nullable() })
    .nullable()
    .default(null),
})
export type HttpAnswer = z.output<typeof httpAnswer>

export const probeResult = z.object({
  id: z.string(),
  outcome: z.enum(Object.keys(probeOutcomes) as [ProbeOutcome, ...ProbeOutcome[]]),
  duration_ms: z.number(),
  /** The system's word: ECONNREFUSED. */
  code: z.string().nullable(),
  /** What came back for a request; null for a mere connection, and when nothing did. */
  answer: httpAnswer.nullable().default(null),
  /** The newest first; empty where nothing was asked about them. */
  recent: z.array(recentRequest).default([]),
})
export type ProbeResult = z.output<typeof probeResult>

/** A certificate that a load balancer serves: it, its chain and its private key, as PEM. Never logged, and never part of a report. */
const certificate = z.object({ id: z.string(), pem: z.string() })
export type DesiredCertificate = z.output<typeof certificate>

/** What a token of HTTP-01 is made of (RFC 8555, 8.3), and what is answered: the token, a dot, and the thumbprint of a key. */
const challenge = z.object({
  token: z.string().regex(/^[A-Za-z0-9_-]{16,128}$/),
  key_authorization: z.string().regex(/^[A-Za-z0-9_-]{16,128}\.[A-Za-z0-9_-]{43}$/),
})
export type Challenge = z.output<typeof challenge>

/** A load balancer answers an authority that asks whether it serves the names of a certificate. There may be nothing to answer now. */
const challenges = z.object({
  /** Where authorities ask. */
  port: z.int().min(1).max(65_535),
  answers: z.array(challenge).readonly(),
})
export type Challenges = z.output<typeof challenges>

/**
 * One load balancer as it should run, with the certificates that it refers to. Those are left out where nothing is run: a preview needs
 * no keys.
 */
export type DesiredLoadBalancer = {
  readonly revision: number
  readonly graph: Graph
  readonly certificates?: readonly DesiredCertificate[] | undefined
  /** Left out where no authority asks. */
  readonly challenges?: Challenges | undefined
}

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
      certificates: z.array(certificate).readonly().optional(),
      challenges: challenges.optional(),
    }),
  ),
  removed: z.array(z.string()),
  probes: z.array(probe),
})
export type DesiredState = z.output<typeof desiredState>
