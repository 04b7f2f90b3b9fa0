import { DomainError } from 'model/errors'
import { z } from 'zod'
import { answerJson } from '@/server/answer.ts'
import { abilitiesNow } from '@/server/services/abilities.ts'
import {
  createAdministrator,
  isSetUp,
  type Person,
  personOf,
  projectCookie,
  projectOf,
  projectsOf,
  signIn,
  signOut,
} from '@/server/services/accounts.ts'
import { engineStates } from '@/server/services/engines.ts'
import type { Call, OpenCall } from '../shared/operation.ts'
import { publicOrigin } from '../shared/origin.ts'
import { parsed } from '../shared/parse.ts'

/** Who is signed in, where they may work, and what serves; answers people who are signed out too, with less. */
export async function showSession({ request }: OpenCall): Promise<Response> {
  const person = await personOf(request)
  const signedIn = person
    ? await viewOf(person, request)
    : { user: null, project: null, projects: [], engines: [], abilities: null }
  return answerJson(
    { is_set_up: person !== null || (await isSetUp()), ...signedIn },
    { headers: { 'cache-control': 'no-store' } },
  )
}

async function viewOf(person: Person, request: Request): Promise<object> {
  const project = projectOf(person, request)
  const { id, name, is_admin } = person
  return {
    user: { id, name, is_admin },
    project: project && { id: project.id, name: project.name },
    projects: person.projects,
    engines: await engineStates(),
    abilities: abilitiesNow(),
  }
}

export const signInBody = z.object({
  name: z.string('Enter your name').min(1, 'Enter your name'),
  password: z.string('Enter your password').min(1, 'Enter your password'),
})
export const projectChoice = z.strictObject({ project_id: z.string('Name a project').min(1).max(36) })
const namedPassword = z.object({ name: z.string(), password: z.string() })

/** Creates the administrator and signs in. */
export async function setUp({ request, body }: OpenCall): Promise<Response> {
  const person = await createAdministrator(body)
  const headers = await signIn(parsed(namedPassword, body), request)
  const { id, name, is_admin } = person
  return answerJson({ user: { id, name, is_admin } }, { status: 201, headers })
}

export async function startSession({ request, body }: OpenCall): Promise<Response> {
  const { name, password } = parsed(signInBody, body)
  return new Response(null, { status: 204, headers: await signIn({ name, password }, request) })
}

export async function endSession({ request }: OpenCall): Promise<Response> {
  return new Response(null, { status: 204, headers: await signOut(request) })
}

/** A year in seconds: which project somebody works in is remembered longer than their session. */
const projectCookieAge = 31_536_000

/** Changes the project that the person works in. The cookie is a wish: each request checks that they belong to it. */
export async function chooseProject({ actor, request, body }: Call): Promise<Response> {
  const { project_id } = parsed(projectChoice, body)
  const project = (await projectsOf(actor.user_id)).find((one) => one.id === project_id)
  if (!project) throw new DomainError('not_found', `Project ${project_id} not found among yours.`)
  const cookie = [
    `${projectCookie}=${encodeURIComponent(project.id)}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    `Max-Age=${projectCookieAge}`,
    ...(publicOrigin(request).startsWith('https:') ? ['Secure'] : []),
  ]
  const answer = { project: { id: project.id, name: project.name } }
  return answerJson(answer, { headers: { 'set-cookie': cookie.join('; ') } })
}
