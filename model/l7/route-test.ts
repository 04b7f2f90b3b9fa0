import { z } from 'zod'
import { uuid } from '../kit/values.ts'
import { redirectCodes } from './policy-actions.ts'
import { mostPools } from './policy-configs.ts'
import type { HttpRequest } from './request.ts'

const code = z.union(
  Object.keys(redirectCodes).map((one) => z.literal(Number(one))),
  { error: `Value should be one of: ${Object.keys(redirectCodes).join(', ')}` },
)
const location = z
  .string('Value should be a URL')
  .min(1, 'Value should be a URL')
  .max(9_000, 'Value should have a maximum character requirement of 9000')

/** Where a request should end. A redirect may leave its code open. */
export const routeExpectation = z.discriminatedUnion(
  'kind',
  [
    z.strictObject({ kind: z.literal('pool'), pool_id: uuid.accepts }),
    z.strictObject({
      kind: z.literal('split'),
      pool_ids: z
        .array(uuid.accepts, 'Value should be a list of pools')
        .min(1, 'Value should have a pool')
        .max(mostPools),
    }),
    z.strictObject({
      kind: z.literal('answer'),
      status_code: z.string('Value should be a status').regex(/^[245]\d\d$/, 'Value should be a status'),
    }),
    z.strictObject({ kind: z.literal('redirect'), location, code: code.optional() }),
    z.strictObject({ kind: z.literal('reject') }),
    z.strictObject({ kind: z.literal('unavailable') }),
    z.strictObject({ kind: z.literal('closed') }),
  ],
  { error: 'Value should be one of: pool, split, answer, redirect, reject, unavailable, closed' },
)
export type RouteExpectation = z.output<typeof routeExpectation>

/** What a listener is expected to do with a request. */
export type RouteTest = {
  readonly id: string
  readonly listener_id: string
  readonly name: string
  readonly request: HttpRequest
  readonly expect: RouteExpectation
  /** ISO 8601, UTC. */
  readonly created_at: string
  readonly updated_at: string | null
}
