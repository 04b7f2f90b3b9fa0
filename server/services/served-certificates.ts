import { createSecureContext } from 'node:tls'
import { certificateKinds } from 'model/certificate/kinds'
import { certificateIdOf } from 'model/certificate/reference'
import { type CertificateReference, referencesIn } from 'model/certificate/references'
import type { DesiredCertificate, DesiredLoadBalancer } from 'model/contract/desired-state'
import type { Issue } from 'model/errors'
import { type Graph, pathOf } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import type { Pool } from 'model/resources/pool'
import { authoritiesWithoutList } from '../certificates/revocation-cover.ts'
import { unsealedKey } from '../certificates/sealed-key.ts'
import { log, logEvents } from '../log.ts'
import { certificatesById, type StoredCertificate } from '../store/certificates.ts'
import type { Transaction } from '../store/client.ts'

type Owner = Listener | Pool

/**
 * What a change says about TLS that can not be: certificates that the project does not have or that are something else, authorities of
 * which a revocation list is missing, ciphers that nobody knows. What stood there before is not looked at again.
 */
export async function certificateIssues(
  transaction: Transaction,
  before: Graph | null,
  after: Graph,
): Promise<Issue[]> {
  const known = new Map(speakingTls(before).map((one) => [one.id, one]))
  const changed = speakingTls(after).filter((one) => known.get(one.id) !== one)
  if (changed.length === 0) return []
  const had = new Set(
    (before ? referencesIn(before) : []).map(({ id, attribute, reference }) => `${id} ${attribute} ${reference}`),
  )
  const ids = new Set(changed.map(({ id }) => id))
  const named = referencesIn(after).filter(({ id }) => ids.has(id))
  const fresh = named.filter(({ id, attribute, reference }) => !had.has(`${id} ${attribute} ${reference}`))
  const touched = new Set(fresh.map(({ id }) => id))
  const found = await certificatesById(
    transaction,
    named.filter(({ id }) => touched.has(id)).flatMap(({ reference }) => certificateIdOf(reference) ?? []),
  )
  const ours = (reference: string) => {
    const row = found.get(certificateIdOf(reference) ?? '')
    return row?.project_id === after.load_balancer.project_id ? row : null
  }
  const issues = fresh.flatMap((one) => referenceIssues(one, ours(one.reference)))
  return [
    ...(issues.length > 0
      ? issues
      : [...touched].flatMap((id) =>
          coverIssues(
            named.filter((one) => one.id === id),
            ours,
          ),
        )),
    ...changed.filter((one) => one.tls_ciphers !== known.get(one.id)?.tls_ciphers).flatMap(cipherIssues),
  ]
}

/** The listeners that terminate TLS, and the pools that speak it to their members. */
function speakingTls(graph: Graph | null): readonly Owner[] {
  if (graph === null) return []
  return [
    ...graph.listeners.filter((one) => one.protocol === 'TERMINATED_HTTPS'),
    ...graph.pools.filter((one) => one.tls_enabled),
  ]
}

function aboutOf({ of, id, attribute }: CertificateReference): string {
  return `${pathOf({ kind: of, id })}/${attribute}`
}

/** Octavia's words, and what would be right where it is there. */
function referenceIssues(reference: CertificateReference, row: StoredCertificate | null): Issue[] {
  const { kind } = reference
  if (row?.kind === kind) return []
  const words = row ? `. It is ${certificateKinds[row.kind].noun}; here ${certificateKinds[kind].noun} is needed.` : ''
  const message = `Could not retrieve certificate: ['${reference.reference}']${words}`
  return [{ about: aboutOf(reference), message, code: 'invalid' }]
}

/** Every authority of a listener or pool needs a list, once there is one: without it nobody would get in. */
function coverIssues(
  named: readonly CertificateReference[],
  ours: (reference: string) => StoredCertificate | null,
): Issue[] {
  const list = named.find((one) => one.kind === 'REVOCATION_LIST')
  const authority = named.find((one) => one.kind === 'AUTHORITY')
  const [lists, authorities] = [list, authority].map((one) => one && ours(one.reference)?.pem)
  if (!list || !lists || !authorities) return []
  const message = missingLists(authoritiesWithoutList(authorities, lists))
  return message === null ? [] : [{ about: aboutOf(list), message, code: 'invalid' }]
}

/** What to say of authorities without a list; null when there are none. */
export function missingLists(names: readonly string[]): string | null {
  if (names.length === 0) return null
  return `Every authority needs a revocation list, or what it vouches for is refused: there is none of ${names.join(', ')}.`
}

/** HAProxy would not start with a list in which there is nothing. */
function cipherIssues(owner: Owner): Issue[] {
  if (owner.tls_ciphers === null) return []
  try {
    createSecureContext({ ciphers: owner.tls_ciphers })
    return []
  } catch {
    const message = 'Validation failure: There is no cipher in this list that OpenSSL knows.'
    const kind = 'tls_enabled' in owner ? 'pool' : 'listener'
    return [{ about: `${pathOf({ kind, id: owner.id })}/tls_ciphers`, message, code: 'invalid' }]
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
  return [...new Set(referencesIn(graph).flatMap(({ reference }) => certificateIdOf(reference) ?? []))]
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
