import { randomUUID } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { isRole, type Role } from 'model/access/roles'
import { DomainError } from 'model/errors'
import { z } from 'zod'
import { moment } from '../clock.ts'
import { log, logEvents } from '../log.ts'
import {
  addUser,
  assignRole,
  countUsers,
  findPerson,
  findPersonWithRoles,
  type RoleInProject,
} from '../store/accounts.ts'
import { database, inTransaction } from '../store/client.ts'
import { ensureProject, findProjectByName } from '../store/projects.ts'
import { lockWriters } from '../store/revisions.ts'
import { auth, passwordLimits, userName } from './auth.ts'
import { accepted, parsed } from './parse.ts'
import { noteFailure, noteSuccess, refuseGuessing } from './sign-in-limit.ts'

/** The cookie that says in which project a signed-in person works. */
export const projectCookie = 'fulcrum_project'
/** The project that the first administrator works in. */
export const firstProject = 'default'

export type ProjectOfPerson = { readonly id: string; readonly name: string; readonly roles: readonly Role[] }
export type Person = {
  readonly id: string
  readonly name: string
  /** Whether they administer projects, people and networks: in all projects, whichever they work in. */
  readonly is_admin: boolean
  readonly default_project_id: string | null
  readonly projects: readonly ProjectOfPerson[]
}

export const accountName = z
  .string('Choose a name')
  .regex(userName, 'Use letters, digits, and . _ @ - after the first character; at most 64')
export const accountPassword = z
  .string('Choose a password')
  .min(passwordLimits.min, `Use at least ${passwordLimits.min} characters`)
  .max(passwordLimits.max, `Use at most ${passwordLimits.max} characters`)
export const newAccount = z.strictObject({ name: accountName, password: accountPassword })
export type NewAccount = z.output<typeof newAccount>

/** Whether somebody can sign in at all. */
export async function isSetUp(): Promise<boolean> {
  return (await countUsers(database())) > 0
}

/** The first account: administrator of the project `default`. @throws conflict when there is one, invalid with issues about `name` and `password` */
export async function createAdministrator(input: unknown): Promise<Person> {
  const account = accepted(parsed(newAccount, input))
  const id = await addPerson(account, { project: firstProject, role: 'admin', onlyIfFirst: true })
  log.info(logEvents.administratorCreated, { user: account.name })
  const person = await personWith(id)
  if (person === null) throw new Error('The administrator was not stored.')
  return person
}

type Place = { readonly project: string; readonly role: Role | (string & {}); readonly onlyIfFirst: boolean }

/** Adds a person to a project, which is created if it is not there. The answer is the person's id. */
export async function addPerson(
  { name, password }: NewAccount,
  { project, role, onlyIfFirst }: Place,
): Promise<string> {
  // Hashing takes a tenth of a second: not while everybody else waits for the transaction.
  const passwordHash = await hashPassword(password)
  const id = randomUUID()
  await inTransaction(async (transaction) => {
    await lockWriters(transaction)
    if (onlyIfFirst && (await countUsers(transaction)) > 0) {
      throw new DomainError('conflict', 'Fulcrum is set up already. Sign in with the account that was created then.')
    }
    await ensureProject(transaction, { id: randomUUID(), name: project, created_at: moment() })
    const owner = await findProjectByName(transaction, project)
    if (owner === null) throw new Error(`The project ${project} was not stored.`)
    await addUser(transaction, { id, name, passwordHash })
    await assignRole(transaction, { user_id: id, project_id: owner.id, role })
  })
  return id
}

const namedPassword = z.object({ name: z.string().min(1), password: z.string().min(1) })
const wrong = 'The name or the password is wrong.'

/** Checks the password and opens a session: the answer carries its Set-Cookie. @throws unauthenticated, in words for a person */
export async function signIn(input: unknown, request: Request): Promise<Headers> {
  const parsedInput = namedPassword.safeParse(input)
  if (!parsedInput.success) throw new DomainError('unauthenticated', wrong)
  const { name, password } = parsedInput.data
  const username = name.toLowerCase()
  refuseGuessing(username)
  const answer = await auth().api.signInUsername({
    body: { username, password },
    headers: request.headers,
    asResponse: true,
  })
  if (answer.ok && (await isEnabled(username))) {
    noteSuccess(username)
    return cookiesOf(answer)
  }
  if (answer.status >= 500) throw new Error(`Signing in failed with ${answer.status}: ${await answer.text()}`)
  noteFailure(username)
  log.warn(logEvents.signInRefused, { user: name })
  throw new DomainError('unauthenticated', wrong)
}

async function isEnabled(username: string): Promise<boolean> {
  return (await findPerson(database(), { username }))?.enabled ?? false
}

/** Ends the session of the request: the answer carries the Set-Cookie that clears it. */
export async function signOut(request: Request): Promise<Headers> {
  return cookiesOf(await auth().api.signOut({ headers: request.headers, asResponse: true }))
}

function cookiesOf(answer: Response): Headers {
  const headers = new Headers()
  for (const cookie of answer.headers.getSetCookie()) headers.append('set-cookie', cookie)
  return headers
}

/** Who is signed in by session cookie, or null. */
export async function personOf(request: Request): Promise<Person | null> {
  // Without a cookie nobody is, and the database need not be asked.
  if (!request.headers.has('cookie')) return null
  const session = await auth().api.getSession({ headers: request.headers })
  return session === null ? null : personWith(session.user.id)
}

/** Null for somebody who is not there or may not sign in. */
export async function personWith(id: string): Promise<Person | null> {
  const row = await findPersonWithRoles(database(), id)
  if (row === null || !row.enabled) return null
  const projects = projectsAmong(row.assignments)
  const is_admin = projects.some((one) => one.roles.includes('admin'))
  return { id, name: row.name, is_admin, default_project_id: row.default_project_id, projects }
}

/** The project of a session: what the cookie names, if the person belongs to it, else the default one or the first. */
export function projectOf(person: Person, request: Request): ProjectOfPerson | null {
  const { projects, default_project_id } = person
  const wished = [cookieOf(request, projectCookie), default_project_id]
  return wished.flatMap((id) => projects.find((one) => one.id === id) ?? [])[0] ?? projects[0] ?? null
}

/** The projects that a person may work in, by name; none for somebody who may not sign in. */
export async function projectsOf(user_id: string): Promise<ProjectOfPerson[]> {
  const row = await findPersonWithRoles(database(), user_id)
  return row?.enabled ? projectsAmong(row.assignments) : []
}

/** The projects where one can act. A role that means nothing here gives no rights: other systems have more of them. */
export function projectsAmong(assignments: readonly RoleInProject[]): ProjectOfPerson[] {
  const projects = new Map<string, { id: string; name: string; roles: Role[] }>()
  for (const { project, role } of assignments) {
    if (!project.enabled) continue
    const known = projects.get(project.id) ?? { id: project.id, name: project.name, roles: [] }
    if (isRole(role)) known.roles.push(role)
    projects.set(project.id, known)
  }
  return [...projects.values()]
}

function cookieOf(request: Request, name: string): string | null {
  const pairs = (request.headers.get('cookie') ?? '').split(';').map((pair) => pair.trim())
  const pair = pairs.find((one) => one.startsWith(`${name}=`))
  return pair === undefined ? null : decoded(pair.slice(name.length + 1))
}

/** A cookie that somebody has spoilt is one that names nothing. */
function decoded(text: string): string | null {
  return /%(?![0-9a-f]{2})/i.test(text) ? null : decodeURIComponent(text)
}
