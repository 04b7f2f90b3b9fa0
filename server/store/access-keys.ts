import type { Transaction } from './client.ts'

export type StoredAccessKey = {
  /** The access key, which every signed request names. */
  readonly id: string
  readonly user_id: string
  readonly description: string
  readonly sealed_secret: string
  readonly created_at: string
  readonly last_used_at: string | null
}

export async function accessKeysOf(transaction: Transaction, user_id: string): Promise<StoredAccessKey[]> {
  return transaction.accessKey.findMany({ where: { user_id }, orderBy: [{ created_at: 'asc' }, { id: 'asc' }] })
}

export async function findAccessKey(transaction: Transaction, id: string): Promise<StoredAccessKey | null> {
  return transaction.accessKey.findUnique({ where: { id } })
}

export async function addAccessKey(transaction: Transaction, key: StoredAccessKey): Promise<void> {
  await transaction.accessKey.create({ data: key })
}

/** Notes that it was used, unless that was noted since `before`. */
export async function noteUse(
  transaction: Transaction,
  id: string,
  { at, before }: { readonly at: string; readonly before: string },
): Promise<void> {
  const isDue = { OR: [{ last_used_at: null }, { last_used_at: { lt: before } }] }
  await transaction.accessKey.updateMany({ where: { id, ...isDue }, data: { last_used_at: at } })
}

export async function deleteAccessKey(transaction: Transaction, id: string): Promise<void> {
  await transaction.accessKey.delete({ where: { id } })
}
