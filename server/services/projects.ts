import { randomUUID } from 'node:crypto'
import { DomainError } from 'model/errors'
import { z } from 'zod'
import { moment } from '../clock.ts'
import { log, logEvents } from '../log.ts'
import { database, type Transaction } from '../store/client.ts'
import {
  addProject,
  allProjects,
  belongingsOf,
  deleteProjectRow,
  findProject,
  type StoredProject,
  updateProjectRow,
} from '../store/projects.ts'
import { projectsOf } from './accounts.ts'
import type { Actor } from './actor.ts'
import { couldNotFind, description, inDirectory, keepingAnAdministrator, line, present } from './directory.ts'
import { accepted, parsed } from './parse.ts'
import { allow, isAllowed } from './policy.ts'

export type Project = StoredProject

const name = line(64)
  .min(1, 'Choose a name')
  .regex(/^\S(.*\S)?$/, 'Leave out spaces at the ends')
export const newProject = z.strictObject({
  name: z.string('Choose a name').pipe(name),
  description: description.default(''),
  enabled: z.boolean('Use true or false').default(true),
})
export const projectPatch = z.strictObject({
  name: name.optional(),
  description: description.optional(),
  enabled: z.boolean('Use true or false').optional(),
})

/** All projects for an administrator; for everybody else those that they may work in. */
export async function listProjects(actor: Actor): Promise<Project[]> {
  const projects = await allProjects(database())
  if (isAllowed(actor, 'manage', null)) return projects
  const own = new Set((await projectsOf(actor.user_id)).map(({ id }) => id))
  return projects.filter(({ id }) => own.has(id))
}

/** @throws not_found, also for what the actor may not see */
export async function showProject(actor: Actor, id: string): Promise<Project> {
  const project = (await listProjects(actor)).find((one) => one.id === id)
  if (!project) throw couldNotFind('project', id)
  return project
}

/** @throws conflict when the name is taken */
export async function createProject(actor: Actor, input: unknown): Promise<Project> {
  allow(actor, 'manage', null)
  const project = { ...accepted(parsed(newProject, input)), id: randomUUID(), created_at: moment() }
  await inDirectory(async (transaction) => {
    await refuseTakenName(transaction, project)
    await addProject(transaction, project)
  })
  log.info(logEvents.projectCreated, { project: project.name, by: actor.user_name })
  return project
}

export async function updateProject(actor: Actor, id: string, input: unknown): Promise<Project> {
  allow(actor, 'manage', null)
  const patch = present(accepted(parsed(projectPatch, input)))
  const project = await keepingAnAdministrator(async (transaction) => {
    const before = await findProject(transaction, id)
    if (before === null) throw couldNotFind('project', id)
    const after = { ...before, ...patch }
    await refuseTakenName(transaction, after)
    await updateProjectRow(transaction, id, patch)
    return after
  })
  log.info(logEvents.projectUpdated, { project: project.name, by: actor.user_name })
  return project
}

/** Deletes a project with the roles and credentials in it. @throws conflict while it owns anything */
export async function removeProject(actor: Actor, id: string): Promise<void> {
  allow(actor, 'manage', null)
  const project = await keepingAnAdministrator(async (transaction) => {
    const known = await findProject(transaction, id)
    if (known === null) throw couldNotFind('project', id)
    refuseOwner(known, await belongingsOf(transaction, id))
    await deleteProjectRow(transaction, id)
    return known
  })
  log.info(logEvents.projectDeleted, { project: project.name, by: actor.user_name })
}

/** Names differ in more than their case: somebody has to tell them apart. */
async function refuseTakenName(transaction: Transaction, { id, name }: Project): Promise<void> {
  const others = (await allProjects(transaction)).filter((one) => one.id !== id)
  if (!others.some((one) => one.name.toLowerCase() === name.toLowerCase())) return
  throw new DomainError('conflict', `There is a project called ${name} already.`, [
    { about: 'name', message: `There is a project called ${name} already` },
  ])
}

const belongings = {
  load_balancers: ['load balancer', 'load balancers'],
  floating_ips: ['floating IP', 'floating IPs'],
  networks: ['network', 'networks'],
  subnets: ['subnet', 'subnets'],
  ports: ['port', 'ports'],
  certificates: ['certificate', 'certificates'],
  secrets: ['secret', 'secrets'],
  containers: ['secret container', 'secret containers'],
} as const satisfies Record<keyof Awaited<ReturnType<typeof belongingsOf>>, readonly [string, string]>

function refuseOwner({ name }: Project, owned: Awaited<ReturnType<typeof belongingsOf>>): void {
  const kinds = Object.keys(belongings) as (keyof typeof belongings)[]
  const words = kinds
    .filter((kind) => owned[kind] > 0)
    .map((kind) => `${owned[kind]} ${belongings[kind][owned[kind] === 1 ? 0 : 1]}`)
  if (words.length > 0)
    throw new DomainError('conflict', `The project ${name} still owns ${words.join(', ')}. Delete them first.`)
}
