import { randomUUID } from 'node:crypto'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { DomainError } from 'model/errors'
import { z } from 'zod'
import { log, logEvents } from '../log.ts'
import {
  addUser,
  allPeople,
  deletePersonRow,
  endAccess,
  findPerson,
  findUser,
  type StoredPerson,
  savePassword,
  updatePersonRow,
} from '../store/accounts.ts'
import { database, type Transaction } from '../store/client.ts'
import { findProject } from '../store/projects.ts'
import { accountName, accountPassword } from './accounts.ts'
import type { Actor } from './actor.ts'
import { couldNotFind, description, inDirectory, keepingAnAdministrator, line, present } from './directory.ts'
import { accepted, parsed } from './parse.ts'
import { allow, forbidden, isAllowed } from './policy.ts'
import { noteFailure, noteSuccess, refuseGuessing } from './sign-in-limit.ts'

export type PersonRecord = StoredPerson

const contact = line(255)
  .regex(/^\S+@\S+$/, 'Write an e-mail address')
  .nullable()
const project = line(36).nullable()
const enabled = z.boolean('Use true or false')

export const newPerson = z.strictObject({
  name: accountName,
  /** Somebody without one signs in once an administrator has set it. */
  password: accountPassword.nullish(),
  description: description.default(''),
  contact: contact.default(null),
  default_project_id: project.default(null),
  enabled: enabled.default(true),
})
export const personPatch = z
  .strictObject({ name: accountName, description, contact, default_project_id: project, enabled })
  .partial()
  .extend({ password: accountPassword.optional() })

/** Everybody for an administrator; for everybody else themselves. */
export async function listPeople(actor: Actor): Promise<PersonRecord[]> {
  const people = await allPeople(database())
  return isAllowed(actor, 'manage', null) ? people : people.filter(({ id }) => id === actor.user_id)
}

/** @throws not_found, also for whom the actor may not see */
export async function showPerson(actor: Actor, id: string): Promise<PersonRecord> {
  const isSeen = id === actor.user_id || isAllowed(actor, 'manage', null)
  const person = isSeen ? await findPerson(database(), { id }) : null
  if (person === null) throw couldNotFind('user', id)
  return person
}

/** @throws conflict when the name is taken */
export async function createPerson(actor: Actor, input: unknown): Promise<PersonRecord> {
  allow(actor, 'manage', null)
  const { password, ...values } = accepted(parsed(newPerson, input))
  const person = { ...values, id: randomUUID() }
  // Hashing takes a tenth of a second: not while everybody else waits for the transaction.
  const passwordHash = typeof password === 'string' ? await hashPassword(password) : null
  await inDirectory(async (transaction) => {
    await refuseTakenName(transaction, person)
    await refuseUnknownProject(transaction, person.default_project_id)
    await addUser(transaction, { ...person, passwordHash })
  })
  log.info(logEvents.personCreated, { user: person.name, by: actor.user_name })
  return person
}

/** Somebody who is switched off, or gets another password, is signed out everywhere. */
export async function updatePerson(actor: Actor, id: string, input: unknown): Promise<PersonRecord> {
  allow(actor, 'manage', null)
  const { password, ...patch } = present(accepted(parsed(personPatch, input)))
  const passwordHash = password === undefined ? null : await hashPassword(password)
  const person = await keepingAnAdministrator(async (transaction) => {
    const before = await findPerson(transaction, { id })
    if (before === null) throw couldNotFind('user', id)
    const after = { ...before, ...patch }
    await refuseTakenName(transaction, after)
    await refuseUnknownProject(transaction, patch.default_project_id ?? null)
    await updatePersonRow(transaction, id, patch)
    if (passwordHash !== null) await savePassword(transaction, id, passwordHash)
    if (!after.enabled) await endAccess(transaction, id)
    return after
  })
  log.info(logEvents.personUpdated, { user: person.name, by: actor.user_name })
  return person
}

/** Deletes a person with their roles and credentials. What they created stays: it belongs to the projects. */
export async function removePerson(actor: Actor, id: string): Promise<void> {
  allow(actor, 'manage', null)
  const person = await keepingAnAdministrator(async (transaction) => {
    const known = await findPerson(transaction, { id })
    if (known === null) throw couldNotFind('user', id)
    await deletePersonRow(transaction, id)
    return known
  })
  log.info(logEvents.personDeleted, { user: person.name, by: actor.user_name })
}

export const passwordChange = z.strictObject({
  original_password: z.string('Enter your current password').min(1, 'Enter your current password').max(1_024),
  password: accountPassword,
})

/** A person changes their own password, and is signed out everywhere. @throws unauthenticated when the old one is wrong */
export async function changePassword(actor: Actor, id: string, input: unknown): Promise<void> {
  if (actor.user_id !== id) throw forbidden()
  const { original_password, password } = accepted(parsed(passwordChange, input))
  const row = await findUser(database(), { id })
  const name = row?.username ?? id
  refuseGuessing(name)
  const hash = row?.accounts[0]?.password ?? null
  if (hash === null || !(await verifyPassword({ hash, password: original_password }))) {
    noteFailure(name)
    const message = 'That is not your current password'
    throw new DomainError('unauthenticated', `${message}.`, [{ about: 'original_password', message }])
  }
  noteSuccess(name)
  const passwordHash = await hashPassword(password)
  await inDirectory((transaction) => savePassword(transaction, id, passwordHash))
  log.info(logEvents.passwordChanged, { user: actor.user_name })
}

async function refuseTakenName(transaction: Transaction, { id, name }: PersonRecord): Promise<void> {
  const other = await findPerson(transaction, { username: name.toLowerCase() })
  if (other === null || other.id === id) return
  throw new DomainError('conflict', `There is somebody called ${other.name} already.`, [
    { about: 'name', message: `There is somebody called ${other.name} already` },
  ])
}

async function refuseUnknownProject(transaction: Transaction, id: string | null): Promise<void> {
  if (id !== null && (await findProject(transaction, id)) === null) throw couldNotFind('project', id)
}
