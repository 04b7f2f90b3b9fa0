import type { Transaction } from './client.ts'

/** What a program has stored through the key manager's API; its payload is under seal, and null until there is one. */
export type StoredSecret = {
  readonly id: string
  readonly project_id: string
  readonly name: string | null
  readonly secret_type: string
  readonly algorithm: string | null
  readonly bit_length: number | null
  readonly mode: string | null
  readonly expiration: string | null
  readonly payload_content_type: string | null
  readonly sealed_payload: string | null
  readonly creator_id: string
  readonly created_at: string
  readonly updated_at: string
}

/** Secrets that belong together: `certificate`, `private_key`, by their ids. */
export type SecretReference = { readonly name: string; readonly secret_id: string }
export type StoredContainer = {
  readonly id: string
  readonly project_id: string
  readonly name: string | null
  readonly type: string
  readonly secret_refs: readonly SecretReference[]
  readonly creator_id: string
  readonly created_at: string
  readonly updated_at: string
}

type Where = { readonly project_id?: string }
const oldestFirst = [{ created_at: 'asc' as const }, { id: 'asc' as const }]

/** Of a project, or of all; the oldest first. */
export function findSecrets(transaction: Transaction, where: Where): Promise<StoredSecret[]> {
  return transaction.secret.findMany({ where, orderBy: oldestFirst })
}

export function findSecret(transaction: Transaction, id: string): Promise<StoredSecret | null> {
  return transaction.secret.findUnique({ where: { id } })
}

export async function insertSecret(transaction: Transaction, row: StoredSecret): Promise<void> {
  await transaction.secret.create({ data: row })
}

export async function updateSecretRow(
  transaction: Transaction,
  id: string,
  values: Pick<StoredSecret, 'payload_content_type' | 'sealed_payload' | 'updated_at'>,
): Promise<void> {
  await transaction.secret.update({ where: { id }, data: values })
}

/** Nothing happens where there is none. */
export async function deleteSecretRow(transaction: Transaction, id: string): Promise<void> {
  await transaction.secret.deleteMany({ where: { id } })
}

type ContainerRow = Awaited<ReturnType<Transaction['secretContainer']['findMany']>>[number]
// Written from rows of this type.
const container = (row: ContainerRow): StoredContainer => ({
  ...row,
  secret_refs: row.secret_refs as SecretReference[],
})

/** Of a project, or of all; the oldest first. */
export async function findContainers(transaction: Transaction, where: Where): Promise<StoredContainer[]> {
  return (await transaction.secretContainer.findMany({ where, orderBy: oldestFirst })).map(container)
}

export async function findContainer(transaction: Transaction, id: string): Promise<StoredContainer | null> {
  const row = await transaction.secretContainer.findUnique({ where: { id } })
  return row && container(row)
}

export async function insertContainer(transaction: Transaction, row: StoredContainer): Promise<void> {
  await transaction.secretContainer.create({ data: { ...row, secret_refs: [...row.secret_refs] } })
}

/** Nothing happens where there is none. */
export async function deleteContainerRow(transaction: Transaction, id: string): Promise<void> {
  await transaction.secretContainer.deleteMany({ where: { id } })
}
