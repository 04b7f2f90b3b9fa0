import { isRole, type Role, roles } from 'model/access/roles'
import { DomainError } from 'model/errors'
import { answerJson } from '@/server/answer.ts'
import {
  assign,
  checkAssignment,
  listAssignments,
  type NamedAssignment,
  unassign,
} from '@/server/services/assignments.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { publicOrigin } from '../shared/origin.ts'
import { domain } from './domain.ts'
import { linksOf, listed } from './listed.ts'
import { assignmentWire, domainWire, roleReference, roleWire } from './wire.ts'

const roleNames = Object.keys(roles) as Role[]

export async function list(call: Call): Promise<Response> {
  return listed(
    call,
    'roles',
    roleNames.map((one) => roleWire(one, publicOrigin(call.request))),
  )
}

export async function show(call: Call): Promise<Response> {
  const id = parameter(call, 'id')
  if (!isRole(id)) throw new DomainError('not_found', `Could not find role: ${id}.`)
  return answerJson({ role: roleWire(id, publicOrigin(call.request)) })
}

export async function listDomains(call: Call): Promise<Response> {
  return listed(call, 'domains', [domainWire(publicOrigin(call.request))])
}

export async function showDomain(call: Call): Promise<Response> {
  const id = parameter(call, 'id')
  if (id !== domain.id) throw new DomainError('not_found', `Could not find domain: ${id}.`)
  return answerJson({ domain: domainWire(publicOrigin(call.request)) })
}

/** Scopes and holders that nothing has here: asked for one of them, the list is empty. */
const absent = ['group.id', 'scope.domain.id', 'scope.system', 'scope.OS-INHERIT:inherited_to']

export async function listRoleAssignments(call: Call): Promise<Response> {
  const query = call.url.searchParams
  const names = query.has('include_names') && !['0', 'false'].includes((query.get('include_names') ?? '').toLowerCase())
  const rows = absent.some((name) => query.has(name)) ? [] : await listAssignments(call.actor, wanted(query))
  const role_assignments = rows.map((one) => assignmentWire(one, { origin: publicOrigin(call.request), names }))
  return answerJson({ role_assignments, links: linksOf(call) })
}

function wanted(query: URLSearchParams) {
  const [user_id, project_id, role] = [query.get('user.id'), query.get('scope.project.id'), query.get('role.id')]
  return {
    ...(user_id !== null && { user_id }),
    ...(project_id !== null && { project_id }),
    ...(role !== null && { role }),
  }
}

/** What somebody may do in one project. */
export async function listRolesOf(call: Call): Promise<Response> {
  const rows: readonly NamedAssignment[] = await listAssignments(call.actor, placeOf(call))
  return listed(
    call,
    'roles',
    rows.map(({ role }) => (isRole(role) ? roleWire(role, publicOrigin(call.request)) : roleReference(role))),
  )
}

export async function add(call: Call): Promise<Response> {
  await assign(call.actor, assignmentOf(call))
  return new Response(null, { status: 204 })
}

export async function check(call: Call): Promise<Response> {
  await checkAssignment(call.actor, assignmentOf(call))
  return new Response(null, { status: 204 })
}

export async function remove(call: Call): Promise<Response> {
  await unassign(call.actor, assignmentOf(call))
  return new Response(null, { status: 204 })
}

function placeOf(call: Call) {
  return { project_id: parameter(call, 'project_id'), user_id: parameter(call, 'user_id') }
}

function assignmentOf(call: Call) {
  return { ...placeOf(call), role: parameter(call, 'role_id') }
}
