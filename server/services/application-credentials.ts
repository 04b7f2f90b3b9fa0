import { randomBytes, randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { type Role, roles } from 'model/access/roles'
import { DomainError } from 'model/errors'
import { z } from 'zod'
import { moment } from '../clock.ts'
import { log, logEvents } from '../log.ts'
import {
  addCredential,
  credentialsOf,
  deleteCredential,
  findCredential,
  type StoredCredential,
} from '../store/application-credentials.ts'
import { database } from '../store/client.ts'
import type { Actor } from './actor.ts'
import { couldNotFind, description, inDirectory, line } from './directory.ts'
import { accepted, parsed } from './parse.ts'
import { forbidden, isAllowed } from './policy.ts'
import { refuseRestricted } from './restricted.ts'

/** What can be shown of one: never its secret. */
export type ApplicationCredential = Omit<StoredCredential, 'secret_hash'>

/** More than a person can want, fewer than would fill the database. */
const mostPerPerson = 100

const roleNames = Object.keys(roles) as [Role, ...Role[]]
export const newCredential = z.strictObject({
  name: line(255).min(1, 'Choose a name'),
  description: description.default(''),
  /** Chosen by the client; one is made when there is none. A hash costs time in the length of what it hashes. */
  secret: line(255).min(8, 'Use at least 8 characters').optional(),
  /** Some of the person's own; null is all that they have in the project. */
  roles: z
    .array(z.enum(roleNames, 'There is no such role'))
    .min(1, 'Choose at least one role')
    .max(roleNames.length)
    .nullable()
    .default(null),
  /** ISO 8601, UTC. */
  expires_at: z.iso.datetime('Write a moment as 2030-01-31T12:00:00Z').nullable().default(null),
  unrestricted: z.boolean('Use true or false').default(false),
})

/** The person's own credentials; an administrator sees those of others too. */
export async function listCredentials(actor: Actor, user_id: string): Promise<ApplicationCredential[]> {
  refuseOthers(actor, user_id)
  return (await credentialsOf(database(), user_id)).map(shown)
}

/** @throws not_found */
export async function showCredential(actor: Actor, user_id: string, id: string): Promise<ApplicationCredential> {
  const credential = (await listCredentials(actor, user_id)).find((one) => one.id === id)
  if (!credential) throw couldNotFind('application credential', id)
  return credential
}

/**
 * Makes a credential for the project that the actor acts in. The answer has the secret, which can not be shown again.
 * @throws conflict when the name is taken, forbidden for roles that the actor does not have
 */
export async function createCredential(
  actor: Actor,
  user_id: string,
  input: unknown,
): Promise<ApplicationCredential & { readonly secret: string }> {
  if (actor.user_id !== user_id) throw forbidden()
  refuseRestricted(actor)
  const { secret = randomBytes(32).toString('base64url'), ...given } = accepted(parsed(newCredential, input))
  const credential = {
    ...given,
    roles: rolesFor(actor, given.roles),
    expires_at: futureMoment(given.expires_at),
    id: randomUUID(),
    user_id,
    project_id: actor.project_id,
    created_at: moment(),
  }
  const secret_hash = await hashPassword(secret)
  await inDirectory(async (transaction) => {
    const others = await credentialsOf(transaction, user_id)
    if (others.length >= mostPerPerson)
      throw new DomainError('over_quota', `Nobody may have more than ${mostPerPerson} application credentials.`)
    if (others.some(({ name }) => name === credential.name)) throw nameTaken(credential.name)
    await addCredential(transaction, { ...credential, secret_hash })
  })
  log.info(logEvents.credentialCreated, { credential: credential.id, user: actor.user_name })
  return { ...credential, secret }
}

/** Ends a credential and every token that was issued for it. @throws not_found */
export async function removeCredential(actor: Actor, user_id: string, id: string): Promise<void> {
  refuseOthers(actor, user_id)
  refuseRestricted(actor)
  await inDirectory(async (transaction) => {
    const known = await findCredential(transaction, { id })
    if (known === null || known.user_id !== user_id) throw couldNotFind('application credential', id)
    await deleteCredential(transaction, id)
  })
  log.info(logEvents.credentialDeleted, { credential: id, by: actor.user_name })
}

function refuseOthers(actor: Actor, user_id: string): void {
  if (actor.user_id !== user_id && !isAllowed(actor, 'manage', null)) throw forbidden()
}

function rolesFor(actor: Actor, wanted: readonly Role[] | null): readonly Role[] {
  if (actor.roles.length === 0) throw forbidden()
  if (wanted === null) return actor.roles
  const missing = wanted.filter((role) => !actor.roles.includes(role))
  if (missing.length > 0) {
    const message = `You do not have the role ${missing.join(', ')} in the project ${actor.project_name}`
    throw new DomainError('forbidden', `${message}.`, [{ about: 'roles', message }])
  }
  return [...new Set(wanted)]
}

function futureMoment(expires_at: string | null): string | null {
  if (expires_at === null) return null
  const end = moment(Date.parse(expires_at))
  if (end > moment()) return end
  throw new DomainError('invalid', 'The credential would have expired already.', [
    { about: 'expires_at', message: 'Choose a moment in the future' },
  ])
}

function nameTaken(name: string): DomainError {
  const message = `You have an application credential called ${name} already`
  return new DomainError('conflict', `${message}.`, [{ about: 'name', message }])
}

function shown({ secret_hash: _, ...credential }: StoredCredential): ApplicationCredential {
  return credential
}
