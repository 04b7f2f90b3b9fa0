import { isAddress } from 'model/kit/addresses'
import { certificate as resource } from 'model/resources/certificate'
import { z } from 'zod'
import {
  type CertificateSource,
  createCertificate,
  listCertificates,
  removeCertificate,
  replaceCertificate,
  showCertificate,
  updateCertificate,
} from '@/server/services/certificates.ts'
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
const { kind, name, description } = resource.fields

const newCertificate = z.strictObject({
  certificate: z.strictObject({
    kind: kind.accepts.default('CERTIFICATE'),
    name: name.accepts.default(''),
    description: description.accepts.default(''),
    ...source,
  }),
})
const certificatePatch = z.strictObject({
  certificate: z.strictObject({
    name: name.accepts.optional(),
    description: description.accepts.optional(),
    ...source,
  }),
})

/** What is said of it is said about its attributes: `private_key`, as whoever opens it says it. */
function certificateIn(body: unknown): unknown {
  return parsed(z.strictObject({ certificate: z.unknown() }), body).certificate
}

async function listAllCertificates(call: Call): Promise<Response> {
  return Response.json({ certificates: await listCertificates(call.actor) })
}

async function showOneCertificate(call: Call): Promise<Response> {
  return Response.json({ certificate: await showCertificate(call.actor, parameter(call, 'certificate_id')) })
}

async function createOneCertificate(call: Call): Promise<Response> {
  const { kind, name, description, ...given } = parsed(newCertificate.shape.certificate, certificateIn(call.body))
  const row = await createCertificate(call.actor, { kind, name, description, source: sourceOf(given) })
  return Response.json({ certificate: row }, { status: 201 })
}

async function updateOneCertificate(call: Call): Promise<Response> {
  const id = parameter(call, 'certificate_id')
  const { name, description, ...given } = parsed(certificatePatch.shape.certificate, certificateIn(call.body))
  if (Object.keys(given).length > 0) await replaceCertificate(call.actor, id, sourceOf(given))
  return Response.json({ certificate: await updateCertificate(call.actor, id, { name, description }) })
}

async function removeOneCertificate(call: Call): Promise<Response> {
  await removeCertificate(call.actor, parameter(call, 'certificate_id'))
  return new Response(null, { status: 204 })
}

const given = z.object(source)
const oneOf = 'Give one of certificate, pkcs12 and self_signed'
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
] as const satisfies readonly Operation[]
