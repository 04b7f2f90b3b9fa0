import type { RouteTest } from 'model/l7/route-test'
import type { Transaction } from './client.ts'
import { ask, sql } from './sql.ts'

export type StoredRouteTest = RouteTest & { readonly loadbalancer_id: string; readonly project_id: string }

/** Whether a load balancer has any: each change asks, and few have. */
export async function hasRouteTests(transaction: Transaction, loadbalancer_id: string): Promise<boolean> {
  const rows = await ask(transaction, sql`SELECT 1 FROM route_test WHERE loadbalancer_id = ${loadbalancer_id} LIMIT 1`)
  return rows.length > 0
}

/** In the order in which they were written. */
export async function findRouteTests(
  transaction: Transaction,
  where: { readonly loadbalancer_id: string } | { readonly listener_id: string },
): Promise<StoredRouteTest[]> {
  const rows = await transaction.routeTest.findMany({ where, orderBy: [{ created_at: 'asc' }, { id: 'asc' }] })
  // Both JSON columns were checked against their schemas when they were stored.
  return rows as unknown as StoredRouteTest[]
}

export async function insertRouteTest(transaction: Transaction, row: StoredRouteTest): Promise<void> {
  await transaction.routeTest.createMany({ data: row as object as never })
}

export async function saveRouteTest(
  transaction: Transaction,
  { id, name, request, expect, updated_at }: StoredRouteTest,
): Promise<void> {
  await transaction.routeTest.updateMany({
    where: { id },
    data: { name, request: request as object, expect, updated_at },
  })
}

export async function deleteRouteTest(transaction: Transaction, id: string): Promise<void> {
  await transaction.routeTest.deleteMany({ where: { id } })
}
