import { usualDirectory } from 'model/certificate/order'
import { DomainError } from 'model/errors'
import { isAddress } from 'model/kit/addresses'
import { certificate as resource } from 'model/resources/certificate'
import { z } from 'zod'
import { answerJson } from '@/server/answer.ts'
import type { Actor } from '@/server/services/actor.ts'
import {
  type CertificateSource,
  createCertificate,
  listCertificates,
  removeCertificate,
  replaceCertificate,
  showCertificate,
  updateCertificate,
} from '@/server/services/certificates.ts'
import { endOrder, type OrderWish, orderCertificate, orderInPlace, renewNow } from '@/server/services/orders.ts'
import { type Call, type Operation, parameter } from '../shared/operation.ts'
import { parsed } from '../shared/parse.ts'

/** Characters; a chain of twenty certificates has less than half of it. */
const longest = 256 * 1_024
/** Characters: a list of twenty thousand revoked certificates. */
const longestPem = 1_024 * 1_024

function textUpTo(max: number) {
  return z.string('Value should be string').max(max, `Value should have a maximum character requirement of ${max}`)
}

const hostName = /^(\*\.)?[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/i
const serverName = textUpTo(253).refine(
  (name) => hostName.test(name) || isAddress(name),
  'Value should be a host name, *.example.com, or an address',
)

/** What it is made from: one of three. */
const source = {
  /** PEM: certificates in any order, and the private key may stand among them; authorities; or revocation lists. */
  certificate: textUpTo(longestPem).optional(),
  private_key: textUpTo(longest).nullish(),
  /** A `.p12` or `.pfx` file in base64. */
  pkcs12: z
    .base64('Value should be base64')
    .max(longest * 2, `Value should have a maximum character requirement of ${longest * 2}`)
    .optional(),
  /** Opens the private key, or the file. */
  passphrase: textUpTo(1_024).nullish(),
  self_signed: z
    .strictObject({
      server_names: z.array(serverName).min(1, 'Give it a name').max(100, 'Give it at most 100 names'),
      days: z
        .int('Value should be a whole number')
        .min(1, 'Value should be greater or equal to 1')
        .max(3_650, 'Value should be lower or equal to 3650'),
    })
    .optional(),
}

const orderedName = textUpTo(253)
  .refine((name) => hostName.test(name) && !isAddress(name), 'Value should be a host name')
  .refine((name) => !name.startsWith('*.'), 'An authority that asks over HTTP issues no wildcards: name each host')
  .transform((name) => name.toLowerCase())

/** An order with an authority (ACME): it asks the load balancer on port 80 whether the names are ours. */
const acme = z.strictObject({
  server_names: z.array(orderedName).min(1, 'Give it a name').max(100, 'Give it at most 100 names'),
  loadbalancer_id: z.uuid('Value should be the id of a load balancer'),
  directory_url: textUpTo(500)
    .refine((value) => URL.canParse(value) && value.startsWith('https://'), 'Value should be an https URL')
    .default(usualDirectory),
  contact: z.email('Value should be an e-mail address').max(254).nullable().default(null),
  terms_of_service_agreed: z.literal(true, "Agree to the authority's terms of service"),
})

const { kind, name, description } = resource.fields

const newCertificate = z.strictObject({
  certificate: z.strictObject({
    kind: kind.accepts.default('CERTIFICATE'),
    name: name.accepts.default(''),
    description: description.accepts.default(''),
    ...source,
    acme: acme.optional(),
  }),
})
const certificatePatch = z.strictObject({
  certificate: z.strictObject({
    name: name.accepts.optional(),
    description: description.accepts.optional(),
    ...source,
    /** Null: nobody renews it any more. */
    acme: acme.nullable().optional(),
  }),
})

/** What is said of it is said about its attributes: `private_key`, as whoever opens it says it. */
function certificateIn(body: unknown): unknown {
  return parsed(z.strictObject({ certificate: z.unknown() }), body).certificate
}

async function listAllCertificates(call: Call): Promise<Response> {
  return answerJson({ certificates: await listCertificates(call.actor) })
}

async function showOneCertificate(call: Call): Promise<Response> {
  return answerJson({ certificate: await showCertificate(call.actor, parameter(call, 'certificate_id')) })
}

async function createOneCertificate(call: Call): Promise<Response> {
  const wish = parsed(newCertificate.shape.certificate, certificateIn(call.body))
  const { kind, name, description, acme, ...given } = wish
  if (acme !== undefined) return ordered(call, wish, acme)
  const row = await createCertificate(call.actor, { kind, name, description, source: sourceOf(given) })
  return answerJson({ certificate: row }, { status: 201 })
}

/** It is there at once, signed by itself; the authority's takes its place. */
async function ordered(
  call: Call,
  { kind, name, description, acme: _, ...given }: z.output<typeof newCertificate.shape.certificate>,
  wish: z.output<typeof acme>,
): Promise<Response> {
  refuseOthers(given)
  if (kind !== 'CERTIFICATE') throw refusedAcme('Only a certificate with its private key is ordered')
  const row = await orderCertificate(call.actor, { name, description, acme: orderOf(wish) })
  return answerJson({ certificate: row }, { status: 202 })
}

function refuseOthers(given: object): void {
  if (Object.values(given).some((value) => value !== undefined && value !== null)) throw refusedAcme(oneOf)
}

function refusedAcme(message: string): DomainError {
  return new DomainError('invalid', message, [{ about: 'acme', message }])
}

function orderOf({ terms_of_service_agreed: _, server_names, ...wish }: z.output<typeof acme>): OrderWish {
  return { ...wish, server_names: [...new Set(server_names)] }
}

async function renewOneCertificate(call: Call): Promise<Response> {
  const row = await renewNow(call.actor, parameter(call, 'certificate_id'))
  return answerJson({ certificate: row }, { status: 202 })
}

async function updateOneCertificate(call: Call): Promise<Response> {
  const id = parameter(call, 'certificate_id')
  const { name, description, acme, ...given } = parsed(certificatePatch.shape.certificate, certificateIn(call.body))
  if (acme != null) {
    refuseOthers(given)
    await orderInPlace(call.actor, id, orderOf(acme))
  } else if (Object.keys(given).length > 0) await replaceByHand(call.actor, id, sourceOf(given))
  else if (acme === null) await endOrder(call.actor, id)
  return answerJson({ certificate: await updateCertificate(call.actor, id, { name, description }) })
}

/** What a person puts in its place is not replaced again by what was ordered. */
async function replaceByHand(actor: Actor, id: string, source: CertificateSource): Promise<void> {
  await replaceCertificate(actor, id, source)
  await endOrder(actor, id)
}

async function removeOneCertificate(call: Call): Promise<Response> {
  await removeCertificate(call.actor, parameter(call, 'certificate_id'))
  return new Response(null, { status: 204 })
}

const given = z.object(source)
const oneOf = 'Give one of certificate, pkcs12, self_signed and acme'
const exactlyOne = given.refine(
  ({ certificate, pkcs12, self_signed }) => [certificate, pkcs12, self_signed].filter(Boolean).length === 1,
  {
    message: oneOf,
    path: ['certificate'],
  },
)

function sourceOf(input: z.output<typeof given>): CertificateSource {
  const { certificate, private_key = null, pkcs12, self_signed, passphrase = null } = parsed(exactlyOne, input)
  if (pkcs12 !== undefined) return { from: 'pkcs12', pkcs12: Buffer.from(pkcs12, 'base64'), passphrase }
  if (self_signed !== undefined) return { from: 'self-signed', ...self_signed }
  return { from: 'pem', certificate: certificate ?? '', private_key, passphrase }
}

/** Certificates of our own store; OpenStack's names for them are the key manager's. */
export const certificateOperations = [
  {
    method: 'GET',
    path: '/certificates',
    deed: 'read',
    takes: 'nothing',
    summary: 'List certificates, what is wrong with them, and what uses them',
    run: listAllCertificates,
  },
  {
    method: 'POST',
    path: '/certificates',
    deed: 'change',
    takes: 'json',
    accepts: newCertificate,
    summary: 'Store a certificate with its private key, authorities or revocation lists, or have a certificate made',
    run: createOneCertificate,
  },
  {
    method: 'GET',
    path: '/certificates/{certificate_id}',
    deed: 'read',
    takes: 'nothing',
    summary: 'Show a certificate with its chain',
    run: showOneCertificate,
  },
  {
    method: 'PUT',
    path: '/certificates/{certificate_id}',
    deed: 'change',
    takes: 'json',
    accepts: certificatePatch,
    summary: 'Update a certificate, or put another one in its place',
    run: updateOneCertificate,
  },
  {
    method: 'DELETE',
    path: '/certificates/{certificate_id}',
    deed: 'change',
    takes: 'nothing',
    summary: 'Delete a certificate that nothing uses',
    run: removeOneCertificate,
  },
  {
    method: 'POST',
    path: '/certificates/{certificate_id}/renew',
    deed: 'change',
    takes: 'nothing',
    summary: 'Order a certificate from its authority once more, now',
    run: renewOneCertificate,
  },
] as const satisfies readonly Operation[]
