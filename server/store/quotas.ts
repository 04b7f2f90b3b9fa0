import type { ResourceKind } from 'model/resources/index'
import type { Quota } from 'model/resources/quota'
import type { Transaction } from './client.ts'
import { tableOf } from './rows.ts'

/** The id of the row that holds for every project without a value of its own. */
const defaultsId = 'defaults'

export type StoredQuota = Quota & { readonly id: string; readonly project_id: string | null }

/** What is set for a project, and what is set as default; null where nothing is. */
export async function findQuotas(
  transaction: Transaction,
  project_id: string,
): Promise<{ readonly own: StoredQuota | null; readonly defaults: StoredQuota | null }> {
  const rows = await transaction.quota.findMany({ where: { id: { in: [project_id, defaultsId] } } })
  return {
    own: rows.find((row) => row.project_id === project_id) ?? null,
    defaults: rows.find((row) => row.project_id === null) ?? null,
  }
}

export async function findDefaults(transaction: Transaction): Promise<StoredQuota | null> {
  return transaction.quota.findUnique({ where: { id: defaultsId } })
}

/** Every project that has values of its own, by its id. */
export async function quotasOfProjects(transaction: Transaction): Promise<(StoredQuota & { project_id: string })[]> {
  const rows = await transaction.quota.findMany({ where: { project_id: { not: null } }, orderBy: { id: 'asc' } })
  return rows.flatMap((row) => (row.project_id === null ? [] : [{ ...row, project_id: row.project_id }]))
}

/** Null is the defaults. */
export async function saveQuota(
  transaction: Transaction,
  project_id: string | null,
  values: Partial<Quota>,
): Promise<void> {
  const id = project_id ?? defaultsId
  await transaction.quota.upsert({ where: { id }, create: { id, project_id, ...values }, update: values })
}

/** Null is the defaults. */
export async function deleteQuota(transaction: Transaction, project_id: string | null): Promise<void> {
  await transaction.quota.deleteMany({ where: { id: project_id ?? defaultsId } })
}

/** How many of a kind a project has, without what is on its way out. */
export async function countRows(transaction: Transaction, kind: ResourceKind, project_id: string): Promise<number> {
  return tableOf(transaction, kind).count({ where: { project_id, removed_in: null } })
}

/** How many of a kind each project has, without what is on its way out; projects that have none are left out. */
export async function countByProject(transaction: Transaction, kind: ResourceKind): Promise<Map<string, number>> {
  const groups = await tableOf(transaction, kind).groupBy({
    by: ['project_id'],
    where: { removed_in: null },
    _count: { _all: true },
  })
  return new Map(groups.map((one) => [one.project_id, one._count._all]))
}

export async function projectNames(transaction: Transaction): Promise<{ id: string; name: string }[]> {
  return transaction.project.findMany({ select: { id: true, name: true }, orderBy: { name: 'asc' } })
}
