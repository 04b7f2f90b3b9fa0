import { DomainError } from 'model/errors'
import type { ShownCertificate } from 'model/resources/certificate'
import { z } from 'zod'
import {
  type CertificateSource,
  createCertificate as create,
  listCertificates as list,
  removeCertificate as remove,
  replaceCertificate,
  showCertificate as show,
  updateCertificate as update,
} from '@/server/services/certificates.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { answer, gone, timesOf, type Wire, wireTime } from './answers.ts'
import { rootOf, text } from './bodies.ts'
import { couldNotBeFound, invalidInput } from './errors.ts'
import { byName, listed } from './lists.ts'
import { projectOf } from './rows.ts'

const long = (max: number) => text.max(max, `Value should have a maximum character requirement of ${max}`)
const words = { name: long(255).nullish(), description: long(255).nullish() }
const material = { certificate: long(1_024 * 1_024), private_key: long(262_144).nullish() }

/** The model's kinds in the dialect's words; it has none for revocation lists. */
const kinds = { server: 'CERTIFICATE', client: 'AUTHORITY' } as const
export const certificateBody = {
  create: z.object({
    ...{ ...words, ...material, domain: text.nullish() },
    type: z.enum(['server', 'client'], 'Value should be one of: server, client').nullish(),
  }),
  update: z.object({ ...words, ...material, certificate: material.certificate.nullish(), domain: text.nullish() }),
}

/** The private key is never told. */
function certificateWire(row: ShownCertificate & { readonly pem?: string }): Wire {
  const { id, name, description, project_id, kind, server_names, fingerprint, not_after, subject, pem } = row
  const common_name = /(?:^|,)\s*CN=([^,]*)/.exec(subject)?.[1] ?? null
  return {
    ...{ id, name, description, project_id, fingerprint, common_name, admin_state_up: true },
    ...{ type: kind === 'CERTIFICATE' ? 'server' : 'client', domain: server_names.join(','), scm_certificate_id: null },
    ...{ subject_alternative_names: server_names, expire_time: wireTime(not_after), enterprise_project_id: '0' },
    ...(pem !== undefined && { certificate: pem }),
    ...timesOf(row),
  }
}

const filters = byName(
  ...['id', 'name', 'description', 'admin_state_up', 'domain', 'type', 'common_name', 'fingerprint'],
)

export async function listCertificates(call: Call): Promise<Response> {
  const rows = (await list(call.actor)).filter((row) => isOwn(call, row))
  return listed(call.url, 'certificates', { rows: rows.map(certificateWire), filters })
}

export async function showCertificate(call: Call): Promise<Response> {
  return answer({ certificate: certificateWire(await ownCertificate(call)) })
}

export async function createCertificate(call: Call): Promise<Response> {
  const wish = rootOf(call.body, 'certificate', certificateBody.create)
  const { name, description, type } = wish
  const words = { name: name ?? '', description: description ?? '' }
  const row = await create(call.actor, { ...words, kind: kinds[type ?? 'server'], source: sourceOf(wish) })
  return answer({ certificate: certificateWire({ ...row, pem: wish.certificate }) }, 201)
}

export async function updateCertificate(call: Call): Promise<Response> {
  const { id } = await ownCertificate(call)
  const { name, description, certificate, private_key } = rootOf(call.body, 'certificate', certificateBody.update)
  if (private_key && !certificate) throw invalidInput('certificate', 'Give the certificate with its private key')
  if (certificate) await replaceCertificate(call.actor, id, sourceOf({ certificate, private_key }))
  await update(call.actor, id, { name: name ?? undefined, description: description ?? undefined })
  return answer({ certificate: certificateWire(await show(call.actor, id)) })
}

export async function removeCertificate(call: Call): Promise<Response> {
  const { id } = await ownCertificate(call)
  await remove(call.actor, id)
  return gone()
}

type Given = { readonly certificate: string; readonly private_key?: string | null | undefined }

function sourceOf({ certificate, private_key }: Given): CertificateSource {
  return { from: 'pem', certificate, private_key: private_key || null, passphrase: null }
}

function isOwn(call: Call, { project_id, kind }: ShownCertificate): boolean {
  return project_id === projectOf(call) && kind !== 'REVOCATION_LIST'
}

async function ownCertificate(call: Call): Promise<ShownCertificate & { readonly pem: string }> {
  const id = parameter(call, 'id')
  const row = await show(call.actor, id).catch((error: unknown) => {
    if (error instanceof DomainError && error.code === 'not_found') return null
    throw error
  })
  if (row === null || !isOwn(call, row)) throw couldNotBeFound('Certificate', id)
  return row
}
