import type { TokenGrant } from '@/server/services/access.ts'
import { catalogOf } from './catalog.ts'

/** There is one domain. */
export const domain = { id: 'default', name: 'Default' } as const

type Named = { readonly id: string; readonly name: string }

/** The body of a token, as `POST` and `GET /v3/auth/tokens` answer it. */
export function tokenWire(grant: TokenGrant, origin: string): object {
  return {
    token: {
      methods: ['password'],
      user: { ...grant.user, domain, password_expires_at: null },
      project: { ...grant.project, domain },
      is_domain: false,
      roles: grant.roles.map((name) => ({ id: name, name })),
      issued_at: keystoneTime(grant.issued_at),
      expires_at: keystoneTime(grant.expires_at),
      audit_ids: [grant.audit_id],
      catalog: catalogOf(origin),
    },
  }
}

export function projectWire({ id, name }: Named, origin: string): object {
  return {
    id,
    name,
    domain_id: domain.id,
    parent_id: domain.id,
    description: '',
    enabled: true,
    is_domain: false,
    options: {},
    tags: [],
    links: { self: `${origin}/identity/v3/projects/${id}` },
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
