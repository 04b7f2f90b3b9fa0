import { createPrivateKey } from 'node:crypto'
import { DomainError } from 'model/errors'
import type { ShownCertificate } from 'model/resources/certificate'
import { newAccountKey } from '../acme/request.ts'
import { sealedKey } from '../certificates/sealed-key.ts'
import { clock, moment } from '../clock.ts'
import { database, inTransaction } from '../store/client.ts'
import {
  deleteOrder,
  findAccount,
  findOrder,
  insertAccount,
  insertOrder,
  type StoredAccount,
  type StoredOrder,
  updateOrder,
} from '../store/orders.ts'
import { lockWriters } from '../store/revisions.ts'
import type { Actor } from './actor.ts'
import { announceRenewal, takenOnceMore } from './certificate-renewal.ts'
import { changeableCertificate, createCertificate, showCertificate } from './certificates.ts'
import { obstacleTo } from './challenges.ts'
import { newId } from './ids.ts'
import { armOrders } from './order-desk.ts'
import { reachable } from './reach.ts'

/** What is ordered, from whom, and who answers that the names are ours. */
export type OrderWish = {
  readonly server_names: readonly string[]
  readonly loadbalancer_id: string
  readonly directory_url: string
  readonly contact: string | null
}

/** How long the stand-in lasts: until the authority has issued the certificate. */
const standInDays = 90

/**
 * Orders a certificate. It is there at once, signed by itself, so that listeners can name it; what the authority issues takes its place.
 * @throws invalid, conflict when the load balancer could not answer the authority
 */
export async function orderCertificate(
  actor: Actor,
  { name, description, acme }: { readonly name: string; readonly description: string; readonly acme: OrderWish },
): Promise<ShownCertificate> {
  await refuseUnanswerable(actor, acme.loadbalancer_id, actor.project_id)
  const source = { from: 'self-signed', server_names: acme.server_names, days: standInDays } as const
  const { id } = await createCertificate(actor, { kind: 'CERTIFICATE', name, description, source })
  await beginOrder(id, actor.project_id, acme)
  return shownAtFirst(actor, id)
}

/** As it is before anybody works on the order: an authority that is not there refuses faster than a certificate is read. */
async function shownAtFirst(actor: Actor, id: string): Promise<ShownCertificate> {
  try {
    return await showCertificate(actor, id)
  } finally {
    armOrders()
  }
}

/** Has an authority issue what takes the place of a certificate, and what follows it. */
export async function orderInPlace(actor: Actor, id: string, acme: OrderWish): Promise<void> {
  const { project_id, kind } = await changeableCertificate(database(), actor, id)
  if (kind !== 'CERTIFICATE') throw new DomainError('invalid', 'Only a certificate with its private key is ordered.')
  await refuseUnanswerable(actor, acme.loadbalancer_id, project_id)
  await endOrder(actor, id)
  await beginOrder(id, project_id, acme)
  armOrders()
}

/** Orders once more now, whenever it would be due. @throws conflict where nothing is ordered */
export async function renewNow(actor: Actor, id: string): Promise<ShownCertificate> {
  await changeableCertificate(database(), actor, id)
  const order = await findOrder(database(), id)
  if (order === null) {
    const message = 'It was not ordered from an authority: replace it, or order it.'
    throw new DomainError('conflict', message, [{ about: 'acme', message, code: 'conflict' }])
  }
  const { state } = order
  const began = state === 'ISSUED' || state === 'REFUSED' ? 'ORDERING' : state
  await inTransaction((transaction) => updateOrder(transaction, id, { state: began, next_at: moment() }))
  return shownAtFirst(actor, id)
}

/** The certificate stays as it is, and nobody renews it any more. */
export async function endOrder(actor: Actor, id: string): Promise<void> {
  await changeableCertificate(database(), actor, id)
  const renewed = await inTransaction(async (transaction) => {
    await lockWriters(transaction)
    const order = await findOrder(transaction, id)
    if (order === null) return []
    await deleteOrder(transaction, id)
    return takenOnceMore(transaction, [order.loadbalancer_id])
  })
  announceRenewal(renewed)
}

async function beginOrder(certificate_id: string, project_id: string, wish: OrderWish): Promise<void> {
  const { loadbalancer_id, server_names } = wish
  const fresh = await newAccount(project_id, wish)
  const renewed = await inTransaction(async (transaction) => {
    await lockWriters(transaction)
    const known = await findAccount(transaction, fresh)
    if (known === null) await insertAccount(transaction, fresh)
    const row: StoredOrder = {
      certificate_id,
      account_id: (known ?? fresh).id,
      loadbalancer_id,
      server_names,
      state: 'ORDERING',
      reason: null,
      failures: 0,
      next_at: moment(),
      order_url: null,
      sealed_key: null,
      challenges: [],
      created_at: moment(),
      updated_at: moment(),
    }
    await insertOrder(transaction, row)
    return takenOnceMore(transaction, [loadbalancer_id])
  })
  announceRenewal(renewed)
}

async function newAccount(project_id: string, { directory_url, contact }: OrderWish): Promise<StoredAccount> {
  const id = newId()
  const sealed_key = sealedKey(createPrivateKey(await newAccountKey()), id)
  const created_at = moment(clock().now())
  return { id, project_id, directory_url, contact: contact ?? '', account_url: null, sealed_key, created_at }
}

async function refuseUnanswerable(actor: Actor, loadbalancer_id: string, project_id: string): Promise<void> {
  const location = await reachable(actor, 'load_balancer', loadbalancer_id, 'change')
  if (location.project_id !== project_id) {
    const message = 'The load balancer is of another project than the certificate.'
    throw new DomainError('invalid', message, [{ about: 'acme/loadbalancer_id', message }])
  }
  const obstacle = await obstacleTo(database(), loadbalancer_id)
  if (obstacle === null) return
  throw new DomainError('conflict', obstacle, [{ about: 'acme/loadbalancer_id', message: obstacle, code: 'conflict' }])
}
