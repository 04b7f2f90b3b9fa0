import type { Role } from 'model/access/roles'
import { currentRequestId } from '../log.ts'
import { type Person, type ProjectOfPerson, personOf, personWith, projectOf } from './accounts.ts'
import type { Actor } from './actor.ts'
import { findToken } from './grants.ts'
import { forbidden } from './policy.ts'
import { unauthenticated } from './unauthenticated.ts'

/**
 * Who asks: by `X-Auth-Token`, else by the session cookie. The project of a session is the one that the cookie
 * `fulcrum_project` names, if the person belongs to it, else the person's default project or their first.
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

/**
 * Who asks for something in a project that the path names: by token, by session cookie, or as the person whose access key has signed
 * the request. The rights are those of the person in that project; a token is for its own project alone.
 * @throws unauthenticated, forbidden for a project that is not theirs
 */
export async function actorIn(project_id: string, request: Request, signer: string | null): Promise<Actor> {
  const actor = await (signer === null ? heldTo(project_id, request) : signingActor(project_id, signer))
  const override = overrideOf(request)
  return override === null ? actor : { ...actor, override }
}

async function heldTo(project_id: string, request: Request): Promise<Actor> {
  const token = request.headers.get('x-auth-token')
  if (token !== null) {
    const actor = await tokenActor(token)
    if (actor.project_id !== project_id) throw forbidden()
    return actor
  }
  const person = await personOf(request)
  if (!person) throw unauthenticated()
  return { ...actorWith(person, theirs(person, project_id)), via: 'session' }
}

async function signingActor(project_id: string, user_id: string): Promise<Actor> {
  const person = await personWith(user_id)
  if (!person) throw unauthenticated()
  return { ...actorWith(person, theirs(person, project_id)), via: 'token' }
}

function theirs(person: Person, project_id: string): ProjectOfPerson {
  const project = person.projects.find(({ id }) => id === project_id)
  if (!project) throw forbidden()
  return project
}

async function tokenActor(token: string): Promise<Actor> {
  const grant = await findToken(token)
  if (grant === null) throw unauthenticated()
  const { user, project, roles, credential } = grant
  return { ...actorWith(user, project && { ...project, roles }), via: 'token', ...(credential && { credential }) }
}

async function sessionActor(request: Request): Promise<Actor> {
  const person = await personOf(request)
  if (!person) throw unauthenticated()
  return { ...actorWith(person, projectOf(person, request)), via: 'session' }
}

type Named = { readonly id: string; readonly name: string }

function actorWith(user: Named, project: (Named & { readonly roles: readonly Role[] }) | null): Omit<Actor, 'via'> {
  return {
    user_id: user.id,
    user_name: user.name,
    project_id: project?.id ?? '',
    project_name: project?.name ?? '',
    roles: project?.roles ?? [],
    request_id: currentRequestId() ?? '',
  }
}
