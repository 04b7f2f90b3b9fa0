import { z } from 'zod'
import { chainEnds } from '../certificate/chain-ends.ts'
import type { CertificateProblem } from '../certificate/problems.ts'
import { assigned, optional } from '../kit/field.ts'
import { defineResource, type RowOf } from '../kit/resource.ts'
import { choice, list, longText, moment, orNone, text } from '../kit/values.ts'
import { identity } from './shared-fields.ts'

/** A certificate behind the first one, on the way to the authority that clients know. */
const link = z.object({
  subject: z.string(),
  issuer: z.string(),
  not_before: z.string(),
  not_after: z.string(),
  fingerprint: z.string(),
})
export type ChainLink = z.output<typeof link>

/**
 * A certificate with its chain, and the private key that belongs to it. What it says is read from it when it is stored; the key is kept
 * apart, encrypted, and never shown.
 */
export const certificate = defineResource({
  name: 'certificate',
  collection: 'certificates',
  title: 'Certificate',
  fields: {
    ...identity,
    description: optional(longText(), '', { label: 'Description', help: 'What it is for.', lessCommon: true }),
    project_id: assigned(text(36), { label: 'Project', help: 'The project that owns it.' }),
    server_names: assigned(list(z.string()), {
      label: 'Names',
      help: 'The host names and addresses that it is good for; *.example.com is any one label in place of the star.',
    }),
    subject: assigned(text(1_000), { label: 'Subject', help: 'Whom it was issued to.' }),
    issuer: assigned(text(1_000), { label: 'Issuer', help: 'Who vouches for it.' }),
    serial_number: assigned(text(), { label: 'Serial number', help: 'Its number with the issuer, in hexadecimal.' }),
    fingerprint: assigned(text(), { label: 'Fingerprint', help: 'SHA-256 of it, in hexadecimal.' }),
    key_algorithm: assigned(text(), { label: 'Key', help: 'The kind of its key: RSA 2048, EC P-256.' }),
    key_bits: assigned(orNone({ accepts: z.int(), kind: 'number' as const }), {
      label: 'Key length',
      help: 'How long its key is; null where the kind of the key says it.',
      unit: 'bits',
    }),
    signature_algorithm: assigned(text(), { label: 'Signature', help: 'How the issuer signed it.' }),
    not_before: assigned(moment, { label: 'Valid from', help: 'When it begins, UTC.' }),
    not_after: assigned(moment, { label: 'Valid until', help: 'When it ends, UTC.' }),
    chain: assigned(list(link), { label: 'Chain', help: 'The certificates behind it, the one that signed it first.' }),
    chain_end: assigned(choice(chainEnds), {
      label: 'End of the chain',
      help: 'Who vouches for the last of the chain.',
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
}
