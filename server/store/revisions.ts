import type { Transaction } from './client.ts'
import { writerOf } from './kept.ts'
import { ask, empty, sql } from './sql.ts'

/**
 * Takes the next revision. Its row is locked until the transaction ends: writers follow one another, and revisions become visible
 * in their order. (An engine that has seen 42 may rely on having seen 41.)
 */
export async function takeRevision(transaction: Transaction): Promise<number> {
  return newRevision(transaction, 1)
}

/** Waits for other writers without taking a revision: for who writes what is not a change, such as a status. */
export async function lockWriters(transaction: Transaction): Promise<void> {
  await newRevision(transaction, 0)
}

async function newRevision(transaction: Transaction, more: 0 | 1): Promise<number> {
  const rows = await ask<{ value: number }>(
    transaction,
    sql`UPDATE revision SET value = value + ${more} WHERE id = 1 RETURNING value`,
  )
  const [row] = rows
  if (row === undefined) throw new Error('The table of the revision has lost its row.')
  return Number(row.value)
}

/** The newest accepted change of all; 0 before the first. */
export async function currentRevision(transaction: Transaction): Promise<number> {
  const row = await transaction.revision.findUnique({ where: { id: 1 } })
  return row?.value ?? 0
}

export type ChangedSince = {
  /** The newest accepted change of all; 0 before the first. */
  readonly revision: number
  readonly changed: readonly { readonly id: string; readonly revision: number }[]
  readonly removed: readonly string[]
}

/**
 * Which load balancers changed after a revision, and which went, as of one moment; `null` for all that there are. `unsettled` adds
 * those that no engine has answered for, whatever their revision: the answer may have been lost with the process that should have taken it.
 */
export async function changedSince(
  transaction: Transaction,
  after: number | null,
  options: { readonly unsettled: boolean },
): Promise<ChangedSince> {
  const unsettled = sql`OR pending_since IS NOT NULL OR provisioning_status = 'ERROR'`
  const rows = await ask<{ what: 'newest' | 'changed' | 'removed'; id: string; revision: number }>(
    transaction,
    sql`
      SELECT 'newest' AS what, '' AS id, value AS revision FROM revision WHERE id = 1
      UNION ALL
      SELECT CASE WHEN removed_in IS NULL THEN 'changed' ELSE 'removed' END, id, revision FROM load_balancer
      WHERE revision > ${after ?? 0} ${options.unsettled ? unsettled : empty}
      UNION ALL
      SELECT 'removed', loadbalancer_id, revision FROM removal WHERE revision > ${after ?? 0}`,
  )
  const of = (wanted: string) => rows.filter(({ what }) => what === wanted)
  return {
    revision: Number(of('newest')[0]?.revision ?? 0),
    changed: of('changed').map(({ id, revision }) => ({ id, revision: Number(revision) })),
    removed: of('removed').map(({ id }) => id),
  }
}

/** Deletes a load balancer with everything under it, and keeps that it is gone. */
export async function forgetLoadBalancer(transaction: Transaction, id: string, removed_in: number): Promise<void> {
  writerOf(transaction).wrote(id, null)
  await transaction.removal.create({ data: { loadbalancer_id: id, revision: removed_in } })
  await transaction.loadBalancer.delete({ where: { id } })
}

/** Load balancers on their way out that an engine has dealt with once it has reached this revision. */
export async function removedUpTo(
  transaction: Transaction,
  revision: number,
): Promise<{ id: string; removed_in: number }[]> {
  return ask(transaction, sql`SELECT id, removed_in FROM load_balancer WHERE removed_in <= ${revision}`)
}

/** Load balancers that wait for an engine, with the moment since which they do. */
export async function pendingLoadBalancers(transaction: Transaction): Promise<{ id: string; pending_since: string }[]> {
  const rows = await transaction.loadBalancer.findMany({
    where: { pending_since: { not: null } },
    select: { id: true, pending_since: true },
  })
  return rows.flatMap(({ id, pending_since }) => (pending_since === null ? [] : [{ id, pending_since }]))
}

export type Standing = {
  readonly revision: number
  readonly applied_revision: number | null
  readonly settled_revision: number | null
  readonly status_reason: string | null
}

/** How far the last change of a load balancer has come; null when it is gone. */
export async function standingOf(transaction: Transaction, id: string): Promise<Standing | null> {
  const select = { revision: true, applied_revision: true, settled_revision: true, status_reason: true }
  return transaction.loadBalancer.findUnique({ where: { id }, select })
}
