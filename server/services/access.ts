import type { Actor, Role } from './actor.ts'

/** Whom a token speaks for, and until when. */
export type TokenGrant = {
  readonly user: { readonly id: string; readonly name: string }
  readonly project: { readonly id: string; readonly name: string }
  readonly roles: readonly Role[]
  readonly audit_id: string
  /** ISO 8601, UTC. */
  readonly issued_at: string
  readonly expires_at: string
}

/** Keystone's password method. Without a project it is the person's first one. */
export type Credentials = {
  readonly user: { readonly id?: string | undefined; readonly name?: string | undefined }
  readonly password: string
  readonly project?: { readonly id?: string | undefined; readonly name?: string | undefined } | undefined
}

/**
 * Who asks: by `X-Auth-Token`, else by the session cookie. The project of a session is the one that the cookie
 * `fulcrum_project` names, if the person belongs to it, else the person's first.
 * @throws unauthenticated
 */
export async function actorOf(request: Request): Promise<Actor> {
  throw new Error(`to come: ${request.url}`)
}

/** Checks the password and issues a token. @throws unauthenticated */
export async function issueToken(credentials: Credentials): Promise<TokenGrant & { readonly token: string }> {
  throw new Error(`to come: ${credentials.user.name}`)
}

/** What a token stands for, or null when it is unknown, expired or revoked. */
export async function findToken(token: string): Promise<TokenGrant | null> {
  throw new Error(`to come: ${token}`)
}

export async function revokeToken(token: string): Promise<void> {
  throw new Error(`to come: ${token}`)
}
