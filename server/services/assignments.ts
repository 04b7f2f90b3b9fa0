import { isRole } from 'model/access/roles'
import { log, logEvents } from '../log.ts'
import { type Assignment, assignRole, findAssignments, findPerson, unassignRole } from '../store/accounts.ts'
import { database, type Transaction } from '../store/client.ts'
import { findProject } from '../store/projects.ts'
import type { Actor } from './actor.ts'
import { couldNotFind, inDirectory, keepingAnAdministrator } from './directory.ts'
import { allow, isAllowed } from './policy.ts'

export type NamedAssignment = {
  readonly role: string
  readonly user: { readonly id: string; readonly name: string }
  readonly project: { readonly id: string; readonly name: string }
}

/** Who has which role where: all of it for an administrator, for everybody else their own. */
export async function listAssignments(actor: Actor, wanted: Partial<Assignment> = {}): Promise<NamedAssignment[]> {
  const rows = await findAssignments(database(), wanted)
  const seen = isAllowed(actor, 'manage', null) ? rows : rows.filter(({ user_id }) => user_id === actor.user_id)
  return seen.map(({ role, user, project }) => ({ role, user, project }))
}

/** Gives somebody a role in a project; having it already is fine. @throws not_found */
export async function assign(actor: Actor, assignment: Assignment): Promise<void> {
  allow(actor, 'manage', null)
  const names = await inDirectory(async (transaction) => {
    const found = await partiesOf(transaction, assignment)
    await assignRole(transaction, assignment)
    return found
  })
  log.info(logEvents.roleAssigned, { ...names, role: assignment.role, by: actor.user_name })
}

/** @throws not_found when they do not have it, conflict when nobody else could administer */
export async function unassign(actor: Actor, assignment: Assignment): Promise<void> {
  allow(actor, 'manage', null)
  const names = await keepingAnAdministrator(async (transaction) => {
    const found = await partiesOf(transaction, assignment)
    if (!(await unassignRole(transaction, assignment))) throw couldNotFind('role', assignment.role)
    return found
  })
  log.info(logEvents.roleUnassigned, { ...names, role: assignment.role, by: actor.user_name })
}

/** @throws not_found when there is no such role, person, project, or they do not have it there */
export async function checkAssignment(actor: Actor, assignment: Assignment): Promise<void> {
  const [found] = await listAssignments(actor, assignment)
  if (!found) throw couldNotFind('role', assignment.role)
}

async function partiesOf(transaction: Transaction, { user_id, project_id, role }: Assignment) {
  const user = await findPerson(transaction, { id: user_id })
  if (user === null) throw couldNotFind('user', user_id)
  const project = await findProject(transaction, project_id)
  if (project === null) throw couldNotFind('project', project_id)
  if (!isRole(role)) throw couldNotFind('role', role)
  return { user: user.name, project: project.name }
}
