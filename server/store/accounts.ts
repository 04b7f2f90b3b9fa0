import type { Transaction } from './client.ts'

export async function findProject(transaction: Transaction, id: string) {
  return transaction.project.findUnique({ where: { id } })
}

export async function findProjectByName(transaction: Transaction, name: string) {
  return transaction.project.findUnique({ where: { name } })
}

export async function countUsers(transaction: Transaction): Promise<number> {
  return transaction.user.count()
}

export async function findUser(transaction: Transaction, by: { readonly id: string } | { readonly username: string }) {
  return transaction.user.findUnique({ where: by, include: { accounts: { where: { providerId: 'credential' } } } })
}

export type Assignment = { readonly project: { readonly id: string; readonly name: string }; readonly role: string }

/** What a person may do where, by the names of the projects. */
export async function assignmentsOf(transaction: Transaction, user_id: string): Promise<Assignment[]> {
  const rows = await transaction.roleAssignment.findMany({
    where: { user_id },
    include: { project: { select: { id: true, name: true } } },
    orderBy: [{ project: { name: 'asc' } }, { role: 'asc' }],
  })
  return rows.map(({ project, role }) => ({ project, role }))
}

export async function assignRole(
  transaction: Transaction,
  assignment: { user_id: string; project_id: string; role: string },
): Promise<void> {
  await transaction.roleAssignment.upsert({
    where: { user_id_project_id_role: assignment },
    create: assignment,
    update: {},
  })
}

export type StoredToken = {
  readonly hash: string
  readonly audit_id: string
  readonly user_id: string
  readonly project_id: string
  readonly issued_at: string
  readonly expires_at: string
}

/** Adds a token, and clears away those that have expired. */
export async function saveToken(transaction: Transaction, token: StoredToken): Promise<void> {
  await transaction.token.deleteMany({ where: { expires_at: { lt: token.issued_at } } })
  await transaction.token.create({ data: token })
}

export async function findTokenByHash(transaction: Transaction, hash: string) {
  return transaction.token.findUnique({
    where: { hash },
    include: { user: true, project: { select: { id: true, name: true } } },
  })
}

export async function deleteToken(transaction: Transaction, hash: string): Promise<void> {
  await transaction.token.deleteMany({ where: { hash } })
}

/** Adds what every installation has, where it is not there yet. */
export async function ensureProject(
  transaction: Transaction,
  project: { id: string; name: string; created_at: string },
): Promise<void> {
  await transaction.project.upsert({ where: { name: project.name }, create: project, update: {} })
}

export type NewUser = {
  readonly id: string
  readonly name: string
  /** Lower case: how they sign in. */
  readonly username: string
  readonly passwordHash: string
}

/** A person with a password, in Better Auth's tables. */
export async function addUser(transaction: Transaction, { id, name, username, passwordHash }: NewUser): Promise<void> {
  const now = new Date()
  const times = { createdAt: now, updatedAt: now }
  // Better Auth knows people by an address; nobody writes to this one.
  const email = `${id}@users.fulcrum.invalid`
  await transaction.user.create({
    data: { id, name, username, displayUsername: name, email, emailVerified: false, ...times },
  })
  await transaction.account.create({
    data: {
      id: `credential-${id}`,
      accountId: id,
      providerId: 'credential',
      userId: id,
      password: passwordHash,
      ...times,
    },
  })
}
