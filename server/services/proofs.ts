import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { log, logEvents } from '../log.ts'
import { findPerson, findUser } from '../store/accounts.ts'
import { findCredential, type StoredCredential } from '../store/application-credentials.ts'
import { database } from '../store/client.ts'
import { findToken, isOver, type UsedCredential, usedCredential } from './grants.ts'
import { noteFailure, noteSuccess, refuseGuessing } from './sign-in-limit.ts'
import { unauthenticated } from './unauthenticated.ts'

/** Something as a client names it: the id wins over the name. */
export type Naming = { readonly id?: string | undefined; readonly name?: string | undefined }

/** One way in which somebody says who they are, in Keystone's words. */
export type Proof =
  | { readonly method: 'password'; readonly user: Naming; readonly password: string }
  | { readonly method: 'token'; readonly token: string }
  | {
      readonly method: 'application_credential'
      readonly credential: Naming
      /** Whose it is, when it is named by its name. */
      readonly user: Naming
      readonly secret: string
    }

/** Who somebody turned out to be. */
export type Proven = {
  readonly user_id: string
  readonly methods: readonly string[]
  /** The credential that was used, or that the token was issued for: it decides about project and roles. */
  readonly credential: UsedCredential | null
  /** A token that was got for a token lives no longer than that one. ISO 8601, UTC. */
  readonly not_after: string | null
}

/** Checks one proof. @throws unauthenticated */
export async function proven(proof: Proof): Promise<Proven> {
  if (proof.method === 'password') return byPassword(proof.user, proof.password)
  if (proof.method === 'token') return byToken(proof.token)
  return byCredential(proof)
}

async function byPassword(named: Naming, password: string): Promise<Proven> {
  const given = (named.id ?? named.name ?? '').toLowerCase()
  const row = await findUser(database(), named.id === undefined ? { username: given } : { id: named.id })
  await refuseUnlessSame(row?.username ?? given, { hash: row?.accounts[0]?.password ?? null, given: password })
  if (row === null || !row.enabled) throw unauthenticated()
  return { user_id: row.id, methods: ['password'], credential: null, not_after: null }
}

async function byToken(token: string): Promise<Proven> {
  const grant = await findToken(token)
  if (grant === null) throw unauthenticated()
  const { user, credential, expires_at, methods } = grant
  return { user_id: user.id, credential, not_after: expires_at, methods: [...new Set([...methods, 'token'])] }
}

async function byCredential({ credential, user, secret }: Extract<Proof, { method: 'application_credential' }>) {
  const row = await namedCredential(credential, user)
  const name = `application credential ${row?.id ?? credential.id ?? `${user.id ?? user.name} ${credential.name}`}`
  await refuseUnlessSame(name, { hash: row?.secret_hash ?? null, given: secret })
  if (row === null || isOver(row)) throw unauthenticated()
  const methods = ['application_credential']
  return { user_id: row.user_id, methods, credential: usedCredential(row), not_after: row.expires_at }
}

async function namedCredential(credential: Naming, user: Naming): Promise<StoredCredential | null> {
  if (credential.id !== undefined) return findCredential(database(), { id: credential.id })
  const by = user.id === undefined ? { username: (user.name ?? '').toLowerCase() } : { id: user.id }
  const owner = await findPerson(database(), by)
  return owner && findCredential(database(), { user_id: owner.id, name: credential.name ?? '' })
}

/** What nobody has takes as long as what is wrong: the time must not tell which it was. */
async function refuseUnlessSame(
  name: string,
  { hash, given }: { readonly hash: string | null; readonly given: string },
): Promise<void> {
  refuseGuessing(name)
  const isRight =
    hash === null ? await hashPassword(given).then(() => false) : await verifyPassword({ hash, password: given })
  if (!isRight) {
    noteFailure(name)
    log.warn(logEvents.signInRefused, { user: name })
    throw unauthenticated()
  }
  noteSuccess(name)
}
