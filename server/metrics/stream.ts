import type { Actor } from '../services/actor.ts'

export type LiveQuery = {
  readonly loadbalancer_id: string | null
  /** The `Last-Event-ID` of a reconnect: the epoch second seen last. */
  readonly lastEventId?: string | null | undefined
}

/** Server-sent events of model/contract/live.ts, until the client goes. */
export async function liveStream(actor: Actor, query: LiveQuery, signal: AbortSignal): Promise<Response> {
  throw new Error(`to come ${actor} ${query} ${signal}`)
}
