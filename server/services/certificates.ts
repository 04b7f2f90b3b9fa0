import { type CertificateKind, certificateKinds } from 'model/certificate/kinds'
import { daysLeft, problemsOfCertificate } from 'model/certificate/problems'
import { certificateIdOf } from 'model/certificate/reference'
import { DomainError } from 'model/errors'
import { attributesOf } from 'model/kit/resource'
import { type CertificateUse, certificate, type ShownCertificate } from 'model/resources/certificate'
import { authoritiesFromPem } from '../certificates/authorities.ts'
import { descriptionOf, descriptionOfAuthorities, descriptionOfLists, type Said } from '../certificates/description.ts'
import { type Material, refused } from '../certificates/material.ts'
import { chainPem, materialFromPem } from '../certificates/pem.ts'
import { isPkcs12, materialFromPkcs12 } from '../certificates/pkcs12.ts'
import { authoritiesWithoutList } from '../certificates/revocation-cover.ts'
import { revocationLists } from '../certificates/revocation-list.ts'
import { sealedKey } from '../certificates/sealed-key.ts'
import { selfSigned } from '../certificates/self-signed.ts'
import { clock, moment } from '../clock.ts'
import { log, logEvents } from '../log.ts'
import {
  certificatesById,
  certificateUses,
  deleteCertificate,
  findCertificate,
  findCertificates,
  insertCertificate,
  type StoredCertificate,
  type StoredUse,
  updateCertificateRow,
} from '../store/certificates.ts'
import { database, inSnapshot, inTransaction, type Transaction } from '../store/client.ts'
import { findOrder, type OrderWithAccount, ordersById } from '../store/orders.ts'
import { lockWriters } from '../store/revisions.ts'
import { deleteContainerRow, deleteSecretRow } from '../store/secrets.ts'
import type { Actor } from './actor.ts'
import { announceRenewal, renewIn, takenOnceMore } from './certificate-renewal.ts'
import { newId } from './ids.ts'
import { allow, isAllowed, visibleProject } from './policy.ts'
import { missingLists } from './served-certificates.ts'
import { refusalOf } from './settlement.ts'
import { shownOrder } from './shown-order.ts'

/** What a certificate is made from. */
export type CertificateSource =
  | {
      readonly from: 'pem'
      readonly certificate: string
      readonly private_key: string | null
      readonly passphrase: string | null
    }
  | { readonly from: 'pkcs12'; readonly pkcs12: Buffer; readonly passphrase: string | null }
  | { readonly from: 'self-signed'; readonly server_names: readonly string[]; readonly days: number }

export type NewCertificate = {
  readonly kind: CertificateKind
  readonly name: string
  readonly description: string
  readonly source: CertificateSource
}

/** What is undefined stays as it is. */
export type CertificatePatch = {
  readonly name?: string | undefined
  readonly description?: string | undefined
}

/** The certificates of the actor's project, of all projects for an administrator; the oldest first. */
export async function listCertificates(actor: Actor): Promise<ShownCertificate[]> {
  const project_id = visibleProject(actor)
  const where = project_id === null ? {} : { project_id }
  return inSnapshot(async (transaction) => {
    const rows = await findCertificates(transaction, where)
    const uses = usesById(await certificateUses(transaction, where))
    const orders = await ordersById(transaction, where)
    return rows.map((row) => shown(row, { uses, order: orders.get(row.id) }))
  })
}

/** A certificate with its chain as PEM. The private key is never told. @throws not_found */
export async function showCertificate(actor: Actor, id: string): Promise<ShownCertificate & { readonly pem: string }> {
  return inSnapshot(async (transaction) => {
    const row = await visibleCertificate(transaction, actor, id)
    const uses = usesById(await certificateUses(transaction, { project_id: row.project_id }))
    return { ...shown(row, { uses, order: await findOrder(transaction, id) }), pem: row.pem }
  })
}

/** @throws invalid, in words about what is wrong with what was given */
export async function createCertificate(actor: Actor, wish: NewCertificate): Promise<ShownCertificate> {
  allow(actor, 'change', actor.project_id)
  const row = await certificateRow(actor, newId(), wish)
  await inTransaction((transaction) => insertCertificate(transaction, row))
  log.info(logEvents.certificateCreated, { certificate_id: row.id, user: actor.user_name })
  return shown(row, { uses: new Map(), order: null })
}

/** A certificate of the actor's project as it will be stored. @throws invalid */
export async function certificateRow(actor: Actor, id: string, wish: NewCertificate): Promise<StoredCertificate> {
  const said = await readAs[wish.kind](wish.source, id)
  return {
    ...said,
    id,
    kind: wish.kind,
    name: wish.name === '' ? nameFrom(said).slice(0, 255) : wish.name,
    description: wish.description,
    project_id: actor.project_id,
    created_at: moment(),
    updated_at: null,
  }
}

/** The first host name; of authorities and lists, whom they are about. */
function nameFrom({ server_names, subject }: Said): string {
  const [first] = server_names
  return first ?? subject.replace(/^CN=([^,]+).*/, '$1')
}

/**
 * Puts another certificate in the place of this one. Every listener that uses it serves the new one when this answers, unless no engine
 * has answered in time. @throws invalid, not_found
 */
export async function replaceCertificate(
  actor: Actor,
  id: string,
  source: CertificateSource,
): Promise<ShownCertificate> {
  // Whoever may not is told before a file is opened for them.
  const { kind } = await changeableCertificate(database(), actor, id)
  const said = await readAs[kind](source, id)
  const renewed = await inTransaction(async (transaction) => {
    await lockWriters(transaction)
    const row = await changeableCertificate(transaction, actor, id)
    const all = await certificateUses(transaction, { project_id: row.project_id })
    const uses = usesById(all).get(id) ?? []
    await refuseGaps(transaction, { ...row, ...said }, all)
    await updateCertificateRow(transaction, id, { ...said, updated_at: moment() })
    return renewIn(transaction, {
      actor,
      certificate: row,
      replaced: { before: row.fingerprint, after: said.fingerprint },
      loadbalancer_ids: [...new Set(uses.map((one) => one.loadbalancer_id))],
    })
  })
  announceRenewal(renewed)
  log.info(logEvents.certificateReplaced, { certificate_id: id, user: actor.user_name })
  await Promise.all(renewed.map(({ after }) => refusalOf(after.load_balancer.id)))
  return showCertificate(actor, id)
}

/** @throws not_found */
export async function updateCertificate(actor: Actor, id: string, patch: CertificatePatch): Promise<ShownCertificate> {
  await inTransaction(async (transaction) => {
    await changeableCertificate(transaction, actor, id)
    const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
    await updateCertificateRow(transaction, id, { ...given, updated_at: moment() })
  })
  return showCertificate(actor, id)
}

/** With the secret or the container of the key manager that it was made of. @throws not_found, conflict while something uses it */
export async function removeCertificate(actor: Actor, id: string): Promise<void> {
  const renewed = await inTransaction(async (transaction) => {
    // A listener that begins to use it comes before or after, and not in between.
    await lockWriters(transaction)
    const row = await changeableCertificate(transaction, actor, id)
    await deleteSecretRow(transaction, id)
    await deleteContainerRow(transaction, id)
    return removeCertificateIn(transaction, row)
  })
  announceRenewal(renewed)
  log.info(logEvents.certificateDeleted, { certificate_id: id, user: actor.user_name })
}

/**
 * While no writer is at work. Whoever answered an authority for it answers no more: what comes back is to be announced.
 * @throws conflict while something uses it
 */
export async function removeCertificateIn(
  transaction: Transaction,
  { id, project_id }: Pick<StoredCertificate, 'id' | 'project_id'>,
): Promise<Awaited<ReturnType<typeof takenOnceMore>>> {
  refuseUsed(id, usesById(await certificateUses(transaction, { project_id })).get(id) ?? [])
  const order = await findOrder(transaction, id)
  await deleteCertificate(transaction, id)
  return order === null ? [] : takenOnceMore(transaction, [order.loadbalancer_id])
}

/** Whoever uses authorities together with lists would let nobody in when there is no list of one of them. @throws invalid */
async function refuseGaps(transaction: Transaction, row: StoredCertificate, all: readonly StoredUse[]): Promise<void> {
  if (row.kind === 'CERTIFICATE') return
  const isOwn = ({ reference }: StoredUse) => certificateIdOf(reference) === row.id
  const own = all.filter(isOwn)
  const partners = all.filter((one) => !isOwn(one) && own.some(({ id }) => id === one.id))
  const found = await certificatesById(transaction, [
    ...new Set(partners.flatMap(({ reference }) => certificateIdOf(reference) ?? [])),
  ])
  for (const { reference, kind, name, id } of partners) {
    const other = found.get(certificateIdOf(reference) ?? '')
    if (!other || other.kind === 'CERTIFICATE' || other.kind === row.kind) continue
    const [authorities, lists] = row.kind === 'AUTHORITY' ? [row.pem, other.pem] : [other.pem, row.pem]
    const message = missingLists(authoritiesWithoutList(authorities, lists))
    if (message !== null) throw refused('certificate', `${message} Needed by ${kind} ${name || id}.`)
  }
}

function refuseUsed(id: string, uses: readonly CertificateUse[]): void {
  if (uses.length === 0) return
  const names = uses.map(
    (one) => `${one.kind} ${one.name || one.id} of ${one.loadbalancer_name || one.loadbalancer_id}`,
  )
  const message = `Certificate ${id} is used by ${[...new Set(names)].join(', ')}.`
  throw new DomainError('conflict', message, [{ about: 'used_by', message, code: 'conflict' }])
}

type Storable = Said & Pick<StoredCertificate, 'pem' | 'sealed_key'>

/** What is stored of each kind: what it says, the text of it, and its key under seal. */
const readAs: Readonly<Record<CertificateKind, (source: CertificateSource, id: string) => Promise<Storable>>> = {
  CERTIFICATE: async (source, id) => {
    const { chain, privateKey } = await materialOf(source)
    return { ...descriptionOf(chain), pem: chainPem(chain), sealed_key: sealedKey(privateKey, id) }
  },
  AUTHORITY: async (source) => {
    const authorities = authoritiesFromPem(textAlone(source, 'AUTHORITY'))
    return { ...descriptionOfAuthorities(authorities), pem: chainPem(authorities), sealed_key: null }
  },
  REVOCATION_LIST: async (source) => {
    const lists = revocationLists(textAlone(source, 'REVOCATION_LIST'))
    return { ...descriptionOfLists(lists), pem: lists.map(({ pem }) => pem).join(''), sealed_key: null }
  },
}

/** What has no key comes as PEM, and with nothing beside it. @throws invalid */
function textAlone(source: CertificateSource, kind: CertificateKind): string {
  const { noun } = certificateKinds[kind]
  if (source.from === 'pkcs12') throw refused('pkcs12', `Give ${noun} as PEM, in certificate.`)
  if (source.from === 'self-signed') throw refused('self_signed', `Give ${noun} as PEM, in certificate.`)
  if (source.private_key) throw refused('private_key', `No private key belongs to ${noun}.`)
  if (source.passphrase) throw refused('passphrase', `There is nothing to open in ${noun}.`)
  return source.certificate
}

async function materialOf(source: CertificateSource): Promise<Material> {
  switch (source.from) {
    case 'pem':
      return materialFromPem(source)
    case 'pkcs12':
      return fileMaterial(source.pkcs12, source.passphrase)
    case 'self-signed':
      return selfSigned({ ...source, now: clock().now() })
  }
}

/** People choose a file by its name: what is PEM inside is read as that. */
function fileMaterial(bytes: Buffer, passphrase: string | null): Material {
  if (bytes.includes('-----BEGIN ')) {
    return materialFromPem({ certificate: bytes.toString('utf8'), private_key: null, passphrase })
  }
  if (!isPkcs12(bytes)) throw refused('pkcs12', 'It is no PKCS #12 file (.p12, .pfx).')
  return materialFromPkcs12(bytes, passphrase)
}

/** What is another project's is not there. */
async function visibleCertificate(transaction: Transaction, actor: Actor, id: string): Promise<StoredCertificate> {
  const row = await findCertificate(transaction, id)
  if (row === null || !isAllowed(actor, 'read', row.project_id)) throw notFound(id)
  return row
}

/** @throws not_found, forbidden */
export async function changeableCertificate(
  transaction: Transaction,
  actor: Actor,
  id: string,
): Promise<StoredCertificate> {
  const row = await visibleCertificate(transaction, actor, id)
  allow(actor, 'change', row.project_id)
  return row
}

type Beside = {
  readonly uses: ReadonlyMap<string, readonly CertificateUse[]>
  readonly order: OrderWithAccount | null | undefined
}

function shown(row: StoredCertificate, { uses, order }: Beside): ShownCertificate {
  const now = clock().now()
  return {
    // The key, sealed or not, is no part of it.
    ...attributesOf(certificate, row),
    days_left: daysLeft(row, now),
    problems: problemsOfCertificate(row, now),
    used_by: uses.get(row.id) ?? [],
    acme: shownOrder(order),
  }
}

function usesById(uses: readonly StoredUse[]): Map<string, CertificateUse[]> {
  const byId = new Map<string, CertificateUse[]>()
  for (const { reference, ...use } of uses) {
    const id = certificateIdOf(reference)
    if (id !== null) byId.set(id, [...(byId.get(id) ?? []), use])
  }
  return byId
}

function notFound(id: string): DomainError {
  return new DomainError('not_found', `Certificate ${id} not found.`)
}
