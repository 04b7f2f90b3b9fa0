import type { Diagnostic, StepRecord } from 'model/contract/report'
import type { Transaction } from './client.ts'
import { ask, insertOf, join, json, sql } from './sql.ts'

export type NewActivity = {
  readonly at: string
  readonly user_id: string
  readonly user_name: string
  readonly project_id: string
  readonly request_id: string
  readonly loadbalancer_id: string
  readonly loadbalancer_name: string
  readonly action: string
  readonly kind: string
  readonly id_of_resource: string
  readonly name: string
  readonly changes: readonly unknown[]
  readonly revision: number
}
export type StoredActivity = NewActivity & {
  readonly sequence: number
  readonly outcome: string
  readonly steps: readonly StepRecord[]
  readonly diagnostics: readonly Diagnostic[]
  readonly settled_at: string | null
}

export async function addActivity(transaction: Transaction, { changes, ...activity }: NewActivity): Promise<void> {
  const row = { ...activity, outcome: 'pending', changes, steps: [], diagnostics: [] }
  const cells = Object.entries(row).map(([column, value]) => ({ column, value, isJson: Array.isArray(value) }))
  await ask(transaction, insertOf('activity', cells))
}

export type Settlement = {
  readonly loadbalancer_id: string
  /** Everything up to this revision has this outcome. */
  readonly revision: number
  readonly outcome: 'applied' | 'refused' | 'unanswered'
  readonly steps: readonly StepRecord[]
  readonly diagnostics: readonly Diagnostic[]
  readonly settled_at: string
}

/** What nobody answered for in time can still be answered for later. */
const open = {
  applied: ['pending', 'unanswered'],
  refused: ['pending', 'unanswered'],
  unanswered: ['pending'],
} as const

export async function settleActivities(transaction: Transaction, settlement: Settlement): Promise<void> {
  const { loadbalancer_id, revision, outcome, steps, diagnostics, settled_at } = settlement
  await ask(
    transaction,
    sql`UPDATE activity
      SET outcome = ${outcome}, steps = ${json(steps)}, diagnostics = ${json(diagnostics)}, settled_at = ${settled_at}
      WHERE loadbalancer_id = ${loadbalancer_id} AND revision <= ${revision} AND outcome IN (${join(open[outcome])})`,
  )
}

export type ActivityFilter = {
  readonly project_id: string | null
  readonly loadbalancer_id: string | null
  readonly before: number | null
  readonly limit: number
}

/** Newest first. */
export async function findActivities(transaction: Transaction, filter: ActivityFilter): Promise<StoredActivity[]> {
  const rows = await transaction.activity.findMany({
    where: {
      ...(filter.project_id !== null && { project_id: filter.project_id }),
      ...(filter.loadbalancer_id !== null && { loadbalancer_id: filter.loadbalancer_id }),
      ...(filter.before !== null && { sequence: { lt: filter.before } }),
    },
    orderBy: { sequence: 'desc' },
    take: filter.limit,
  })
  return rows as unknown as StoredActivity[]
}
