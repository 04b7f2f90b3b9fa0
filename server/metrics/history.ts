import type { Second } from 'model/contract/sample'
import type { Actor } from '../services/actor.ts'

export type History = {
  /** How many seconds each entry sums up: 1, 10, 60 or 3600. */
  readonly step_seconds: number
  readonly seconds: readonly Second[]
}

/** The last so many seconds of a load balancer, in the finest steps that are still kept. */
export async function history(
  actor: Actor,
  query: { readonly loadbalancer_id: string; readonly seconds: number },
): Promise<History> {
  throw new Error(`to come ${actor} ${query}`)
}
