import type { Role } from 'model/access/roles'
import { currentRequestId } from '../log.ts'
import { personOf, projectOf } from './accounts.ts'
import type { Actor } from './actor.ts'
import { findToken } from './grants.ts'
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
