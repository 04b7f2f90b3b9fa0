import { createPrivateKey, randomUUID } from 'node:crypto'
import { pauseAfter, renewalAt } from 'model/certificate/order'
import type { Challenge } from 'model/contract/desired-state'
import { DomainError } from 'model/errors'
import { AcmeClient, type AcmeOrder, AcmeRefusal, type Authorization, reasonIn, tokenText } from '../acme/client.ts'
import { certificateRequest, newCertificateKey } from '../acme/request.ts'
import { sealedKey, unsealedKey } from '../certificates/sealed-key.ts'
import { clock, moment } from '../clock.ts'
import { log, logEvents } from '../log.ts'
import { processwide } from '../process.ts'
import { database, inTransaction } from '../store/client.ts'
import {
  findOrder,
  nextOrders,
  type OrderWithAccount,
  type StoredOrder,
  saveAccountUrl,
  updateOrder,
} from '../store/orders.ts'
import type { Actor } from './actor.ts'
import { inBackground } from './background.ts'
import { announceRenewal, takenOnceMore } from './certificate-renewal.ts'
import { replaceCertificate } from './certificates.ts'
import { obstacleTo } from './challenges.ts'
import { isApplied, refusalOf } from './settlement.ts'

// Works on orders when they are due: new ones at once, those that were refused after a pause, and those that were issued when a third of
// their life is left. Where an order stands is in the database: whoever starts next goes on there.

/** A timer takes no longer time than this, in milliseconds; the next look sets it again. */
const longestWait = 6 * 3_600_000
/** More would only wait for the same authority. */
const mostAtOnce = 8

type Desk = { cancel: () => void; readonly running: Set<string> }
const desk = () => processwide('orders', (): Desk => ({ cancel: () => {}, running: new Set() }))

/** Sees to it that orders are worked on when they are due. */
export function armOrders(): void {
  inBackground('orders', async () => {
    const now = clock().now()
    const { running } = desk()
    const waiting = (await nextOrders(database())).filter((one) => !running.has(one.certificate_id))
    const due = waiting.filter((one) => Date.parse(one.next_at) <= now)
    for (const { certificate_id } of due.slice(0, Math.max(0, mostAtOnce - running.size))) pursue(certificate_id)
    const next = waiting.find((one) => Date.parse(one.next_at) > now)
    desk().cancel()
    if (next === undefined) return
    desk().cancel = clock().after(Math.min(Date.parse(next.next_at) - now, longestWait), armOrders)
  })
}

function pursue(id: string): void {
  const { running } = desk()
  running.add(id)
  inBackground('order', async () => {
    try {
      const order = await findOrder(database(), id)
      if (order !== null) await fulfil(order).catch((error: unknown) => refused(order, error))
    } finally {
      running.delete(id)
      armOrders()
    }
  })
}

async function fulfil(order: OrderWithAccount): Promise<void> {
  const { certificate_id: id } = order
  const obstacle = await obstacleTo(database(), order.loadbalancer_id)
  if (obstacle !== null) throw new AcmeRefusal(obstacle)
  const client = await clientFor(order)
  const { url, order: asked } = await openOrder(client, order)
  const agreed = asked.status === 'pending' ? await validated(client, { order, url, asked }) : asked
  const { issued, key } = await issue(client, { order, url, agreed })
  const source = { from: 'pem', certificate: issued, private_key: key, passphrase: null } as const
  await note(order, {})
  const { not_before, not_after } = await replaceCertificate(renewerOf(order), id, source)
  const next_at = moment(renewedAt({ not_before, not_after }))
  await note(order, { ...nothingUnderWay, state: 'ISSUED', reason: null, failures: 0, next_at })
  log.info(logEvents.orderIssued, { certificate_id: id })
}

/** What is near its end when it comes would be ordered again and again: then after a pause. */
function renewedAt(life: Parameters<typeof renewalAt>[0]): number {
  const now = clock().now()
  const at = renewalAt(life)
  return at > now ? at : now + pauseAfter(1)
}

const nothingUnderWay = { order_url: null, sealed_key: null, challenges: [] } as const

async function refused(order: OrderWithAccount, error: unknown): Promise<void> {
  if (error instanceof TakenBack) return
  const isTold = error instanceof AcmeRefusal || error instanceof DomainError
  if (!isTold) log.error(logEvents.backgroundFailed, error, { what: 'order' })
  const { certificate_id: id } = order
  const failures = order.failures + 1
  const reason = isTold ? error.message : 'The control plane failed; its log says how.'
  const next_at = moment(clock().now() + pauseAfter(failures))
  await note(order, { ...nothingUnderWay, state: 'REFUSED', reason, failures, next_at }).catch((late: unknown) => {
    if (!(late instanceof TakenBack)) throw late
  })
  log.warn(logEvents.orderRefused, { certificate_id: id, reason, failures })
}

/** It was taken back while it was worked on, or another was given for the same certificate. Nobody has to be told. */
class TakenBack extends Error {
  override readonly name = 'TakenBack'
}

/** What is known of an order now. What is answered to authorities is told to the engines, too. */
async function note({ certificate_id, created_at }: OrderWithAccount, values: Partial<StoredOrder>): Promise<void> {
  const renewed = await inTransaction(async (transaction) => {
    const before = await findOrder(transaction, certificate_id)
    if (before?.created_at !== created_at) throw new TakenBack()
    await updateOrder(transaction, certificate_id, { ...values, updated_at: moment() })
    const isSame = values.challenges === undefined || values.challenges.length + before.challenges.length === 0
    return isSame ? [] : takenOnceMore(transaction, [before.loadbalancer_id])
  })
  announceRenewal(renewed)
}

/** The authority, and the account with it, which is made where it is not there. */
async function clientFor({ account }: OrderWithAccount): Promise<AcmeClient> {
  const { id, directory_url, account_url, contact, sealed_key } = account
  const client = new AcmeClient(directory_url, { key: unsealedKey(sealed_key, id), url: account_url })
  if (account_url === null) {
    const made = await client.account({ contact: contact || null })
    await inTransaction((transaction) => saveAccountUrl(transaction, id, made))
  }
  return client
}

/** The order under way, or a new one where there is none, or the authority has forgotten it. */
async function openOrder(client: AcmeClient, order: OrderWithAccount): Promise<{ url: string; order: AcmeOrder }> {
  if (order.order_url !== null && order.sealed_key !== null) {
    const known = await client.order(order.order_url).catch(() => null)
    if (known !== null && known.status !== 'invalid') return { url: order.order_url, order: known }
  }
  await note(order, { state: 'ORDERING' })
  const { url, ...asked } = await client.newOrder(order.server_names).catch(async (error: unknown) => {
    // The authority has forgotten the account: the next try makes it again.
    if (error instanceof AcmeRefusal && error.type === 'accountDoesNotExist')
      await inTransaction((transaction) => saveAccountUrl(transaction, order.account_id, null))
    throw error
  })
  const key = createPrivateKey(await newCertificateKey())
  await note(order, { order_url: url, sealed_key: sealedKey(key, order.certificate_id) })
  return { url, order: asked }
}

type Asked = { readonly order: OrderWithAccount; readonly url: string; readonly asked: AcmeOrder }

/** Answers the authority for every name, and waits until it has looked. */
async function validated(client: AcmeClient, { order, url, asked }: Asked): Promise<AcmeOrder> {
  const { loadbalancer_id } = order
  const all = await Promise.all(asked.authorizations.map((one) => client.authorization(one)))
  const open = all.filter((one) => one.status === 'pending').map(httpChallenge)
  const challenges = open.map(({ token }): Challenge => ({ token, key_authorization: client.keyAuthorization(token) }))
  await note(order, { state: 'ANSWERING', challenges })
  await refuseUnlessAnswering(loadbalancer_id)
  await note(order, { state: 'VALIDATING' })
  for (const one of open) await client.ready(one.url)
  for (const place of asked.authorizations) {
    const looked = await decided(
      () => client.authorization(place),
      (one) => one.status !== 'pending',
    )
    if (looked.status !== 'valid') throw new AcmeRefusal(`${looked.identifier.value}: ${refusalIn(looked)}`)
  }
  return decided(
    () => client.order(url),
    (one) => one.status !== 'pending',
  )
}

/** Nobody is told to look before the data plane answers. */
async function refuseUnlessAnswering(loadbalancer_id: string): Promise<void> {
  const reason = await refusalOf(loadbalancer_id)
  if (reason !== null) throw new AcmeRefusal(`The data plane could not be told what to answer the authority: ${reason}`)
  if (await isApplied(loadbalancer_id)) return
  throw new AcmeRefusal('No engine has confirmed that it answers the authority. Is one running?')
}

type HttpChallenge = { readonly url: string; readonly token: string }

function httpChallenge({ identifier, challenges }: Authorization): HttpChallenge {
  const found = challenges.find((one) => one.type === 'http-01')
  if (found?.url === undefined || found.token === undefined)
    throw new AcmeRefusal(`The authority does not offer to ask ${identifier.value} over HTTP (http-01).`)
  if (!tokenText.test(found.token))
    throw new AcmeRefusal(`The authority gave a token for ${identifier.value} that is none.`)
  return { url: found.url, token: found.token }
}

function refusalIn({ status, challenges }: Authorization): string {
  const error = challenges.find((one) => one.error !== undefined)?.error
  return (error && reasonIn(error)) || `the authority calls it ${status}, and does not say why.`
}

type Agreed = { readonly order: OrderWithAccount; readonly url: string; readonly agreed: AcmeOrder }

/** Has the authority issue the certificate: its chain and its key, as PEM. */
async function issue(client: AcmeClient, { order, url, agreed }: Agreed): Promise<{ issued: string; key: string }> {
  const { certificate_id: id } = order
  await note(order, { state: 'ISSUING' })
  const sealed = (await findOrder(database(), id))?.sealed_key
  if (sealed == null) throw new TakenBack()
  const key = unsealedKey(sealed, id)
  const asked =
    agreed.status === 'ready' ? await client.finalize(agreed, certificateRequest(order.server_names, key)) : agreed
  const done =
    asked.status === 'processing'
      ? await decided(
          () => client.order(url),
          (one) => one.status !== 'processing',
        )
      : asked
  if (done.status !== 'valid' || done.certificate === undefined)
    throw new AcmeRefusal((done.error && reasonIn(done.error)) || `The authority calls the order ${done.status}.`)
  return { issued: await client.certificate(done.certificate), key }
}

const firstLook = 250
const longestLook = 5_000
/** How long an authority may take to decide. */
const patience = 120_000

/** Asks, less and less often, until it is decided. */
async function decided<T>(look: () => Promise<T>, isDecided: (found: T) => boolean): Promise<T> {
  const end = clock().now() + patience
  for (let pause = firstLook; ; pause = Math.min(pause * 2, longestLook)) {
    const found = await look()
    if (isDecided(found)) return found
    if (clock().now() > end) throw new AcmeRefusal('The authority did not decide in two minutes.')
    await new Promise<void>((resolve) => clock().after(pause, resolve))
  }
}

/** On whose behalf a certificate is replaced: the project's own, and nobody's who is there. */
function renewerOf({ account }: OrderWithAccount): Actor {
  return {
    user_id: '',
    user_name: 'ACME',
    project_id: account.project_id,
    project_name: '',
    roles: ['member'],
    via: 'system',
    request_id: `req-${randomUUID()}`,
  }
}
