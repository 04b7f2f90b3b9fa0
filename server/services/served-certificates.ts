import { createSecureContext } from 'node:tls'
import { type CertificateKind, certificateKinds } from 'model/certificate/kinds'
import { certificateIdOf } from 'model/certificate/reference'
import type { DesiredCertificate, DesiredLoadBalancer } from 'model/contract/desired-state'
import type { Issue } from 'model/errors'
import { type Graph, pathOf } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import { unsealedKey } from '../certificates/sealed-key.ts'
import { log, logEvents } from '../log.ts'
import { certificatesById, type StoredCertificate } from '../store/certificates.ts'
import type { Transaction } from '../store/client.ts'

type Reference = { readonly about: string; readonly reference: string; readonly kind: CertificateKind }

/** Where the listeners of a load balancer name certificates. */
function referencesOf(listener: Listener): Reference[] {
  const about = (attribute: keyof Listener) => `${pathOf({ kind: 'listener', id: listener.id })}/${attribute}`
  const { default_tls_container_ref: first, sni_container_refs } = listener
  const kind = 'CERTIFICATE' as const
  return [
    ...(first === null ? [] : [{ about: about('default_tls_container_ref'), reference: first, kind }]),
    ...sni_container_refs.map((reference) => ({ about: about('sni_container_refs'), reference, kind })),
  ]
}

function terminating(graph: Graph | null): readonly Listener[] {
  return (graph?.listeners ?? []).filter((one) => one.protocol === 'TERMINATED_HTTPS')
}

/**
 * What a change says about TLS that can not be: certificates that the project does not have, ciphers that nobody knows. What stood there
 * before is not looked at again.
 */
export async function certificateIssues(
  transaction: Transaction,
  before: Graph | null,
  after: Graph,
): Promise<Issue[]> {
  const known = new Map(terminating(before).map((one) => [one.id, one]))
  const changed = terminating(after).filter((one) => known.get(one.id) !== one)
  if (changed.length === 0) return []
  const had = new Set(
    terminating(before)
      .flatMap(referencesOf)
      .map(({ reference }) => reference),
  )
  const fresh = changed.flatMap(referencesOf).filter(({ reference }) => !had.has(reference))
  const found = await certificatesById(
    transaction,
    fresh.flatMap(({ reference }) => certificateIdOf(reference) ?? []),
  )
  const ours = (reference: string) => {
    const row = found.get(certificateIdOf(reference) ?? '')
    return row?.project_id === after.load_balancer.project_id ? row : null
  }
  return [
    ...fresh.flatMap((one) => referenceIssues(one, ours(one.reference))),
    ...changed.filter((one) => one.tls_ciphers !== known.get(one.id)?.tls_ciphers).flatMap(cipherIssues),
  ]
}

/** Octavia's words, and what would be right where it is there. */
function referenceIssues({ about, reference, kind }: Reference, row: StoredCertificate | null): Issue[] {
  if (row?.kind === kind) return []
  const words = row ? `. It is ${certificateKinds[row.kind].noun}; here ${certificateKinds[kind].noun} is needed.` : ''
  return [{ about, message: `Could not retrieve certificate: ['${reference}']${words}`, code: 'invalid' }]
}

/** HAProxy would not start with a list in which there is nothing. */
function cipherIssues({ id, tls_ciphers }: Listener): Issue[] {
  if (tls_ciphers === null) return []
  try {
    createSecureContext({ ciphers: tls_ciphers })
    return []
  } catch {
    const message = 'Validation failure: There is no cipher in this list that OpenSSL knows.'
    return [{ about: `${pathOf({ kind: 'listener', id })}/tls_ciphers`, message, code: 'invalid' }]
  }
}

/** Load balancers as engines are to serve them, with the certificates that they name and the keys that belong to them. */
export async function withCertificates(
  transaction: Transaction,
  documents: readonly Pick<DesiredLoadBalancer, 'revision' | 'graph'>[],
): Promise<{ revision: number; graph: Graph; certificates: DesiredCertificate[] }[]> {
  const wanted = documents.map(({ graph }) => idsIn(graph))
  const rows = await certificatesById(transaction, [...new Set(wanted.flat())])
  const opened = new Map([...rows.values()].map((row) => [row.id, openedCertificate(row)]))
  return documents.map(({ revision, graph }, at) => {
    const certificates = (wanted[at] ?? []).map((id) => opened.get(id)).filter((one) => one != null)
    return { revision, graph, certificates }
  })
}

function idsIn(graph: Graph): string[] {
  const references = terminating(graph).flatMap(referencesOf)
  return [...new Set(references.flatMap(({ reference }) => certificateIdOf(reference) ?? []))]
}

/** Null when its key does not open: the engine then says which certificate it misses, and serves all others. */
function openedCertificate({ id, pem, sealed_key }: StoredCertificate): DesiredCertificate | null {
  try {
    return { id, pem: sealed_key === null ? pem : pem + unsealedKey(sealed_key, id) }
  } catch (error) {
    log.error(logEvents.certificateUnreadable, error, { certificate_id: id })
    return null
  }
}
