import { z } from 'zod'
import { httpRequest } from '../l7/asked-request.ts'

/** A request that a listener took not long ago, and what became of it. */
export const recentRequest = z.object({
  id: z.string(),
  /** When it came, in epoch milliseconds. */
  at: z.number().int(),
  /** With the headers that policies look at, and those that are always told; every other one is left out. */
  request: httpRequest,
  /** What the client was answered. */
  status: z.number().int(),
  /** Nulls where no policy took it, and no pool or member got it. */
  policy_id: z.string().nullable(),
  pool_id: z.string().nullable(),
  member_id: z.string().nullable(),
  /** The id in X-Request-ID, the client's own or the one that was made; null where the listener gives none. */
  request_id: z.string().nullable().default(null),
})
export type RecentRequest = z.output<typeof recentRequest>
