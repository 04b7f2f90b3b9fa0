import { certificateIdOf } from 'model/certificate/reference'
import type { DesiredCertificate, DesiredLoadBalancer } from 'model/contract/desired-state'
import { pathOf } from 'model/graph/graph'
import { cipherHalves, offeredTls, type TlsVersion, tlsVersions } from 'model/listener/tls'
import type { Listener } from 'model/resources/listener'
import type { CertificateFile, CertificateList, Line } from './compiled.ts'
import { line } from './ir.ts'
import { frontendName } from './names.ts'
import { certificateList, expression, keyword, number, quoted, ticketKeys, Unprintable, type Word } from './words.ts'

/** Versions for which OpenSSL 3 has to be told that signatures with SHA-1 will do. */
const needsOldSignatures: readonly TlsVersion[] = ['TLSv1', 'TLSv1.1']

/** What follows the address of a `bind` that speaks TLS. */
export function tlsWords(listener: Listener): Word[] {
  const { versions, alpn, ciphers } = offeredTls(listener)
  const [oldest, newest] = [versions.at(0) ?? 'TLSv1.2', versions.at(-1) ?? 'TLSv1.3']
  const { upTo12, from13 } = cipherHalves(ciphers)
  const isOld = versions.some((one) => needsOldSignatures.includes(one))
  return [
    expression('ssl crt-list'),
    certificateList(frontendName(listener)),
    expression('tls-ticket-keys'),
    ticketKeys,
    expression('alpn'),
    quoted(alpn.join(',')),
    expression('ssl-min-ver'),
    keyword(tlsVersions[oldest].word),
    expression('ssl-max-ver'),
    keyword(tlsVersions[newest].word),
    ...(upTo12 === '' ? [] : [expression('ciphers'), quoted(isOld ? `${upTo12}:@SECLEVEL=0` : upTo12)]),
    ...(from13 === '' ? [] : [expression('ciphersuites'), quoted(from13)]),
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

/** The certificates of a listener, the default first, as files and the list that names them. */
export function certificatesOf(
  listener: Listener,
  { certificates, loadbalancer_id }: Given,
): { readonly files: readonly CertificateFile[]; readonly list: CertificateList } {
  const about = pathOf({ kind: 'listener', id: listener.id })
  const references = [listener.default_tls_container_ref, ...listener.sni_container_refs].filter((one) => one !== null)
  const ids = [...new Set(references.map(idIn))]
  const nameOf = (id: string) => `${keyword(id)}.${keyword(loadbalancer_id)}.pem`
  const files =
    certificates === undefined ? [] : ids.map((id) => ({ name: nameOf(id), about, pem: found(certificates, id).pem }))
  return { files, list: { name: frontendName(listener), about, files: ids.map(nameOf) } }
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
