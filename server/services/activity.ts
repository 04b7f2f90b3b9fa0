import type { Diagnostic, StepRecord } from 'model/contract/report'
import type { ResourceKind } from 'model/resources/index'
import { findActivities, type StoredActivity } from '../store/activities.ts'
import { database } from '../store/client.ts'
import type { Actor } from './actor.ts'
import { visibleProject } from './policy.ts'

export type AttributeChange = { readonly attribute: string; readonly before: unknown; readonly after: unknown }
export type Activity = {
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly user_name: string
  readonly loadbalancer_id: string
  readonly loadbalancer_name: string
  readonly action: 'create' | 'update' | 'delete' | 'failover'
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

/** Newest first; also of load balancers that are gone. */
export async function listActivity(actor: Actor, query: ActivityQuery): Promise<Activity[]> {
  const before = query.before === undefined ? null : Number(query.before)
  // An id that nobody has given out finds nothing.
  if (before !== null && !Number.isSafeInteger(before)) return []
  const rows = await findActivities(database(), {
    project_id: visibleProject(actor),
    loadbalancer_id: query.loadbalancer_id ?? null,
    before: before === null ? null : Math.min(before, 2_147_483_647),
    limit: query.limit,
  })
  return rows.map(shown)
}

function shown({ sequence, user_id: _, project_id: __, request_id: ___, ...row }: StoredActivity): Activity {
  // These three are written from the same closed sets, by change.ts and settle.ts alone.
  const { action, kind, outcome } = row as Pick<Activity, 'action' | 'kind' | 'outcome'>
  return { ...row, id: String(sequence), action, kind, outcome, changes: row.changes as AttributeChange[] }
}
