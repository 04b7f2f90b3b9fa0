import { z } from 'zod'
import { fixed, optional, required } from '../kit/field.ts'
import { type CreatedOf, defineResource, type PatchOf, type RowOf } from '../kit/resource.ts'
import { boolean, choice, list, longText, orNone, record, text, uuid } from '../kit/values.ts'
import { alpnProtocols, tlsVersions } from '../listener/tls.ts'
import { algorithms } from '../pool/algorithms.ts'
import { persistenceKinds } from '../pool/persistence-kinds.ts'
import { poolProtocols } from '../pool/protocols.ts'
import { cipherList } from './listener.ts'
import { identity, sharedFields } from './shared-fields.ts'

const containerReference = orNone(text())

const sessionPersistence = z.strictObject({
  type: choice(persistenceKinds).accepts,
  cookie_name: z
    .string()
    .max(255, 'Value should have a maximum character requirement of 255')
    .regex(/^[^\s,;\\]+$/, 'Value should match the pattern ^[^\\s,;\\\\]+$')
    .nullish()
    .transform((value) => value ?? null),
  // The openstack client sends what stands behind the `=` as text.
  persistence_timeout: z
    .union(
      [
        z.int(),
        z
          .string()
          .regex(/^\d{1,9}$/)
          .transform(Number),
      ],
      'Value should be a whole number',
    )
    .nullish()
    .transform((value) => value ?? null),
  persistence_granularity: z
    .string()
    .max(64)
    .nullish()
    .transform((value) => value ?? null),
})
export type SessionPersistence = z.output<typeof sessionPersistence>

export const pool = defineResource({
  name: 'pool',
  collection: 'pools',
  title: 'Pool',
  fields: {
    ...identity,
    description: optional(longText(), '', { label: 'Description', help: 'What it is for.', lessCommon: true }),
    loadbalancer_id: fixed(required(uuid, { label: 'Load balancer', help: 'The load balancer that it belongs to.' })),
    protocol: fixed(required(choice(poolProtocols), { label: 'Protocol', help: 'What members speak.' })),
    lb_algorithm: required(choice(algorithms), {
      label: 'Algorithm',
      help: 'How the member for the next request is chosen.',
    }),
    session_persistence: optional(orNone(record(sessionPersistence)), null, {
      label: 'Session persistence',
      help: 'Keeps a client on the member that it met first.',
    }),
    tls_enabled: optional(boolean, false, {
      label: 'TLS to members',
      help: 'Connections to members are encrypted. Without an authority nothing says who the members are.',
    }),
    tls_container_ref: optional(containerReference, null, {
      label: 'Client certificate',
      help: 'Shown to members that ask for one.',
      lessCommon: true,
    }),
    ca_tls_container_ref: optional(containerReference, null, {
      label: 'Authority for members',
      help: 'Who vouches for members: the root, and those between. Their certificates then have to be good for the name of the member, where that is a host name, or else for the name that the client asks for.',
    }),
    crl_container_ref: optional(containerReference, null, {
      label: 'Revocation lists for members',
      help: 'Members on them are not connected to. Every authority needs one.',
      lessCommon: true,
    }),
    tls_ciphers: optional(orNone({ accepts: cipherList, kind: 'text' }), null, {
      label: 'TLS ciphers',
      help: 'How traffic is encrypted, the most wanted first.',
      lessCommon: true,
    }),
    tls_versions: optional(list(choice(tlsVersions).accepts), [], {
      label: 'TLS versions',
      help: 'The versions that members may speak.',
      lessCommon: true,
    }),
    alpn_protocols: optional(list(choice(alpnProtocols).accepts), [], {
      label: 'ALPN',
      help: 'The versions of HTTP that members may choose from; gRPC needs h2.',
      lessCommon: true,
    }),
    ...sharedFields,
  },
})
export type Pool = RowOf<typeof pool>
export type CreatedPool = CreatedOf<typeof pool>
export type PoolPatch = PatchOf<typeof pool>
