import { z } from 'zod'
import { fixed, optional, required } from '../kit/field.ts'
import { type CreatedOf, defineResource, type PatchOf, type RowOf } from '../kit/resource.ts'
import { boolean, choice, cidr, integer, list, longText, orNone, port, record, text, uuid } from '../kit/values.ts'
import { compressionAlgorithms } from '../listener/compression.ts'
import { listenerProtocols } from '../listener/protocols.ts'
import { contentType, errorPages, page, pathPrefix } from '../listener/switch-values.ts'
import { alpnProtocols, cipherCharacters, clientAuthentications, tlsVersions } from '../listener/tls.ts'
import { identity, sharedFields } from './shared-fields.ts'

/** 24 days in milliseconds, HAProxy's longest timer; Octavia's own limit. */
const timeout = integer(0, 2_073_600_000)
const containerReference = orNone(text())
/** What a line of HAProxy's configuration has room for, and more than anybody needs. */
const mostEntries = 32
function few<T>(items: z.ZodType<T>) {
  const accepts = z.array(items).max(mostEntries, `Value should have at most ${mostEntries} entries`)
  return { ...list(items), accepts }
}

export const cipherList = z
  .string('Value should be string')
  .max(2_048, 'Value should have a maximum character requirement of 2048')
  .regex(
    cipherCharacters,
    'Invalid characters in cipher string. Only alphanumeric, -, +, !, :, @, =, _, and . are allowed.',
  )

export const listener = defineResource({
  name: 'listener',
  collection: 'listeners',
  title: 'Listener',
  fields: {
    ...identity,
    description: optional(longText(), '', { label: 'Description', help: 'What it is for.', lessCommon: true }),
    loadbalancer_id: fixed(required(uuid, { label: 'Load balancer', help: 'The load balancer that it belongs to.' })),
    protocol: fixed(required(choice(listenerProtocols), { label: 'Protocol', help: 'What clients speak.' })),
    protocol_port: fixed(required(port, { label: 'Port', help: 'The port clients connect to, 1 to 65535.' })),
    default_pool_id: optional(orNone(uuid), null, {
      label: 'Default pool',
      help: 'Where traffic goes when no policy says otherwise.',
    }),
    connection_limit: optional(integer(-1, 2_147_483_647), -1, {
      label: 'Connection limit',
      help: 'Concurrent connections, or sessions of UDP; more are refused at once. -1 is no limit.',
      lessCommon: true,
    }),
    allowed_cidrs: optional(orNone(list(cidr)), null, {
      label: 'Allowed networks',
      help: 'Only clients from these networks may connect: 10.0.0.0/8 or fd00::/8, one a line. Empty lets everybody in.',
      lessCommon: true,
    }),
    insert_headers: optional(
      record(z.record(z.string().max(255), z.string('Value should be string').max(255))),
      {},
      {
        label: 'Insert headers',
        help: 'Headers that tell members about the client and the request, and clients about the answer. Where a switch is off, the header passes as it came.',
        lessCommon: true,
      },
    ),
    timeout_client_data: optional(timeout, 50_000, {
      label: 'Client timeout',
      help: 'How long a client may stay silent.',
      unit: 'ms',
      lessCommon: true,
    }),
    timeout_member_connect: optional(timeout, 5_000, {
      label: 'Member connect timeout',
      help: 'How long a member may take to accept a connection.',
      unit: 'ms',
      lessCommon: true,
    }),
    timeout_member_data: optional(timeout, 50_000, {
      label: 'Member timeout',
      help: 'How long a member may stay silent.',
      unit: 'ms',
      lessCommon: true,
    }),
    timeout_tcp_inspect: optional(timeout, 0, {
      label: 'TCP inspection time',
      help: 'How long to wait for the first bytes before deciding about a connection.',
      unit: 'ms',
      lessCommon: true,
    }),
    compression: optional(boolean, false, {
      label: 'Compression',
      help: 'Answers are compressed for clients that ask for it. What a member has compressed already passes as it is.',
      lessCommon: true,
    }),
    compression_algorithms: optional(list(choice(compressionAlgorithms).accepts), [], {
      label: 'Compression algorithms',
      help: 'Each client gets the one that it likes best.',
      lessCommon: true,
    }),
    compression_types: optional(few(contentType), [], {
      label: 'Compressed content types',
      help: 'One a line, as in text/html. Empty is text of all sorts: HTML, CSS, scripts, JSON, XML, SVG.',
      lessCommon: true,
    }),
    cache_paths: optional(few(pathPrefix), [], {
      label: 'Cached paths',
      help: 'Answers to paths that begin so are kept and given again: /static/, one a line. Never what is private. Empty keeps nothing.',
      lessCommon: true,
    }),
    cache_ttl: optional(integer(1, 604_800), 60, {
      label: 'Cached for',
      help: 'At most, and where an answer does not say. What says less is kept for less.',
      unit: 's',
      lessCommon: true,
    }),
    cache_size: optional(integer(1, 1_024), 16, {
      label: 'Cache size',
      help: 'Memory for it, shared evenly by the pools of the listener.',
      unit: 'MB',
      lessCommon: true,
    }),
    cache_max_object_size: optional(integer(1, 65_536), 256, {
      label: 'Largest cached answer',
      help: 'Headers included, and at most half of what its pool has.',
      unit: 'kB',
      lessCommon: true,
    }),
    error_pages: optional(
      record(errorPages),
      {},
      {
        label: 'Error pages',
        help: 'What clients see where the load balancer itself answers. What members answer is theirs.',
        lessCommon: true,
      },
    ),
    maintenance: optional(boolean, false, {
      label: 'Maintenance',
      help: 'Every request is answered 503 with the maintenance page; members get none. Certificates are still renewed.',
      lessCommon: true,
    }),
    maintenance_page: optional(orNone(record(page)), null, {
      label: 'Maintenance page',
      help: 'What clients see during maintenance.',
      lessCommon: true,
    }),
    maintenance_retry_after: optional(integer(1, 604_800), 300, {
      label: 'Retry after',
      help: 'When clients are told to come again.',
      unit: 's',
      lessCommon: true,
    }),
    maintenance_allowed_cidrs: optional(few(cidr), [], {
      label: 'Let through during maintenance',
      help: 'Clients from these networks are served as usual: 10.0.0.0/8, one a line.',
      lessCommon: true,
    }),
    default_tls_container_ref: optional(containerReference, null, {
      label: 'Certificate',
      help: 'For clients that ask for no name, or for one that no other certificate has.',
    }),
    sni_container_refs: optional(list(text().accepts), [], {
      label: 'Certificates by name',
      help: 'A client gets the one that is good for the name that it asks for.',
      lessCommon: true,
    }),
    client_authentication: optional(choice(clientAuthentications), 'NONE', {
      label: 'Client certificates',
      help: 'Whether clients are asked for a certificate.',
      lessCommon: true,
    }),
    client_ca_tls_container_ref: optional(containerReference, null, {
      label: 'Authority for clients',
      help: 'Who vouches for clients: the root, and those between.',
      lessCommon: true,
    }),
    client_crl_container_ref: optional(containerReference, null, {
      label: 'Revocation lists for clients',
      help: 'Clients on them are refused. Every authority needs one.',
      lessCommon: true,
    }),
    tls_ciphers: optional(orNone({ accepts: cipherList, kind: 'text' }), null, {
      label: 'TLS ciphers',
      help: 'How traffic is encrypted, the most wanted first.',
      lessCommon: true,
    }),
    tls_versions: optional(list(choice(tlsVersions).accepts), [], {
      label: 'TLS versions',
      help: 'The versions that clients may speak.',
      lessCommon: true,
    }),
    alpn_protocols: optional(list(choice(alpnProtocols).accepts), [], {
      label: 'ALPN',
      help: 'The versions of HTTP that clients may choose from.',
      lessCommon: true,
    }),
    hsts_max_age: optional(orNone(integer(0, 2_147_483_647)), null, {
      label: 'HSTS max age',
      help: 'For how long browsers come over HTTPS only, once they were here. A year is 31,536,000; 0 takes it back.',
      unit: 's',
      lessCommon: true,
    }),
    hsts_include_subdomains: optional(boolean, false, {
      label: 'HSTS for subdomains',
      help: 'The same holds for every subdomain. Needs a max age.',
      lessCommon: true,
    }),
    hsts_preload: optional(boolean, false, {
      label: 'HSTS preload',
      help: "Ask to be put on the browsers' list.",
      lessCommon: true,
    }),
    enhance_l7policy_enable: optional(boolean, true, {
      label: 'Advanced forwarding',
      help: 'Policies are tried in the order that you give them. Without it the closest is tried first: exact paths, then prefixes, then regular expressions.',
      lessCommon: true,
    }),
    ...sharedFields,
  },
})
export type Listener = RowOf<typeof listener>
export type CreatedListener = CreatedOf<typeof listener>
export type ListenerPatch = PatchOf<typeof listener>
