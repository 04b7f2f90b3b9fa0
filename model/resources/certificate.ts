import { z } from 'zod'
import { chainEnds } from '../certificate/chain-ends.ts'
import { certificateKinds } from '../certificate/kinds.ts'
import type { ShownOrder } from '../certificate/order.ts'
import type { CertificateProblem } from '../certificate/problems.ts'
import { assigned, fixed, optional } from '../kit/field.ts'
import { defineResource, type RowOf } from '../kit/resource.ts'
import { choice, list, longText, moment, orNone, text } from '../kit/values.ts'
import { identity } from './shared-fields.ts'

/** What stands behind the first: the next on the way to the authority that clients know, or another authority or list of the same file. */
const link = z.object({
  subject: z.string(),
  issuer: z.string(),
  not_before: z.string(),
  not_after: z.string(),
  fingerprint: z.string(),
})
export type ChainLink = z.output<typeof link>

/**
 * A certificate with its chain and the private key that belongs to it; or authorities, or revocation lists. What they say is read from them
 * when they are stored; the key is kept apart, encrypted, and never shown.
 */
export const certificate = defineResource({
  name: 'certificate',
  collection: 'certificates',
  title: 'Certificate',
  fields: {
    ...identity,
    kind: fixed(
      optional(choice(certificateKinds), 'CERTIFICATE', {
        label: 'Type',
        help: 'A certificate with its private key, authorities, or revocation lists.',
      }),
    ),
    description: optional(longText(), '', { label: 'Description', help: 'What it is for.', lessCommon: true }),
    project_id: assigned(text(36), { label: 'Project', help: 'The project that owns it.' }),
    server_names: assigned(list(z.string()), {
      label: 'Names',
      help: 'The host names and addresses that it is good for; *.example.com is any one label in place of the star. None of an authority or a list.',
    }),
    subject: assigned(text(1_000), {
      label: 'Subject',
      help: 'Whom it was issued to; of a list, whose certificates it is about.',
    }),
    issuer: assigned(text(1_000), { label: 'Issuer', help: 'Who vouches for it.' }),
    serial_number: assigned(text(), {
      label: 'Serial number',
      help: 'Its number with the issuer, in hexadecimal; empty where a list has none.',
    }),
    fingerprint: assigned(text(), { label: 'Fingerprint', help: 'SHA-256 of it, in hexadecimal.' }),
    key_algorithm: assigned(orNone(text()), {
      label: 'Key',
      help: 'The kind of its key: RSA 2048, EC P-256. Null for a list.',
    }),
    key_bits: assigned(orNone({ accepts: z.int(), kind: 'number' as const }), {
      label: 'Key length',
      help: 'How long its key is; null where the kind of the key says it.',
      unit: 'bits',
    }),
    signature_algorithm: assigned(text(), { label: 'Signature', help: 'How the issuer signed it.' }),
    not_before: assigned(moment, { label: 'Valid from', help: 'When it begins, UTC; of a list, when it was made.' }),
    not_after: assigned(moment, {
      label: 'Valid until',
      help: 'When it ends, UTC; of a list, when the next one is due.',
    }),
    chain: assigned(list(link), {
      label: 'Chain',
      help: 'The certificates behind it, the one that signed it first; the other authorities or lists that came with it.',
    }),
    chain_end: assigned(orNone(choice(chainEnds)), {
      label: 'End of the chain',
      help: 'Who vouches for the last of the chain; null for lists, and for authorities with a root among them.',
    }),
    revoked_count: assigned(orNone({ accepts: z.int(), kind: 'number' as const }), {
      label: 'Revoked',
      help: 'How many certificates the lists take back; null where it is no list.',
    }),
    created_at: assigned(moment, { label: 'Created', help: 'When it was stored, UTC.' }),
    updated_at: assigned(orNone(moment), { label: 'Updated', help: 'When it was last changed or replaced, UTC.' }),
  },
})
export type Certificate = RowOf<typeof certificate>

/** What a certificate is used for: the attribute that names it. */
export type CertificateUse = {
  readonly loadbalancer_id: string
  readonly loadbalancer_name: string
  readonly kind: 'listener' | 'pool'
  readonly id: string
  readonly name: string
  /** Of a listener; null for a pool. */
  readonly protocol_port: number | null
  readonly attribute: string
}

/** A certificate as it is shown: what it says, what is wrong with it now, and what uses it. */
export type ShownCertificate = Certificate & {
  readonly days_left: number
  readonly problems: readonly CertificateProblem[]
  readonly used_by: readonly CertificateUse[]
  /** How it stands with the authority that it is ordered from; null where it is from elsewhere. */
  readonly acme: ShownOrder | null
}
