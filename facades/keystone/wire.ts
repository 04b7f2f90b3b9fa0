import { type Role, roles } from 'model/access/roles'
import type { ApplicationCredential } from '@/server/services/application-credentials.ts'
import type { NamedAssignment } from '@/server/services/assignments.ts'
import type { TokenGrant } from '@/server/services/grants.ts'
import type { PersonRecord } from '@/server/services/people.ts'
import type { Project } from '@/server/services/projects.ts'
import { catalogOf } from './catalog.ts'
import { domain } from './domain.ts'

/** The body of a token, as `POST` and `GET /v3/auth/tokens` answer it. One without a project has no roles and no catalog. */
export function tokenWire(grant: TokenGrant, { origin, catalog }: { origin: string; catalog: boolean }): object {
  const { project, credential } = grant
  return {
    token: {
      methods: grant.methods,
      user: { ...grant.user, domain, password_expires_at: null },
      ...(project && { project: { ...project, domain }, is_domain: false, roles: grant.roles.map(roleReference) }),
      issued_at: keystoneTime(grant.issued_at),
      expires_at: keystoneTime(grant.expires_at),
      audit_ids: [grant.audit_id],
      ...(credential && {
        application_credential: { id: credential.id, name: credential.name, restricted: !credential.unrestricted },
      }),
      ...(project && catalog && { catalog: catalogOf(origin, project.id) }),
    },
  }
}

/** A role's name is its id: there are no others. */
export function roleReference(name: string): { readonly id: string; readonly name: string } {
  return { id: name, name }
}

export function projectWire({ id, name, description, enabled }: Project, origin: string) {
  return {
    id,
    name,
    domain_id: domain.id,
    parent_id: domain.id,
    description,
    enabled,
    is_domain: false,
    options: {},
    tags: [],
    links: { self: `${origin}/identity/v3/projects/${id}` },
  }
}

export function userWire(person: PersonRecord, origin: string) {
  const { id, name, description, enabled, contact, default_project_id } = person
  return {
    id,
    name,
    domain_id: domain.id,
    description,
    enabled,
    ...(contact !== null && { email: contact }),
    ...(default_project_id !== null && { default_project_id }),
    options: {},
    password_expires_at: null,
    links: { self: `${origin}/identity/v3/users/${id}` },
  }
}

export function roleWire(name: Role, origin: string) {
  const links = { self: `${origin}/identity/v3/roles/${name}` }
  return { ...roleReference(name), domain_id: null, description: roles[name].help, options: {}, links }
}

export function domainWire(origin: string) {
  const links = { self: `${origin}/identity/v3/domains/${domain.id}` }
  return { ...domain, description: 'The only domain', enabled: true, options: {}, tags: [], links }
}

/** `names`: whether the names of everything are asked for. */
export function assignmentWire(one: NamedAssignment, { origin, names }: { origin: string; names: boolean }): object {
  const { user, project, role } = one
  const assignment = `${origin}/identity/v3/projects/${project.id}/users/${user.id}/roles/${role}`
  const part = ({ id, name }: { id: string; name: string }) => (names ? { id, name, domain } : { id })
  return {
    user: part(user),
    scope: { project: part(project) },
    role: names ? { id: role, name: role } : { id: role },
    links: { assignment },
  }
}

export function credentialWire(credential: ApplicationCredential, origin: string) {
  const { id, name, description, user_id, project_id, roles: held, expires_at, unrestricted } = credential
  return {
    id,
    name,
    description,
    user_id,
    project_id,
    system: null,
    roles: held.map((role) => ({ ...roleReference(role), domain_id: null })),
    expires_at: expires_at && keystoneTime(expires_at).slice(0, -1),
    unrestricted,
    access_rules: [],
    links: { self: `${origin}/identity/v3/users/${user_id}/application_credentials/${id}` },
  }
}

/** The document of the one version, alone and in the list. */
export function versionWire(origin: string): object {
  return {
    id: 'v3.14',
    status: 'stable',
    updated: '2020-04-07T00:00:00Z',
    links: [{ rel: 'self', href: `${origin}/identity/v3/` }],
    'media-types': [{ base: 'application/json', type: 'application/vnd.openstack.identity-v3+json' }],
  }
}

/** `2026-01-01T00:00:00.000000Z`: microseconds, as Keystone writes them. */
function keystoneTime(moment: string): string {
  return new Date(moment).toISOString().replace('Z', '000Z')
}
