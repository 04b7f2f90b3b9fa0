import type { Graph } from '../graph/graph.ts'
import type { Listener } from '../resources/listener.ts'
import type { Pool } from '../resources/pool.ts'
import type { CertificateKind } from './kinds.ts'

/** The attributes that name certificates of our store, and what each has to name. */
export const certificateReferences = {
  listener: {
    default_tls_container_ref: { kind: 'CERTIFICATE', role: 'as the default' },
    sni_container_refs: { kind: 'CERTIFICATE', role: 'by name' },
    client_ca_tls_container_ref: { kind: 'AUTHORITY', role: 'vouches for clients' },
    client_crl_container_ref: { kind: 'REVOCATION_LIST', role: 'for clients' },
  },
  pool: {
    tls_container_ref: { kind: 'CERTIFICATE', role: 'shown to members' },
    ca_tls_container_ref: { kind: 'AUTHORITY', role: 'vouches for members' },
    crl_container_ref: { kind: 'REVOCATION_LIST', role: 'for members' },
  },
} as const satisfies {
  readonly listener: Partial<Record<keyof Listener, ReferenceKind>>
  readonly pool: Partial<Record<keyof Pool, ReferenceKind>>
}
type ReferenceKind = {
  readonly kind: CertificateKind
  /** What it is there for, behind the name of what uses it. */
  readonly role: string
}

/** An attribute of a resource that names a certificate. */
export type CertificateReference = {
  readonly of: 'listener' | 'pool'
  readonly id: string
  readonly attribute: string
  readonly kind: CertificateKind
  readonly reference: string
}

type References = { readonly default_tls_container_ref: string | null; readonly sni_container_refs: unknown } & Pick<
  Listener,
  'id' | 'client_ca_tls_container_ref' | 'client_crl_container_ref'
>
export type PoolReferences = Pick<Pool, 'id' | keyof typeof certificateReferences.pool>

export function referencesOfListener(listener: References): CertificateReference[] {
  const { id } = listener
  return Object.entries(certificateReferences.listener).flatMap(([attribute, { kind }]) => {
    const value: unknown = listener[attribute as keyof typeof certificateReferences.listener]
    const names = Array.isArray(value) ? value : [value]
    return names
      .filter((one) => typeof one === 'string')
      .map((reference) => ({ of: 'listener', id, attribute, kind, reference }))
  })
}

export function referencesOfPool(pool: PoolReferences): CertificateReference[] {
  const { id } = pool
  return Object.entries(certificateReferences.pool).flatMap(([attribute, { kind }]) => {
    const reference = pool[attribute as keyof typeof certificateReferences.pool]
    return reference === null ? [] : [{ of: 'pool', id, attribute, kind, reference }]
  })
}

/** Where the listeners that terminate TLS, and the pools that speak it to their members, name certificates. */
export function referencesIn({ listeners, pools }: Pick<Graph, 'listeners' | 'pools'>): CertificateReference[] {
  return [
    ...listeners.filter((one) => one.protocol === 'TERMINATED_HTTPS').flatMap(referencesOfListener),
    ...pools.filter((one) => one.tls_enabled).flatMap(referencesOfPool),
  ]
}
