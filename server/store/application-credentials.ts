import type { Transaction } from './client.ts'

export type StoredCredential = {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly user_id: string
  readonly project_id: string
  readonly roles: readonly string[]
  readonly secret_hash: string
  readonly unrestricted: boolean
  readonly expires_at: string | null
  readonly created_at: string
}
type Row = Omit<StoredCredential, 'roles'> & { readonly roles: unknown }

export async function credentialsOf(transaction: Transaction, user_id: string): Promise<StoredCredential[]> {
  const rows = await transaction.applicationCredential.findMany({
    where: { user_id },
    orderBy: [{ created_at: 'asc' }, { id: 'asc' }],
  })
  return rows.map(storedCredential)
}

export async function findCredential(
  transaction: Transaction,
  by: { readonly id: string } | { readonly user_id: string; readonly name: string },
): Promise<StoredCredential | null> {
  const where = 'id' in by ? by : { user_id_name: { user_id: by.user_id, name: by.name } }
  const row = await transaction.applicationCredential.findUnique({ where })
  return row && storedCredential(row)
}

export async function addCredential(transaction: Transaction, credential: StoredCredential): Promise<void> {
  await transaction.applicationCredential.create({ data: { ...credential, roles: [...credential.roles] } })
}

/** With the tokens that were issued for it. */
export async function deleteCredential(transaction: Transaction, id: string): Promise<void> {
  await transaction.applicationCredential.delete({ where: { id } })
}

function storedCredential({ roles, ...row }: Row): StoredCredential {
  return { ...row, roles: Array.isArray(roles) ? roles.filter((one) => typeof one === 'string') : [] }
}
