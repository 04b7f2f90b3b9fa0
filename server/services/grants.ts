import { isRole, type Role } from 'model/access/roles'
import { moment } from '../clock.ts'
import { deleteToken, findTokenByHash } from '../store/accounts.ts'
import { findCredential, type StoredCredential } from '../store/application-credentials.ts'
import { database } from '../store/client.ts'
import { type ProjectOfPerson, projectsAmong } from './accounts.ts'
import { hashOf } from './secrets.ts'

/** An application credential as what is done with it needs it. */
export type UsedCredential = {
  readonly id: string
  readonly name: string
  readonly project_id: string
  readonly roles: readonly Role[]
  /** Whether it may make and revoke other credentials. */
  readonly unrestricted: boolean
}

/** Whom a token speaks for, and until when. */
export type TokenGrant = {
  readonly user: { readonly id: string; readonly name: string }
  /** Null for a token that is scoped to none: it can list the projects of its owner and be exchanged. */
  readonly project: { readonly id: string; readonly name: string } | null
  readonly roles: readonly Role[]
  /** How its owner proved who they are, in Keystone's words. */
  readonly methods: readonly string[]
  readonly credential: UsedCredential | null
  readonly audit_id: string
  /** ISO 8601, UTC. */
  readonly issued_at: string
  readonly expires_at: string
}

/**
 * What a token stands for, or null when it is unknown, expired or revoked, or its owner, its project or its credential is no
 * longer what it was. The roles are those of now.
 */
export async function findToken(token: string): Promise<TokenGrant | null> {
  const row = await findTokenByHash(database(), hashOf(token))
  if (row === null || row.expires_at <= moment() || !row.is_user_enabled) return null
  const { application_credential_id, audit_id, issued_at, expires_at } = row
  const credential =
    application_credential_id === null ? null : await findCredential(database(), { id: application_credential_id })
  if (credential === null ? application_credential_id !== null : isOver(credential)) return null
  const used = credential && usedCredential(credential)
  const project = projectNow(projectsAmong(row.assignments), row.project_id, used)
  if (project === null && row.project_id !== null) return null
  const user = { id: row.user_id, name: row.user_name }
  const methods = row.methods.split(',')
  return { user, ...scopeOf(project), methods, credential: used, audit_id, issued_at, expires_at }
}

function projectNow(
  projects: readonly ProjectOfPerson[],
  project_id: string | null,
  credential: UsedCredential | null,
): ProjectOfPerson | null {
  const project = projects.find(({ id }) => id === project_id) ?? null
  if (project === null || credential === null) return project
  const roles = project.roles.filter((role) => credential.roles.includes(role))
  return roles.length === 0 ? null : { ...project, roles }
}

export async function revokeToken(token: string): Promise<void> {
  await deleteToken(database(), hashOf(token))
}

export function isOver({ expires_at }: { readonly expires_at: string | null }): boolean {
  return expires_at !== null && expires_at <= moment()
}

export function usedCredential({ id, name, project_id, roles, unrestricted }: StoredCredential): UsedCredential {
  return { id, name, project_id, roles: roles.filter(isRole), unrestricted }
}

export function scopeOf(project: ProjectOfPerson | null): Pick<TokenGrant, 'project' | 'roles'> {
  return { project: project && named(project), roles: project?.roles ?? [] }
}

export function named({ id, name }: { readonly id: string; readonly name: string }) {
  return { id, name }
}
