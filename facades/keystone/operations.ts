import { answerJson } from '@/server/answer.ts'
import type { OpenCall, Operation } from '../shared/operation.ts'
import { publicOrigin } from '../shared/origin.ts'
import * as credentials from './application-credentials.ts'
import { bodies } from './bodies.ts'
import { authentication } from './credentials.ts'
import * as projects from './projects.ts'
import * as roles from './roles.ts'
import { checkToken, issue, revoke, showCatalog, showToken } from './tokens.ts'
import * as users from './users.ts'
import { versionWire } from './wire.ts'

const rolesThere = '/v3/projects/{project_id}/users/{user_id}/roles'
const ownCredentials = '/v3/users/{user_id}/application_credentials'

/** Every operation of the identity API. `signed-in`: whoever asks sees what is theirs, an administrator what is everybody's. */
export const operations = [
  {
    method: 'GET',
    path: '/',
    deed: 'anyone',
    takes: 'nothing',
    summary: 'List the versions of this API',
    run: listVersions,
  },
  {
    method: 'GET',
    path: '/v3',
    deed: 'anyone',
    takes: 'nothing',
    summary: 'Show the version',
    run: showVersion,
  },
  {
    method: 'POST',
    path: '/v3/auth/tokens',
    deed: 'anyone',
    takes: 'json',
    accepts: authentication,
    summary: 'Issue a token for a password, a token or an application credential',
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
    path: '/v3/auth/catalog',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'List the services and where they are',
    run: showCatalog,
  },
  {
    method: 'GET',
    path: '/v3/auth/projects',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'List the projects to act in',
    run: projects.listOwn,
  },
  {
    method: 'GET',
    path: '/v3/projects',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'List projects',
    run: projects.list,
  },
  {
    method: 'POST',
    path: '/v3/projects',
    deed: 'manage',
    takes: 'json',
    accepts: bodies.createProject,
    summary: 'Create a project',
    run: projects.create,
  },
  {
    method: 'GET',
    path: '/v3/projects/{id}',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'Show a project',
    run: projects.show,
  },
  {
    method: 'PATCH',
    path: '/v3/projects/{id}',
    deed: 'manage',
    takes: 'json',
    accepts: bodies.updateProject,
    summary: 'Update a project',
    run: projects.update,
  },
  {
    method: 'DELETE',
    path: '/v3/projects/{id}',
    deed: 'manage',
    takes: 'nothing',
    summary: 'Delete a project that owns nothing',
    run: projects.remove,
  },
  {
    method: 'GET',
    path: '/v3/users',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'List people',
    run: users.list,
  },
  {
    method: 'POST',
    path: '/v3/users',
    deed: 'manage',
    takes: 'json',
    accepts: bodies.createUser,
    summary: 'Create a person',
    run: users.create,
  },
  {
    method: 'GET',
    path: '/v3/users/{id}',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'Show a person',
    run: users.show,
  },
  {
    method: 'PATCH',
    path: '/v3/users/{id}',
    deed: 'manage',
    takes: 'json',
    accepts: bodies.updateUser,
    summary: 'Update a person',
    run: users.update,
  },
  {
    method: 'DELETE',
    path: '/v3/users/{id}',
    deed: 'manage',
    takes: 'nothing',
    summary: 'Delete a person',
    run: users.remove,
  },
  {
    method: 'POST',
    path: '/v3/users/{id}/password',
    deed: 'signed-in',
    takes: 'json',
    accepts: bodies.setPassword,
    summary: 'Change the own password',
    run: users.setPassword,
  },
  {
    method: 'GET',
    path: '/v3/users/{id}/projects',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'List the projects that a person can act in',
    run: users.listProjectsOf,
  },
  {
    method: 'GET',
    path: ownCredentials,
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'List application credentials',
    run: credentials.list,
  },
  {
    method: 'POST',
    path: ownCredentials,
    deed: 'signed-in',
    takes: 'json',
    accepts: bodies.createCredential,
    summary: 'Create an application credential',
    run: credentials.create,
  },
  {
    method: 'GET',
    path: `${ownCredentials}/{id}`,
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'Show an application credential',
    run: credentials.show,
  },
  {
    method: 'DELETE',
    path: `${ownCredentials}/{id}`,
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'Revoke an application credential',
    run: credentials.remove,
  },
  {
    method: 'GET',
    path: '/v3/roles',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'List roles',
    run: roles.list,
  },
  {
    method: 'GET',
    path: '/v3/roles/{id}',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'Show a role',
    run: roles.show,
  },
  {
    method: 'GET',
    path: '/v3/role_assignments',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'List who has which role where',
    run: roles.listRoleAssignments,
  },
  {
    method: 'GET',
    path: rolesThere,
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'List the roles of a person in a project',
    run: roles.listRolesOf,
  },
  {
    method: 'PUT',
    path: `${rolesThere}/{role_id}`,
    deed: 'manage',
    takes: 'nothing',
    summary: 'Give a person a role in a project',
    run: roles.add,
  },
  {
    method: 'HEAD',
    path: `${rolesThere}/{role_id}`,
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'Tell whether a person has a role in a project',
    run: roles.check,
  },
  {
    method: 'GET',
    path: `${rolesThere}/{role_id}`,
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'Tell whether a person has a role in a project',
    run: roles.check,
  },
  {
    method: 'DELETE',
    path: `${rolesThere}/{role_id}`,
    deed: 'manage',
    takes: 'nothing',
    summary: 'Take a role in a project from a person',
    run: roles.remove,
  },
  {
    method: 'GET',
    path: '/v3/domains',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'List domains',
    run: roles.listDomains,
  },
  {
    method: 'GET',
    path: '/v3/domains/{id}',
    deed: 'signed-in',
    takes: 'nothing',
    summary: 'Show a domain',
    run: roles.showDomain,
  },
] as const satisfies readonly Operation[]

/** 300 as Keystone answers it: several choices, one of which follows. */
async function listVersions({ request }: OpenCall): Promise<Response> {
  return answerJson({ versions: { values: [versionWire(publicOrigin(request))] } }, { status: 300 })
}

async function showVersion({ request }: OpenCall): Promise<Response> {
  return answerJson({ version: versionWire(publicOrigin(request)) })
}
