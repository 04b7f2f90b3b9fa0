import { randomBytes } from 'node:crypto'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import type { Role } from 'model/access/roles'
import { DomainError } from 'model/errors'
import { clock, moment } from '../clock.ts'
import { currentRequestId, log, logEvents } from '../log.ts'
import { deleteToken, findTokenByHash, findUser, saveToken } from '../store/accounts.ts'
import { database, inTransaction } from '../store/client.ts'
import { type ProjectOfPerson, personOf, projectOf, projectsOf } from './accounts.ts'
import type { Actor } from './actor.ts'
import { hashOf } from './secrets.ts'
import { noteFailure, noteSuccess, refuseGuessing } from './sign-in-limit.ts'

/** How long a token is good for, in milliseconds: six hours. */
const tokenMilliseconds = 21_600_000

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
  const token = request.headers.get('x-auth-token')
  const actor = await (token === null ? sessionActor(request) : tokenActor(token))
  const override = overrideOf(request)
  return override === null ? actor : { ...actor, override }
}

/** The longest reason that is kept, in characters. */
const longestReason = 255

/** A header is ASCII: a reason in other letters comes percent-encoded. */
function overrideOf(request: Request): string | null {
  const sent = request.headers.get('x-fulcrum-override')?.trim() ?? ''
  const bytes = sent.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  const reason = bytes === sent ? sent : Buffer.from(bytes, 'latin1').toString('utf8')
  return reason === '' ? null : reason.slice(0, longestReason)
}

async function tokenActor(token: string): Promise<Actor> {
  const grant = await findToken(token)
  if (grant === null) throw unauthenticated()
  return { ...actorWith(grant.user, { ...grant.project, roles: grant.roles }), via: 'token' }
}

async function sessionActor(request: Request): Promise<Actor> {
  const person = await personOf(request)
  const project = person && projectOf(person, request)
  if (!person || !project) throw unauthenticated()
  return { ...actorWith(person, project), via: 'session' }
}

function actorWith(user: { readonly id: string; readonly name: string }, project: ProjectOfPerson): Omit<Actor, 'via'> {
  return {
    user_id: user.id,
    user_name: user.name,
    project_id: project.id,
    project_name: project.name,
    roles: project.roles,
    request_id: currentRequestId() ?? '',
  }
}

/** Checks the password and issues a token. @throws unauthenticated */
export async function issueToken(credentials: Credentials): Promise<TokenGrant & { readonly token: string }> {
  const user = await checkedUser(credentials)
  const project = projectAmong(await projectsOf(user.id), credentials.project)
  if (!project) throw unauthenticated()
  const token = randomBytes(32).toString('base64url')
  const stamp = {
    audit_id: randomBytes(16).toString('base64url'),
    issued_at: moment(),
    expires_at: moment(clock().now() + tokenMilliseconds),
  }
  const row = { hash: hashOf(token), user_id: user.id, project_id: project.id, ...stamp }
  await inTransaction((transaction) => saveToken(transaction, row))
  return { user, project: { id: project.id, name: project.name }, roles: project.roles, ...stamp, token }
}

async function checkedUser({ user, password }: Credentials): Promise<TokenGrant['user']> {
  const name = (user.id ?? user.name ?? '').toLowerCase()
  refuseGuessing(name)
  const row = await findUser(database(), user.id === undefined ? { username: name } : { id: user.id })
  const hash = row?.accounts[0]?.password ?? null
  // A name that nobody has takes as long as a wrong password: the time must not tell which it was.
  const isRight =
    hash === null ? await hashPassword(password).then(() => false) : await verifyPassword({ hash, password })
  if (row === null || !isRight) {
    noteFailure(name)
    log.warn(logEvents.signInRefused, { user: name })
    throw unauthenticated()
  }
  noteSuccess(name)
  return { id: row.id, name: row.name }
}

function projectAmong(
  projects: readonly ProjectOfPerson[],
  wanted: Credentials['project'],
): ProjectOfPerson | undefined {
  if (!wanted) return projects[0]
  return projects.find(({ id, name }) => (wanted.id === undefined ? name === wanted.name : id === wanted.id))
}

/** What a token stands for, or null when it is unknown, expired or revoked. The roles are those of now. */
export async function findToken(token: string): Promise<TokenGrant | null> {
  const row = await findTokenByHash(database(), hashOf(token))
  if (row === null || row.expires_at <= moment()) return null
  const project = (await projectsOf(row.user_id)).find(({ id }) => id === row.project_id)
  if (!project) return null
  const { audit_id, issued_at, expires_at } = row
  return {
    user: { id: row.user.id, name: row.user.name },
    project: row.project,
    roles: project.roles,
    audit_id,
    issued_at,
    expires_at,
  }
}

export async function revokeToken(token: string): Promise<void> {
  await deleteToken(database(), hashOf(token))
}

function unauthenticated(): DomainError {
  return new DomainError('unauthenticated', 'The request you have made requires authentication.')
}
