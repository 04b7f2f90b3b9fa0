import { answerJson } from '@/server/answer.ts'
import { projectsOf } from '@/server/services/accounts.ts'
import { createProject, listProjects, removeProject, showProject, updateProject } from '@/server/services/projects.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { publicOrigin } from '../shared/origin.ts'
import { listed } from './listed.ts'
import { type Attributes, attributesOf, rootOf } from './reading.ts'
import { projectWire } from './wire.ts'

/** The attributes that can be set, under the names of the service. */
const names = { name: 'name', description: 'description', enabled: 'enabled' } as const

export async function list(call: Call): Promise<Response> {
  const rows = await listProjects(call.actor)
  return listed(
    call,
    'projects',
    rows.map((one) => projectWire(one, publicOrigin(call.request))),
  )
}

/** The projects that whoever asks can act in, whatever they may see besides. */
export async function listOwn(call: Call): Promise<Response> {
  return listOf(call, call.actor.user_id)
}

export async function listOf(call: Call, user_id: string): Promise<Response> {
  const own = new Set((await projectsOf(user_id)).map(({ id }) => id))
  const rows = (await listProjects(call.actor)).filter(({ id }) => own.has(id))
  return listed(
    call,
    'projects',
    rows.map((one) => projectWire(one, publicOrigin(call.request))),
  )
}

export async function create(call: Call): Promise<Response> {
  const project = await createProject(call.actor, input(rootOf(call.body, 'project')))
  return answerJson({ project: projectWire(project, publicOrigin(call.request)) }, { status: 201 })
}

export async function show(call: Call): Promise<Response> {
  const project = await showProject(call.actor, parameter(call, 'id'))
  return answerJson({ project: projectWire(project, publicOrigin(call.request)) })
}

export async function update(call: Call): Promise<Response> {
  const project = await updateProject(call.actor, parameter(call, 'id'), input(rootOf(call.body, 'project')))
  return answerJson({ project: projectWire(project, publicOrigin(call.request)) })
}

export async function remove(call: Call): Promise<Response> {
  await removeProject(call.actor, parameter(call, 'id'))
  return new Response(null, { status: 204 })
}

/** Clients send null for a description that is not given. */
function input(given: Attributes): object {
  const { description, ...others } = attributesOf(given, names)
  return description === undefined || description === null ? others : { ...others, description }
}
