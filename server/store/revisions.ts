import type { Transaction } from './client.ts'
import { writerOf } from './kept.ts'

/**
 * Takes the next revision. Its row is locked until the transaction ends: writers follow one another, and revisions become visible
 * in their order. (An engine that has seen 42 may rely on having seen 41.)
 */
export async function takeRevision(transaction: Transaction): Promise<number> {
  const { value } = await transaction.revision.update({ where: { id: 1 }, data: { value: { increment: 1 } } })
  return value
}

/** Waits for other writers without taking a revision: for who writes what is not a change, such as a status. */
export async function lockWriters(transaction: Transaction): Promise<void> {
  await transaction.revision.update({ where: { id: 1 }, data: { value: { increment: 0 } } })
}

/** The newest accepted change of all; 0 before the first. */
export async function currentRevision(transaction: Transaction): Promise<number> {
  const row = await transaction.revision.findUnique({ where: { id: 1 } })
  return row?.value ?? 0
}

export type ChangedSince = {
  readonly changed: readonly { readonly id: string; readonly revision: number }[]
  readonly removed: readonly string[]
}

/**
 * Which load balancers changed after a revision, and which went. `unsettled` adds those that no engine has answered for, whatever
 * their revision: the answer may have been lost with the process that should have taken it.
 */
export async function changedSince(
  transaction: Transaction,
  after: number,
  options: { readonly unsettled: boolean },
): Promise<ChangedSince> {
  const newer = { revision: { gt: after } }
  const rows = await transaction.loadBalancer.findMany({
    where: options.unsettled
      ? { OR: [newer, { pending_since: { not: null } }, { provisioning_status: 'ERROR' }] }
      : newer,
    select: { id: true, removed_in: true, revision: true },
  })
  const gone = await transaction.removal.findMany({ where: newer })
  return {
    changed: rows.filter((row) => row.removed_in === null).map(({ id, revision }) => ({ id, revision })),
    removed: [
      ...rows.filter((row) => row.removed_in !== null).map((row) => row.id),
      ...gone.map((row) => row.loadbalancer_id),
    ],
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
  const rows = await transaction.loadBalancer.findMany({
    where: { removed_in: { lte: revision } },
    select: { id: true, removed_in: true },
  })
  return rows.map(({ id, removed_in }) => ({ id, removed_in: removed_in ?? revision }))
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
