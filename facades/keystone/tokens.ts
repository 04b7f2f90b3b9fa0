import { DomainError } from 'model/errors'
import { answerJson } from '@/server/answer.ts'
import { findToken, revokeToken, type TokenGrant } from '@/server/services/grants.ts'
import { isAllowed } from '@/server/services/policy.ts'
import { issueToken } from '@/server/services/tokens.ts'
import type { Call, OpenCall } from '../shared/operation.ts'
import { publicOrigin } from '../shared/origin.ts'
import { catalogOf } from './catalog.ts'
import { authenticationOf } from './credentials.ts'
import { tokenWire } from './wire.ts'

export async function issue(call: OpenCall): Promise<Response> {
  const { proofs, scope } = authenticationOf(call.body)
  const { token, ...grant } = await issueToken(proofs, scope)
  return answerJson(tokenWire(grant, options(call)), { status: 201, headers: secret(token) })
}

export async function showToken(call: Call): Promise<Response> {
  const { grant, token } = await subject(call)
  return answerJson(tokenWire(grant, options(call)), { headers: secret(token) })
}

export async function checkToken(call: Call): Promise<Response> {
  const { token } = await subject(call)
  return new Response(null, { status: 200, headers: secret(token) })
}

export async function revoke(call: Call): Promise<Response> {
  const { token } = await subject(call)
  await revokeToken(token)
  return new Response(null, { status: 204 })
}

export async function showCatalog({ request, url, actor }: Call): Promise<Response> {
  const origin = publicOrigin(request)
  const catalog = actor.project_id === '' ? [] : catalogOf(origin, actor.project_id)
  return answerJson({ catalog, links: { next: null, previous: null, self: `${origin}${url.pathname}` } })
}

function options({ request, url }: OpenCall) {
  return { origin: publicOrigin(request), catalog: !url.searchParams.has('nocatalog') }
}

/** The token that a call is about. Somebody else's is as unknown as one that never was, but to administrators. */
async function subject({ request, actor }: Call): Promise<{ readonly grant: TokenGrant; readonly token: string }> {
  const token = request.headers.get('x-subject-token') ?? ''
  const grant = token === '' ? null : await findToken(token)
  const isTheirs = grant !== null && (grant.user.id === actor.user_id || isAllowed(actor, 'manage', null))
  if (!isTheirs) throw new DomainError('not_found', 'This is not a recognized token.')
  return { grant, token }
}

/** Clients read the token from this header; no cache between may keep it. */
function secret(token: string): Record<string, string> {
  return { 'x-subject-token': token, 'cache-control': 'no-store', vary: 'X-Auth-Token' }
}
