import type { Diagnostic, StepRecord } from 'model/contract/report'
import type { ResourceKind } from 'model/resources/index'
import type { Actor } from './actor.ts'

export type AttributeChange = { readonly attribute: string; readonly before: unknown; readonly after: unknown }
export type Activity = {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly user_name: string
  readonly loadbalancer_id: string
  readonly loadbalancer_name: string
  readonly action: 'create' | 'update' | 'delete'
  readonly kind: ResourceKind
  readonly id_of_resource: string
  readonly name: string
  readonly changes: readonly AttributeChange[]
  readonly revision: number
  readonly outcome: 'pending' | 'applied' | 'refused' | 'unanswered'
  readonly steps: readonly StepRecord[]
  readonly diagnostics: readonly Diagnostic[]
  readonly settled_at: string | null
}
export type ActivityQuery = {
  readonly loadbalancer_id?: string | undefined
  readonly limit: number
  /** The id of the oldest one seen: what comes back is older. */
  readonly before?: string | undefined
}

/** Newest first. */
export async function listActivity(actor: Actor, query: ActivityQuery): Promise<Activity[]> {
  throw new Error(`to come ${actor} ${query}`)
}
