import type { CertificateKind } from 'model/certificate/kinds'
import { usualDirectory } from 'model/certificate/order'
import type { ApiCall } from '../forms/curl.ts'

// The calls that the page makes: the same are shown under "Copy as", with what is secret left out.

const base = '/console/certificates'

export type SourceKind = 'pem' | 'pkcs12' | 'acme' | 'self-signed'

export type CertificateDraft = {
  readonly kind: CertificateKind
  /** What a certificate with its key is made from; authorities and lists are PEM. */
  readonly source: SourceKind
  readonly name: string
  readonly certificate: string
  readonly private_key: string
  readonly passphrase: string
  /** Base64. */
  readonly pkcs12: string
  /** One a line. */
  readonly server_names: string
  readonly days: string
  readonly loadbalancer_id: string | null
  /** Of the authority's directory. */
  readonly directory_url: string
  readonly contact: string
  readonly hasAgreed: boolean
}

export const emptyDraft: CertificateDraft = {
  kind: 'CERTIFICATE',
  source: 'pem',
  name: '',
  certificate: '',
  private_key: '',
  passphrase: '',
  pkcs12: '',
  server_names: '',
  days: '90',
  loadbalancer_id: null,
  directory_url: usualDirectory,
  contact: '',
  hasAgreed: false,
}

/** With an id the certificate takes the place of that one. */
export function saveCall(draft: CertificateDraft, id: string | null): ApiCall {
  const kind = id === null && draft.kind !== 'CERTIFICATE' ? { kind: draft.kind } : {}
  const name = id === null && draft.name.trim() !== '' ? { name: draft.name.trim() } : {}
  const body = { certificate: { ...kind, ...name, ...sourceOf(draft) } }
  return id === null ? { method: 'POST', path: base, body } : { method: 'PUT', path: `${base}/${id}`, body }
}

/** What stands for the key and the passphrase where others may see it. */
const hidden = '...'

export function shownCall(draft: CertificateDraft, id: string | null): ApiCall {
  const secret = (text: string) => (text === '' ? '' : hidden)
  const { private_key, passphrase, pkcs12 } = draft
  const certificate = draft.certificate.replaceAll(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*/g, hidden)
  const shown = { private_key: secret(private_key), passphrase: secret(passphrase), pkcs12: secret(pkcs12) }
  return saveCall({ ...draft, ...shown, certificate }, id)
}

export function renameCall(id: string, name: string): ApiCall {
  return { method: 'PUT', path: `${base}/${id}`, body: { certificate: { name } } }
}

export function removeCall(id: string): ApiCall {
  return { method: 'DELETE', path: `${base}/${id}` }
}

function sourceOf(draft: CertificateDraft): Readonly<Record<string, unknown>> {
  if (draft.kind !== 'CERTIFICATE') return { certificate: draft.certificate }
  const given = (name: 'private_key' | 'passphrase') => (draft[name] === '' ? {} : { [name]: draft[name] })
  if (draft.source === 'pkcs12') return { pkcs12: draft.pkcs12, ...given('passphrase') }
  if (draft.source === 'pem') return { certificate: draft.certificate, ...given('private_key'), ...given('passphrase') }
  const server_names = namesIn(draft)
  if (draft.source === 'acme') return { acme: orderOf(draft) }
  return { self_signed: { server_names, days: Number(draft.days) } }
}

function namesIn({ server_names }: CertificateDraft): string[] {
  return server_names.split(/[\s,]+/).filter((name) => name !== '')
}

/** What an authority is asked for, and which load balancer answers it. */
function orderOf(draft: CertificateDraft): Readonly<Record<string, unknown>> {
  const { loadbalancer_id, directory_url, hasAgreed } = draft
  const contact = draft.contact.trim()
  return {
    server_names: namesIn(draft),
    loadbalancer_id,
    directory_url: directory_url.trim(),
    ...(contact !== '' && { contact }),
    terms_of_service_agreed: hasAgreed,
  }
}

export function renewCall(id: string): ApiCall {
  return { method: 'POST', path: `${base}/${id}/renew` }
}
