import { certificateIdOf } from 'model/certificate/reference'
import { type CertificateReference, referencesOfListener } from 'model/certificate/references'
import type { DesiredCertificate, DesiredLoadBalancer } from 'model/contract/desired-state'
import { pathOf } from 'model/graph/graph'
import { asksForCertificates } from 'model/listener/client-certificates'
import { cipherHalves, offeredTls, type TlsVersion, tlsVersions } from 'model/listener/tls'
import type { Listener } from 'model/resources/listener'
import type { CertificateFile, CertificateList, ClientTrust, Line } from './compiled.ts'
import { line } from './ir.ts'
import { frontendName } from './names.ts'
import {
  certificateList,
  expression,
  keyword,
  number,
  quoted,
  ticketKeys,
  ticketKeysOf,
  Unprintable,
  type Word,
} from './words.ts'

/** Versions for which OpenSSL 3 has to be told that signatures with SHA-1 will do. */
const needsOldSignatures: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1']

/** What follows the address of a `bind` that speaks TLS. */
export function tlsWords(listener: Listener): Word[] {
  const { alpn } = offeredTls(listener)
  return [
    expression('ssl crt-list'),
    certificateList(frontendName(listener)),
    expression('tls-ticket-keys'),
    asksForCertificates(listener) ? ticketKeysOf(frontendName(listener)) : ticketKeys,
    ...clientWords(listener),
    expression('alpn'),
    quoted(alpn.join(',')),
    ...offeredWords(listener),
  ]
}

/** The versions and the ciphers. */
export function offeredWords(chosen: Parameters<typeof offeredTls>[0]): Word[] {
  const { versions, ciphers } = offeredTls(chosen)
  const [oldest, newest] = [versions.at(0) ?? 'TLSv1.2', versions.at(-1) ?? 'TLSv1.3']
  const { upTo12, from13 } = cipherHalves(ciphers)
  const isOld = versions.some((one) => needsOldSignatures.includes(one))
  return [
    expression('ssl-min-ver'),
    keyword(tlsVersions[oldest].word),
    expression('ssl-max-ver'),
    keyword(tlsVersions[newest].word),
    ...(upTo12 === '' ? [] : [expression('ciphers'), quoted(isOld ? `${upTo12}:@SECLEVEL=0` : upTo12)]),
    ...(from13 === '' ? [] : [expression('ciphersuites'), quoted(from13)]),
  ]
}

/**
 * Who may come: with a list OpenSSL asks for one of every authority. Where a certificate is optional, rules and members are told what is
 * wrong with one instead of the client being turned away.
 */
function clientWords(listener: Listener): Word[] {
  const { client_authentication, client_ca_tls_container_ref: authority, client_crl_container_ref: list } = listener
  if (!asksForCertificates(listener) || authority === null) return []
  const fileOf = (reference: string) => keyword(fileName(idIn(reference), listener.loadbalancer_id))
  return [
    expression('ca-file'),
    fileOf(authority),
    expression('verify'),
    client_authentication === 'MANDATORY' ? expression('required') : expression('optional'),
    ...(list === null ? [] : [expression('crl-file'), fileOf(list)]),
    ...(client_authentication === 'OPTIONAL' ? [expression('crt-ignore-err all ca-ignore-err all')] : []),
  ]
}

/** Browsers are told to come over TLS from now on; also on what HAProxy answers by itself. */
export function strictTransportLines(listener: Listener, about: string): Line[] {
  const { hsts_max_age, hsts_include_subdomains, hsts_preload } = listener
  if (listener.protocol !== 'TERMINATED_HTTPS' || hsts_max_age === null) return []
  const parts = [
    `max-age=${number(hsts_max_age)}`,
    ...(hsts_include_subdomains ? ['includeSubDomains'] : []),
    ...(hsts_preload ? ['preload'] : []),
  ]
  const set = expression('http-after-response set-header Strict-Transport-Security')
  return [line(about, set, quoted(parts.join('; ')))]
}

type Given = Pick<DesiredLoadBalancer, 'certificates'> & { readonly loadbalancer_id: string }

type OfListener = {
  readonly certificates: readonly CertificateFile[]
  readonly certificateLists: readonly CertificateList[]
  readonly clientTrusts: readonly ClientTrust[]
}

/** What a listener serves and whom it trusts: the files, and the list that names its certificates, the default first. */
export function certificatesOf(listener: Listener, { certificates, loadbalancer_id }: Given): OfListener {
  const about = pathOf({ kind: 'listener', id: listener.id })
  const name = frontendName(listener)
  const asks = asksForCertificates(listener)
  const named = referencesOfListener(listener).filter(({ kind }) => asks || kind === 'CERTIFICATE')
  const served = named.filter(({ kind }) => kind === 'CERTIFICATE')
  const trusted = named.filter(({ kind }) => kind !== 'CERTIFICATE')
  const namesOf = (all: readonly CertificateReference[]) => [
    ...new Set(all.map(({ reference }) => fileName(idIn(reference), loadbalancer_id))),
  ]
  return {
    certificates: filesOf(named, { about, certificates, loadbalancer_id }),
    certificateLists: [{ name, about, files: namesOf(served) }],
    clientTrusts: asks
      ? [{ name, about, authentication: listener.client_authentication, files: namesOf(trusted) }]
      : [],
  }
}

/** What references name, as files; none where what they hold was not told. */
export function filesOf(
  references: readonly CertificateReference[],
  { about, certificates, loadbalancer_id }: Given & { readonly about: string },
): CertificateFile[] {
  if (certificates === undefined) return []
  return references.map(({ kind, reference }) => {
    const id = idIn(reference)
    return { kind, name: fileName(id, loadbalancer_id), about, pem: found(certificates, id).pem }
  })
}

/** The name of the file with what a reference names. */
export function fileNameOf(reference: string, loadbalancer_id: string): string {
  return fileName(idIn(reference), loadbalancer_id)
}

function fileName(id: string, loadbalancer_id: string): string {
  return `${keyword(id)}.${keyword(loadbalancer_id)}.pem`
}

function idIn(reference: string): string {
  const id = certificateIdOf(reference)
  if (id === null) throw new Unprintable(`${JSON.stringify(reference)} names no certificate.`)
  return id
}

function found(certificates: readonly DesiredCertificate[], id: string): DesiredCertificate {
  const one = certificates.find((candidate) => candidate.id === id)
  if (!one)
    throw new Unprintable(`Certificate ${id} can not be read: it is gone, or its private key can not be opened.`)
  return one
}

/** The text of the file that lists the certificates of a listener: the first is for clients that ask for no name, or for an unknown one. */
export function certificateListText({ files }: CertificateList): string {
  return files.map((name) => `${name}\n`).join('')
}
