import type { Transaction } from './client.ts'
import { ask, sql } from './sql.ts'

export async function countUsers(transaction: Transaction): Promise<number> {
  return transaction.user.count()
}

/** What can be known of a person besides their password. */
export type StoredPerson = {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly contact: string | null
  readonly enabled: boolean
  readonly default_project_id: string | null
}
const person = { id: true, name: true, description: true, contact: true, enabled: true, default_project_id: true }
const withAssignments = {
  ...person,
  assignments: {
    include: { project: { select: { id: true, name: true, enabled: true } } },
    orderBy: [{ project: { name: 'asc' as const } }, { role: 'asc' as const }],
  },
}

type By = { readonly id: string } | { readonly username: string }

/** A person with the hash of their password; null for a person who has none. */
export async function findUser(transaction: Transaction, by: By) {
  return transaction.user.findUnique({ where: by, include: { accounts: { where: { providerId: 'credential' } } } })
}

export async function allPeople(transaction: Transaction): Promise<StoredPerson[]> {
  return transaction.user.findMany({ select: person, orderBy: [{ name: 'asc' }, { id: 'asc' }] })
}

export async function findPerson(transaction: Transaction, by: By): Promise<StoredPerson | null> {
  return transaction.user.findUnique({ where: by, select: person })
}

export type RoleInProject = {
  readonly project: { readonly id: string; readonly name: string; readonly enabled: boolean }
  readonly role: string
}

/** A person and what they may do where, by the names of the projects. */
export async function findPersonWithRoles(
  transaction: Transaction,
  id: string,
): Promise<(StoredPerson & { readonly assignments: readonly RoleInProject[] }) | null> {
  return transaction.user.findUnique({ where: { id }, select: withAssignments })
}

/** The columns of a person that can change; their name is also what they sign in by. */
export async function updatePersonRow(
  transaction: Transaction,
  id: string,
  values: Partial<Omit<StoredPerson, 'id'>>,
): Promise<void> {
  const { name } = values
  const names = name === undefined ? {} : { username: name.toLowerCase(), displayUsername: name }
  await transaction.user.update({ where: { id }, data: { ...values, ...names, updatedAt: new Date() } })
}

/** With everything that is theirs: sessions, tokens, credentials and roles. */
export async function deletePersonRow(transaction: Transaction, id: string): Promise<void> {
  await transaction.user.delete({ where: { id } })
}

/** Sets a password, and ends whatever was begun with the old one. */
export async function savePassword(transaction: Transaction, user_id: string, passwordHash: string): Promise<void> {
  const now = new Date()
  const id = `credential-${user_id}`
  await transaction.account.upsert({
    where: { id },
    create: {
      id,
      accountId: user_id,
      providerId: 'credential',
      userId: user_id,
      password: passwordHash,
      createdAt: now,
      updatedAt: now,
    },
    update: { password: passwordHash, updatedAt: now },
  })
  await endAccess(transaction, user_id)
}

/** Ends a person's sessions and tokens. Those of application credentials stay: they were not begun with a password. */
export async function endAccess(transaction: Transaction, user_id: string): Promise<void> {
  await transaction.session.deleteMany({ where: { userId: user_id } })
  await transaction.token.deleteMany({ where: { user_id, application_credential_id: null } })
}

/** How many people can sign in and hold a role in a project where one can act. */
export async function countHolders(transaction: Transaction, role: string): Promise<number> {
  return transaction.user.count({
    where: { enabled: true, assignments: { some: { role, project: { enabled: true } } } },
  })
}

export type Assignment = { readonly user_id: string; readonly project_id: string; readonly role: string }

export async function assignRole(transaction: Transaction, { user_id, project_id, role }: Assignment): Promise<void> {
  const assignment = { user_id, project_id, role }
  await transaction.roleAssignment.upsert({
    where: { user_id_project_id_role: assignment },
    create: assignment,
    update: {},
  })
}

/** Whether there was one to take away. */
export async function unassignRole(transaction: Transaction, assignment: Assignment): Promise<boolean> {
  const { user_id, project_id, role } = assignment
  const { count } = await transaction.roleAssignment.deleteMany({ where: { user_id, project_id, role } })
  return count > 0
}

/** Assignments with the names of what they are about, by person and project. */
export async function findAssignments(transaction: Transaction, where: Partial<Assignment>) {
  return transaction.roleAssignment.findMany({
    where,
    include: { user: { select: { id: true, name: true } }, project: { select: { id: true, name: true } } },
    orderBy: [{ user: { name: 'asc' } }, { project: { name: 'asc' } }, { role: 'asc' }],
  })
}

export type StoredToken = {
  readonly hash: string
  readonly audit_id: string
  readonly user_id: string
  readonly project_id: string | null
  readonly methods: string
  readonly application_credential_id: string | null
  readonly issued_at: string
  readonly expires_at: string
}

/** Adds a token, and clears away those that have expired. */
export async function saveToken(transaction: Transaction, token: StoredToken): Promise<void> {
  await transaction.token.deleteMany({ where: { expires_at: { lt: token.issued_at } } })
  await transaction.token.create({ data: token })
}

/** A token as it is checked, with whom it speaks for. */
export type TokenWithOwner = Omit<StoredToken, 'hash'> & {
  readonly user_name: string
  readonly is_user_enabled: boolean
}
/** A token with one of the roles that its owner has in its project now; nulls where they have none, or it has no project. */
type TokenWithRole = TokenWithOwner & {
  readonly project_name: string | null
  readonly is_project_enabled: boolean | null
  readonly role: string | null
}

/**
 * A token, and the roles that its owner has in its project now. Each request with a token asks this: it is one statement, where the
 * client would send one for each table.
 */
export async function findTokenByHash(
  transaction: Transaction,
  hash: string,
): Promise<(TokenWithOwner & { readonly assignments: readonly RoleInProject[] }) | null> {
  const rows = await ask<TokenWithRole>(
    transaction,
    sql`SELECT token.audit_id, token.methods, token.issued_at, token.expires_at, token.project_id, token.application_credential_id,
      token.user_id, owner.name AS user_name, owner.enabled AS is_user_enabled,
      project.name AS project_name, project.enabled AS is_project_enabled, role_assignment.role
    FROM token
    JOIN "user" AS owner ON owner.id = token.user_id
    LEFT JOIN project ON project.id = token.project_id
    LEFT JOIN role_assignment ON role_assignment.project_id = project.id AND role_assignment.user_id = owner.id
    WHERE token.hash = ${hash}
    ORDER BY role_assignment.role`,
  )
  const [first] = rows
  if (first === undefined) return null
  const assignments = rows.flatMap(({ project_id, project_name, is_project_enabled, role }) => {
    if (project_id === null || role === null) return []
    return [{ project: { id: project_id, name: project_name ?? '', enabled: Boolean(is_project_enabled) }, role }]
  })
  return { ...first, is_user_enabled: Boolean(first.is_user_enabled), assignments }
}

export async function deleteToken(transaction: Transaction, hash: string): Promise<void> {
  await transaction.token.deleteMany({ where: { hash } })
}

export type NewUser = {
  readonly id: string
  readonly name: string
  /** Null for somebody who can not sign in by password. */
  readonly passwordHash: string | null
} & Partial<Omit<StoredPerson, 'id' | 'name'>>

/** A person, in Better Auth's tables. */
export async function addUser(transaction: Transaction, { passwordHash, ...user }: NewUser): Promise<void> {
  const now = new Date()
  // Better Auth knows people by an address; nobody writes to this one.
  const email = `${user.id}@users.fulcrum.invalid`
  const names = { username: user.name.toLowerCase(), displayUsername: user.name }
  await transaction.user.create({
    data: { ...user, ...names, email, emailVerified: false, createdAt: now, updatedAt: now },
  })
  if (passwordHash !== null) await savePassword(transaction, user.id, passwordHash)
}
