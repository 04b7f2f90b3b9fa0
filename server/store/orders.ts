import type { OrderState } from 'model/certificate/order'
import type { Challenge } from 'model/contract/desired-state'
import { inChunks } from './chunks.ts'
import type { Transaction } from './client.ts'
import { ask, join, sql } from './sql.ts'

/** Who orders, with one authority. */
export type StoredAccount = {
  readonly id: string
  readonly project_id: string
  readonly directory_url: string
  /** Empty where none was given. */
  readonly contact: string
  /** Null until the authority has made it. */
  readonly account_url: string | null
  readonly sealed_key: string
  readonly created_at: string
}

export type StoredOrder = {
  readonly certificate_id: string
  readonly account_id: string
  readonly loadbalancer_id: string
  readonly server_names: readonly string[]
  readonly state: OrderState
  readonly reason: string | null
  readonly failures: number
  readonly next_at: string
  readonly order_url: string | null
  readonly sealed_key: string | null
  readonly challenges: readonly Challenge[]
  readonly created_at: string
  readonly updated_at: string
}
export type OrderWithAccount = StoredOrder & { readonly account: StoredAccount }

type Row = Awaited<ReturnType<Transaction['certificateOrder']['findMany']>>[number]
type OrderColumns = Row & { server_names: string[]; challenges: object[] }

// The JSON columns were written from rows of exactly this type.
const stored = (row: unknown) => row as OrderWithAccount
const columns = (row: Partial<StoredOrder>) => row as unknown as OrderColumns
const account = { include: { account: true } } as const

/** The orders of a project's certificates, or of all, by the certificate's id. */
export async function ordersById(
  transaction: Transaction,
  { project_id }: { readonly project_id?: string },
): Promise<Map<string, OrderWithAccount>> {
  const where = project_id === undefined ? {} : { certificate: { project_id } }
  const rows = await transaction.certificateOrder.findMany({ where, ...account })
  return new Map(rows.map((row) => [row.certificate_id, stored(row)]))
}

export async function findOrder(transaction: Transaction, certificate_id: string): Promise<OrderWithAccount | null> {
  const row = await transaction.certificateOrder.findUnique({ where: { certificate_id }, ...account })
  return row && stored(row)
}

/** The certificates that are ordered, and when each order is due; the first first. */
export async function nextOrders(
  transaction: Transaction,
): Promise<{ readonly certificate_id: string; readonly next_at: string }[]> {
  const select = { certificate_id: true, next_at: true } as const
  return transaction.certificateOrder.findMany({ select, orderBy: [{ next_at: 'asc' }, { certificate_id: 'asc' }] })
}

/** What load balancers answer to authorities: those that have an order at all, by their ids. Every change asks: see `sql.ts`. */
export async function challengesOf(
  transaction: Transaction,
  loadbalancer_ids: readonly string[],
): Promise<Map<string, Challenge[]>> {
  const rows = await inChunks(loadbalancer_ids, (some) =>
    ask<{ loadbalancer_id: string; challenges: unknown }>(
      transaction,
      sql`SELECT loadbalancer_id, challenges FROM certificate_order
          WHERE loadbalancer_id IN (${join(some)}) ORDER BY created_at, certificate_id`,
    ),
  )
  const found = new Map<string, Challenge[]>()
  for (const { loadbalancer_id, challenges } of rows) {
    // SQLite gives JSON as a text.
    const own = (typeof challenges === 'string' ? JSON.parse(challenges) : challenges) as Challenge[]
    found.set(loadbalancer_id, [...(found.get(loadbalancer_id) ?? []), ...own])
  }
  return found
}

export async function insertOrder(transaction: Transaction, row: StoredOrder): Promise<void> {
  await transaction.certificateOrder.create({ data: columns(row) })
}

export async function updateOrder(
  transaction: Transaction,
  certificate_id: string,
  values: Partial<StoredOrder>,
): Promise<void> {
  await transaction.certificateOrder.updateMany({ where: { certificate_id }, data: columns(values) })
}

export async function deleteOrder(transaction: Transaction, certificate_id: string): Promise<void> {
  await transaction.certificateOrder.deleteMany({ where: { certificate_id } })
}

export async function findAccount(
  transaction: Transaction,
  where: Pick<StoredAccount, 'project_id' | 'directory_url' | 'contact'>,
): Promise<StoredAccount | null> {
  const { project_id, directory_url, contact } = where
  return transaction.acmeAccount.findFirst({ where: { project_id, directory_url, contact } })
}

export async function insertAccount(transaction: Transaction, row: StoredAccount): Promise<void> {
  await transaction.acmeAccount.create({ data: row })
}

export async function saveAccountUrl(transaction: Transaction, id: string, account_url: string | null): Promise<void> {
  await transaction.acmeAccount.update({ where: { id }, data: { account_url } })
}
