import { queryOptions } from '@tanstack/react-query'
import { isRole, roles } from 'model/access/roles'
import { api } from '../api.ts'
import type { AccessKey } from '../api-answers.ts'
import type { ApiCall } from '../forms/curl.ts'

/** Projects, people and credentials, as the identity API tells them. */
export type ProjectRow = {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly enabled: boolean
}
export type PersonRow = {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly email?: string
  readonly enabled: boolean
}
type Named = { readonly id: string; readonly name: string }
export type RoleRow = {
  readonly role: Named
  readonly user: Named
  readonly scope: { readonly project: Named }
}
export type CredentialRow = {
  readonly id: string
  readonly name: string
  readonly description: string
  readonly project_id: string
  readonly roles: readonly Named[]
  /** UTC, without a zone. */
  readonly expires_at: string | null
  readonly unrestricted: boolean
}
/** What the answer to its creation has, and no other. */
export type MadeCredential = CredentialRow & { readonly secret: string }

export type MadeAccessKey = AccessKey & { readonly secret: string }

export const directoryKeys = {
  projects: ['directory', 'projects'],
  people: ['directory', 'people'],
  roles: ['directory', 'roles'],
  credentials: ['directory', 'credentials'],
  accessKeys: ['directory', 'access-keys'],
} as const

export const directory = {
  projects: () =>
    queryOptions({
      queryKey: directoryKeys.projects,
      queryFn: async () => (await api.identity<{ projects: ProjectRow[] }>('projects')).projects,
    }),
  people: () =>
    queryOptions({
      queryKey: directoryKeys.people,
      queryFn: async () => (await api.identity<{ users: PersonRow[] }>('users')).users,
    }),
  roles: () =>
    queryOptions({
      queryKey: directoryKeys.roles,
      queryFn: async () =>
        (await api.identity<{ role_assignments: RoleRow[] }>('role_assignments?include_names=True')).role_assignments,
    }),
  credentials: (user_id: string) =>
    queryOptions({
      queryKey: [...directoryKeys.credentials, user_id],
      queryFn: async () =>
        (await api.identity<{ application_credentials: CredentialRow[] }>(`users/${user_id}/application_credentials`))
          .application_credentials,
    }),
  accessKeys: () =>
    queryOptions({
      queryKey: directoryKeys.accessKeys,
      queryFn: api.accessKeys,
    }),
}

const base = '/identity/v3'
const accessKeysPath = '/console/access-keys'

/** The calls that change them. */
export const directoryCalls = {
  createProject: (project: object): ApiCall => ({ method: 'POST', path: `${base}/projects`, body: { project } }),
  updateProject: (id: string, project: object): ApiCall => ({
    method: 'PATCH',
    path: `${base}/projects/${id}`,
    body: { project },
  }),
  deleteProject: (id: string): ApiCall => ({ method: 'DELETE', path: `${base}/projects/${id}` }),
  createPerson: (user: object): ApiCall => ({ method: 'POST', path: `${base}/users`, body: { user } }),
  updatePerson: (id: string, user: object): ApiCall => ({
    method: 'PATCH',
    path: `${base}/users/${id}`,
    body: { user },
  }),
  changePassword: (id: string, user: { readonly original_password: string; readonly password: string }): ApiCall => ({
    method: 'POST',
    path: `${base}/users/${id}/password`,
    body: { user },
  }),
  deletePerson: (id: string): ApiCall => ({ method: 'DELETE', path: `${base}/users/${id}` }),
  addRole: (place: RolePlace): ApiCall => ({ method: 'PUT', path: rolePath(place) }),
  removeRole: (place: RolePlace): ApiCall => ({ method: 'DELETE', path: rolePath(place) }),
  createCredential: (user_id: string, application_credential: object): ApiCall => ({
    method: 'POST',
    path: `${base}/users/${user_id}/application_credentials`,
    body: { application_credential },
  }),
  deleteCredential: (user_id: string, id: string): ApiCall => ({
    method: 'DELETE',
    path: `${base}/users/${user_id}/application_credentials/${id}`,
  }),
  createAccessKey: (access_key: object): ApiCall => ({ method: 'POST', path: accessKeysPath, body: { access_key } }),
  deleteAccessKey: (id: string): ApiCall => ({ method: 'DELETE', path: `${accessKeysPath}/${id}` }),
}

export type RolePlace = { readonly project_id: string; readonly user_id: string; readonly role: string }

function rolePath({ project_id, user_id, role }: RolePlace): string {
  return `${base}/projects/${project_id}/users/${user_id}/roles/${role}`
}

/** A role in a person's words; one that means nothing here keeps its name. */
export function roleLabel(name: string): string {
  return isRole(name) ? roles[name].label : name
}
