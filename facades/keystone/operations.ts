import { DomainError } from 'model/errors'
import { findToken, issueToken, revokeToken, type TokenGrant } from '@/server/services/access.ts'
import { projectsOf } from '@/server/services/accounts.ts'
import type { Call, OpenCall, Operation } from '../shared/operation.ts'
import { publicOrigin } from '../shared/origin.ts'
import { credentialsOf } from './credentials.ts'
import { projectWire, tokenWire, versionWire } from './wire.ts'

/** Every operation of the identity API that the clients of the other services need. */
export const operations = [
  {
    method: 'GET',
    path: '/',
    deed: 'anyone',
    takes: 'nothing',
    summary: 'List the versions of this API',
    run: listVersions,
  },
  { method: 'GET', path: '/v3', deed: 'anyone', takes: 'nothing', summary: 'Show the version', run: showVersion },
  {
    method: 'POST',
    path: '/v3/auth/tokens',
    deed: 'anyone',
    takes: 'json',
    summary: 'Issue a token for a name and password',
    run: issue,
  },
  {
    method: 'GET',
    path: '/v3/auth/tokens',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'Show what a token stands for',
    run: showToken,
  },
  {
    method: 'HEAD',
    path: '/v3/auth/tokens',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'Tell whether a token is good',
    run: checkToken,
  },
  {
    method: 'DELETE',
    path: '/v3/auth/tokens',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'Revoke a token',
    run: revoke,
  },
  {
    method: 'GET',
    path: '/v3/projects',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'List projects, by name',
    run: listProjects,
  },
  {
    method: 'GET',
    path: '/v3/auth/projects',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'List the projects to act in',
    run: listProjects,
  },
] as const satisfies readonly Operation[]

/** 300 as Keystone answers it: several choices, one of which follows. */
async function listVersions({ request }: OpenCall): Promise<Response> {
  return Response.json({ versions: { values: [versionWire(publicOrigin(request))] } }, { status: 300 })
}

async function showVersion({ request }: OpenCall): Promise<Response> {
  return Response.json({ version: versionWire(publicOrigin(request)) })
}

async function issue(call: OpenCall): Promise<Response> {
  const { token, ...grant } = await issueToken(credentialsOf(call.body))
  return Response.json(tokenWire(grant, publicOrigin(call.request)), { status: 201, headers: secret(token) })
}

async function showToken(call: Call): Promise<Response> {
  const { grant, token } = await subject(call)
  return Response.json(tokenWire(grant, publicOrigin(call.request)), { headers: secret(token) })
}

async function checkToken(call: Call): Promise<Response> {
  const { token } = await subject(call)
  return new Response(null, { status: 200, headers: secret(token) })
}

async function revoke(call: Call): Promise<Response> {
  const { token } = await subject(call)
  await revokeToken(token)
  return new Response(null, { status: 204 })
}

/** A person's own projects, `?name=` one of them. */
async function listProjects(call: Call): Promise<Response> {
  const origin = publicOrigin(call.request)
  const name = call.url.searchParams.get('name')
  const own = await projectsOf(call.actor.user_id)
  const projects = own.filter((one) => name === null || one.name === name).map((one) => projectWire(one, origin))
  return Response.json({ projects, links: { next: null, previous: null, self: `${origin}${call.url.pathname}` } })
}

/** The token that a call is about. Somebody else's is as unknown as one that never was, but to administrators. */
async function subject({ request, actor }: Call): Promise<{ readonly grant: TokenGrant; readonly token: string }> {
  const token = request.headers.get('x-subject-token') ?? ''
  const grant = token === '' ? null : await findToken(token)
  const isTheirs = grant !== null && (grant.user.id === actor.user_id || actor.roles.includes('admin'))
  if (!isTheirs) throw new DomainError('not_found', 'This is not a recognized token.')
  return { grant, token }
}

/** Clients read the token from this header; no cache between may keep it. */
function secret(token: string): Record<string, string> {
  return { 'x-subject-token': token, 'cache-control': 'no-store', vary: 'X-Auth-Token' }
}
