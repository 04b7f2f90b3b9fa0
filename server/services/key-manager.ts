import { certificateIdOf } from 'model/certificate/reference'
import { DomainError } from 'model/errors'
import type { CertificateUse } from 'model/resources/certificate'
import { refused } from '../certificates/material.ts'
import { sealedBytes, unsealedBytes } from '../certificates/sealed-key.ts'
import { certificateKindIn, isPublicContent } from '../certificates/secret-content.ts'
import { moment } from '../clock.ts'
import { log, logEvents } from '../log.ts'
import {
  certificateUses,
  findCertificate,
  findCertificates,
  insertCertificate,
  type StoredCertificate,
} from '../store/certificates.ts'
import { inSnapshot, inTransaction, type Transaction } from '../store/client.ts'
import { lockWriters } from '../store/revisions.ts'
import {
  deleteContainerRow,
  deleteSecretRow,
  findContainer,
  findContainers,
  findSecret,
  findSecrets,
  insertContainer,
  insertSecret,
  type SecretReference,
  type StoredContainer,
  type StoredSecret,
  updateSecretRow,
} from '../store/secrets.ts'
import type { Actor } from './actor.ts'
import { announceRenewal } from './certificate-renewal.ts'
import { certificateRow, removeCertificateIn } from './certificates.ts'
import { newId } from './ids.ts'
import { allow, isAllowed, visibleProject } from './policy.ts'

// The key manager keeps what programs give it, and makes certificates of what is one: those are the certificates of the console, under
// the id of the secret or of the container. The other way round, what the console has made is shown here as if it had been stored.

/** A secret, without what is in it. */
export type Secret = Omit<StoredSecret, 'sealed_payload'>
export type Container = StoredContainer & { readonly used_by: readonly CertificateUse[] }

export type SecretWish = Pick<
  StoredSecret,
  'name' | 'secret_type' | 'algorithm' | 'bit_length' | 'mode' | 'expiration'
> & { readonly payload: Payload | null }
export type Payload = { readonly content_type: string; readonly bytes: Buffer }

/** Secrets of the actor's project, of all projects for an administrator; the oldest first. */
export async function listSecrets(actor: Actor): Promise<Secret[]> {
  const where = whereOf(actor)
  return inSnapshot(async (transaction) => {
    const rows = await findSecrets(transaction, where)
    const known = new Set(rows.map((one) => one.id))
    const others = (await findCertificates(transaction, where)).filter(
      (one) => one.kind !== 'CERTIFICATE' && !known.has(one.id),
    )
    return oldestFirst([...rows.map(withoutPayload), ...others.map(secretOf)])
  })
}

/** @throws not_found */
export async function showSecret(actor: Actor, id: string): Promise<Secret> {
  return inSnapshot(async (transaction) => withoutPayload(await visibleSecret(transaction, actor, id)))
}

/** What is in it, where that is public. A private key is given to nobody. @throws not_found, forbidden */
export async function payloadOf(actor: Actor, id: string): Promise<Payload> {
  const { sealed_payload, payload_content_type } = await inSnapshot((transaction) =>
    visibleSecret(transaction, actor, id),
  )
  if (sealed_payload === null || payload_content_type === null)
    throw new DomainError('not_found', `Secret ${id} has no payload yet.`)
  const bytes = unsealedBytes(sealed_payload, id)
  if (!isPublicContent(bytes)) {
    const message =
      'Only certificates, revocation lists and public keys are given out again: the payload of this secret is neither.'
    throw new DomainError('forbidden', message)
  }
  return { content_type: payload_content_type, bytes }
}

/** Stores a secret, and a certificate of the same id where its payload is one. @throws invalid, forbidden */
export async function createSecret(actor: Actor, { payload, ...wish }: SecretWish): Promise<string> {
  allow(actor, 'change', actor.project_id)
  const now = moment()
  const row: StoredSecret = {
    ...wish,
    id: newId(),
    project_id: actor.project_id,
    payload_content_type: null,
    sealed_payload: null,
    creator_id: actor.user_id,
    created_at: now,
    updated_at: now,
  }
  const whole = payload === null ? row : { ...row, ...sealedIn(row.id, payload) }
  const certificate = payload && (await certificateIn(actor, row, payload))
  await inTransaction(async (transaction) => {
    await insertSecret(transaction, whole)
    if (certificate) await insertCertificate(transaction, certificate)
  })
  log.info(logEvents.secretStored, { secret_id: row.id, user: actor.user_name })
  return row.id
}

/** Gives a secret that has none yet its payload. @throws not_found, conflict, invalid */
export async function fillSecret(actor: Actor, id: string, payload: Payload): Promise<void> {
  const row = await inSnapshot((transaction) => changeableSecret(transaction, actor, id))
  const certificate = await certificateIn(actor, row, payload)
  await inTransaction(async (transaction) => {
    await lockWriters(transaction)
    const { sealed_payload } = await changeableSecret(transaction, actor, id)
    if (sealed_payload !== null) throw new DomainError('conflict', `Secret ${id} has a payload already.`)
    await updateSecretRow(transaction, id, { ...sealedIn(id, payload), updated_at: moment() })
    if (certificate) await insertCertificate(transaction, certificate)
  })
}

/** With the certificate that was made of it. @throws not_found, conflict while something uses that */
export async function removeSecret(actor: Actor, id: string): Promise<void> {
  await removeWith(id, async (transaction) => {
    await changeableSecret(transaction, actor, id)
    await deleteSecretRow(transaction, id)
  })
  log.info(logEvents.secretDeleted, { secret_id: id, user: actor.user_name })
}

/** Containers of the actor's project, of all projects for an administrator; the oldest first. */
export async function listContainers(actor: Actor): Promise<Container[]> {
  const where = whereOf(actor)
  return inSnapshot(async (transaction) => {
    const rows = await findContainers(transaction, where)
    const known = new Set([...rows, ...(await findSecrets(transaction, where))].map((one) => one.id))
    const others = (await findCertificates(transaction, where)).filter(
      (one) => one.kind === 'CERTIFICATE' && !known.has(one.id),
    )
    const uses = await certificateUses(transaction, where)
    return oldestFirst([...rows, ...others.map(containerOf)]).map((one) => ({
      ...one,
      used_by: uses.filter(({ reference }) => certificateIdOf(reference) === one.id),
    }))
  })
}

/** @throws not_found */
export async function showContainer(actor: Actor, id: string): Promise<Container> {
  return inSnapshot(async (transaction) => {
    const row = await visibleContainer(transaction, actor, id)
    const uses = await certificateUses(transaction, { project_id: row.project_id })
    return { ...row, used_by: uses.filter(({ reference }) => certificateIdOf(reference) === id) }
  })
}

export type ContainerWish = Pick<StoredContainer, 'name' | 'type' | 'secret_refs'>

/** Puts secrets together; of those of a certificate a certificate of the same id is made. @throws invalid, not_found, forbidden */
export async function createContainer(actor: Actor, wish: ContainerWish): Promise<string> {
  allow(actor, 'change', actor.project_id)
  const now = moment()
  const row: StoredContainer = {
    ...wish,
    id: newId(),
    project_id: actor.project_id,
    creator_id: actor.user_id,
    created_at: now,
    updated_at: now,
  }
  const parts = await inSnapshot((transaction) => partsOf(transaction, actor, wish.secret_refs))
  const certificate = wish.type === 'certificate' ? await certificateFrom(actor, row, parts) : null
  await inTransaction(async (transaction) => {
    await insertContainer(transaction, row)
    if (certificate) await insertCertificate(transaction, certificate)
  })
  log.info(logEvents.containerStored, { container_id: row.id, user: actor.user_name })
  return row.id
}

/** With the certificate that was made of it; its secrets stay. @throws not_found, conflict while something uses that */
export async function removeContainer(actor: Actor, id: string): Promise<void> {
  await removeWith(id, async (transaction) => {
    const row = await visibleContainer(transaction, actor, id)
    allow(actor, 'change', row.project_id)
    await deleteContainerRow(transaction, id)
  })
  log.info(logEvents.containerDeleted, { container_id: id, user: actor.user_name })
}

async function removeWith(id: string, remove: (transaction: Transaction) => Promise<void>): Promise<void> {
  const renewed = await inTransaction(async (transaction) => {
    // A listener that begins to use it comes before or after, and not in between.
    await lockWriters(transaction)
    await remove(transaction)
    const certificate = await findCertificate(transaction, id)
    return certificate === null ? [] : removeCertificateIn(transaction, certificate)
  })
  announceRenewal(renewed)
}

type Parts = ReadonlyMap<string, string>

/** What the secrets of a container hold, by what they are in it. */
async function partsOf(transaction: Transaction, actor: Actor, references: readonly SecretReference[]): Promise<Parts> {
  const parts = new Map<string, string>()
  for (const { name, secret_id } of references) {
    const about = `secret_refs/${name}`
    const secret = await findSecret(transaction, secret_id)
    if (secret === null || secret.project_id !== actor.project_id)
      throw refused(about, `Secret ${secret_id} could not be found.`)
    if (secret.sealed_payload === null) throw refused(about, `Secret ${secret_id} has no payload yet.`)
    parts.set(name, unsealedBytes(secret.sealed_payload, secret_id).toString('utf8'))
  }
  return parts
}

/** What is wrong with it is said about the secret in question. */
async function certificateFrom(actor: Actor, row: StoredContainer, parts: Parts): Promise<StoredCertificate> {
  const pem = [parts.get('certificate'), parts.get('intermediates')].filter(Boolean).join('\n')
  const source = {
    from: 'pem' as const,
    certificate: pem,
    private_key: parts.get('private_key') ?? null,
    passphrase: parts.get('private_key_passphrase') ?? null,
  }
  return certificateRow(actor, row.id, { kind: 'CERTIFICATE', name: row.name ?? '', description: '', source })
}

/** The certificate that a payload is; null where it is none, or needs a passphrase that nobody gave. */
async function certificateIn(
  actor: Actor,
  { id, name }: Pick<StoredSecret, 'id' | 'name'>,
  { bytes }: Payload,
): Promise<StoredCertificate | null> {
  const kind = certificateKindIn(bytes)
  if (kind === null) return null
  const isText = bytes.includes('-----BEGIN ')
  const source = isText
    ? { from: 'pem' as const, certificate: bytes.toString('utf8'), private_key: null, passphrase: null }
    : { from: 'pkcs12' as const, pkcs12: bytes, passphrase: null }
  try {
    return await certificateRow(actor, id, { kind, name: name ?? '', description: '', source })
  } catch (error) {
    if (error instanceof DomainError) return null
    throw error
  }
}

function sealedIn(id: string, { bytes, content_type }: Payload) {
  return { sealed_payload: sealedBytes(bytes, id), payload_content_type: content_type }
}

function whereOf(actor: Actor): { readonly project_id?: string } {
  const project_id = visibleProject(actor)
  return project_id === null ? {} : { project_id }
}

/** What is another project's is not there. */
async function visibleSecret(transaction: Transaction, actor: Actor, id: string): Promise<StoredSecret> {
  const row = (await findSecret(transaction, id)) ?? (await madeSecret(transaction, id))
  if (row === null || !isAllowed(actor, 'read', row.project_id))
    throw new DomainError('not_found', `Secret ${id} could not be found.`)
  return row
}

async function changeableSecret(transaction: Transaction, actor: Actor, id: string): Promise<StoredSecret> {
  const row = await visibleSecret(transaction, actor, id)
  allow(actor, 'change', row.project_id)
  return row
}

async function visibleContainer(transaction: Transaction, actor: Actor, id: string): Promise<StoredContainer> {
  const row = (await findContainer(transaction, id)) ?? (await madeContainer(transaction, id))
  if (row === null || !isAllowed(actor, 'read', row.project_id))
    throw new DomainError('not_found', `Container ${id} could not be found.`)
  return row
}

/** Authorities and lists of the console, as secrets. */
async function madeSecret(transaction: Transaction, id: string): Promise<StoredSecret | null> {
  const row = await findCertificate(transaction, id)
  if (row === null || row.kind === 'CERTIFICATE') return null
  return { ...secretOf(row), sealed_payload: sealedBytes(Buffer.from(row.pem), id) }
}

/** Certificates of the console, as containers. */
async function madeContainer(transaction: Transaction, id: string): Promise<StoredContainer | null> {
  const row = await findCertificate(transaction, id)
  if (row === null || row.kind !== 'CERTIFICATE' || (await findSecret(transaction, id)) !== null) return null
  return containerOf(row)
}

/** Nobody knows any more who made what the console has made. */
const nobody = ''

function secretOf({ id, project_id, name, created_at, updated_at }: StoredCertificate): Secret {
  return {
    id,
    project_id,
    name,
    secret_type: 'certificate',
    algorithm: null,
    bit_length: null,
    mode: null,
    expiration: null,
    payload_content_type: 'text/plain',
    creator_id: nobody,
    created_at,
    updated_at: updated_at ?? created_at,
  }
}

function containerOf({ id, project_id, name, created_at, updated_at }: StoredCertificate): StoredContainer {
  return {
    id,
    project_id,
    name,
    type: 'certificate',
    secret_refs: [],
    creator_id: nobody,
    created_at,
    updated_at: updated_at ?? created_at,
  }
}

function withoutPayload({ sealed_payload: _, ...row }: StoredSecret): Secret {
  return row
}

function oldestFirst<T extends { readonly created_at: string; readonly id: string }>(rows: readonly T[]): T[] {
  return rows.toSorted((one, other) => keyOf(one).localeCompare(keyOf(other)))
}

function keyOf({ created_at, id }: { readonly created_at: string; readonly id: string }): string {
  return `${created_at} ${id}`
}
