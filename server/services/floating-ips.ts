import { randomUUID } from 'node:crypto'
import { DomainError } from 'model/errors'
import { canonicalAddress, contains, isIpv6 } from 'model/kit/addresses'
import { moment } from '../clock.ts'
import { database, inTransaction, type Transaction } from '../store/client.ts'
import {
  deleteFloatingIp,
  type FloatingIpPatch,
  findFloatingIp,
  findFloatingIps,
  insertFloatingIp,
  patchFloatingIp,
  type StoredFloatingIp,
} from '../store/floating-ips.ts'
import {
  findNetwork,
  findPort,
  type StoredPort,
  type StoredSubnet,
  savePort,
  subnetsOf,
  takenAddresses,
} from '../store/networks.ts'
import { lockWriters } from '../store/revisions.ts'
import type { Actor } from './actor.ts'
import { firstFree } from './addresses.ts'
import { change } from './change.ts'
import { newId } from './ids.ts'
import { allow, isAllowed, visibleProject } from './policy.ts'
import { refusalOf } from './settlement.ts'

// The sentences are Neutron's. What is another project's is not there, as with Neutron: its answer is 404.

export type FloatingIp = StoredFloatingIp

export type NewFloatingIp = {
  readonly floating_network_id: string
  readonly subnet_id: string | null
  /** Null takes the next free one. */
  readonly floating_ip_address: string | null
  readonly description: string
  /** Another project than the actor's own is for administrators. */
  readonly project_id: string | null
  readonly port_id: string | null
  readonly fixed_ip_address: string | null
}

/** What is undefined stays as it is. */
export type FloatingIpWish = {
  readonly port_id?: string | null | undefined
  readonly fixed_ip_address?: string | null | undefined
  readonly description?: string | undefined
}

/** The floating IPs of the actor's project; of all projects for an administrator. */
export async function listFloatingIps(actor: Actor): Promise<FloatingIp[]> {
  const project_id = visibleProject(actor)
  return findFloatingIps(database(), project_id === null ? {} : { project_id })
}

/**
 * Takes an address of an external network for a project. With a port it takes traffic when this answers; what can not be associated
 * is not kept.
 */
export async function createFloatingIp(actor: Actor, wish: NewFloatingIp): Promise<FloatingIp> {
  const project_id = wish.project_id ?? actor.project_id
  allow(actor, 'change', project_id)
  const id = newId()
  await inTransaction(async (transaction) => {
    // No two choose an address at the same time.
    await lockWriters(transaction)
    const port = await ownPort(transaction, wish, id)
    await savePort(transaction, { ...port, project_id })
    const { description } = wish
    const row = { id, description, project_id, tags: [], created_at: moment(), floating_port_id: port.id }
    await insertFloatingIp(transaction, row)
  })
  if (wish.port_id !== null) {
    await associate(actor, await existing(id), { ...wish, port_id: wish.port_id }).catch(async (error: unknown) => {
      await inTransaction((transaction) => deleteFloatingIp(transaction, id))
      throw error
    })
  }
  return existing(id)
}

/** Changes a floating IP. It takes traffic, or has stopped taking it, when this answers, unless no engine has answered in time. */
export async function updateFloatingIp(actor: Actor, id: string, wish: FloatingIpWish): Promise<FloatingIp> {
  const before = await changeable(actor, id)
  const { port_id, description, fixed_ip_address = null } = wish
  if (port_id === null) await disassociate(actor, before)
  else if (port_id !== undefined && port_id !== before.port?.id) {
    await disassociate(actor, before)
    await associate(actor, await existing(id), { port_id, fixed_ip_address })
  }
  if (description !== undefined) await patched(id, { description })
  return existing(id)
}

/** Replaces the tags of a floating IP. */
export async function tagFloatingIp(actor: Actor, id: string, tags: readonly string[]): Promise<readonly string[]> {
  await changeable(actor, id)
  await patched(id, { tags: [...new Set(tags)] })
  return (await existing(id)).tags
}

/** Gives the address back; it stops taking traffic first. */
export async function removeFloatingIp(actor: Actor, id: string): Promise<void> {
  await disassociate(actor, await changeable(actor, id))
  await inTransaction(async (transaction) => {
    await lockWriters(transaction)
    if ((await findFloatingIp(transaction, id)) === null) throw notFound(id)
    await deleteFloatingIp(transaction, id)
  })
}

function patched(id: string, patch: FloatingIpPatch): Promise<void> {
  return inTransaction((transaction) => patchFloatingIp(transaction, id, patch, moment()))
}

async function existing(id: string): Promise<FloatingIp> {
  const row = await findFloatingIp(database(), id)
  if (row === null) throw notFound(id)
  return row
}

async function changeable(actor: Actor, id: string): Promise<FloatingIp> {
  const row = await existing(id)
  if (!isAllowed(actor, 'read', row.project_id)) throw notFound(id)
  allow(actor, 'change', row.project_id)
  return row
}

/** The port that will hold the address of a new floating IP. */
async function ownPort(
  transaction: Transaction,
  wish: NewFloatingIp,
  id: string,
): Promise<Omit<StoredPort, 'project_id'>> {
  const { floating_network_id: network_id, floating_ip_address: wanted } = wish
  const network = await findNetwork(transaction, network_id)
  if (network === null) throw new DomainError('not_found', `Network ${network_id} could not be found.`)
  if (!network.is_external) {
    throw bad('floating_network_id', `Bad floatingip request: Network ${network_id} is not a valid external network.`)
  }
  const subnets = (await subnetsOf(transaction, network_id)).filter(
    (one) => one.ip_version === 4 && (wish.subnet_id === null || one.id === wish.subnet_id),
  )
  const place = wanted === null ? await freePlace(transaction, subnets) : await placeOf(transaction, subnets, wanted)
  if (place !== null)
    return { id: randomUUID(), name: `floating-ip-${id}`, network_id, loadbalancer_id: null, ...place }
  if (wanted === null) throw new DomainError('conflict', `No more IP addresses available on network ${network_id}.`)
  const why = `IP address ${wanted} is not a valid IP for any of the subnets on the specified network.`
  throw bad('floating_ip_address', why)
}

type Place = { readonly subnet_id: string; readonly address: string }

async function freePlace(transaction: Transaction, subnets: readonly StoredSubnet[]): Promise<Place | null> {
  for (const subnet of subnets) {
    const address = firstFree(subnet, await takenAddresses(transaction, subnet.id))
    if (address !== null) return { subnet_id: subnet.id, address }
  }
  return null
}

async function placeOf(
  transaction: Transaction,
  subnets: readonly StoredSubnet[],
  wanted: string,
): Promise<Place | null> {
  const subnet = subnets.find((one) => contains(one.cidr, wanted))
  if (!subnet) return null
  const address = canonicalAddress(wanted)
  const taken = await takenAddresses(transaction, subnet.id)
  if (taken.has(address)) {
    throw new DomainError('conflict', `IP address ${wanted} already allocated in subnet ${subnet.id}`)
  }
  return { subnet_id: subnet.id, address }
}

type Target = { readonly port_id: string; readonly fixed_ip_address: string | null }

/** @throws conflict when the data plane refuses the address; it then leads nowhere again */
async function associate(actor: Actor, row: FloatingIp, target: Target): Promise<void> {
  const port = await targetPort(actor, target)
  const { loadbalancer_id } = port
  await bind(actor, loadbalancer_id, {
    edit: (addresses) => [...addresses, row.floating_ip_address],
    finish: async (transaction) => {
      await refuseUnlessFree(transaction, row, port)
      await patchFloatingIp(transaction, row.id, { port_id: port.id }, moment())
    },
  })
  const refusal = await refusalOf(loadbalancer_id)
  if (refusal === null) return
  await disassociate(actor, await existing(row.id))
  const message = `The data plane refused ${row.floating_ip_address}: ${refusal}`
  throw new DomainError('conflict', message, [{ about: 'port_id', message: refusal, code: 'conflict' }])
}

async function disassociate(actor: Actor, row: FloatingIp): Promise<void> {
  const loadbalancer_id = row.port?.loadbalancer_id ?? null
  if (loadbalancer_id === null) return
  await bind(actor, loadbalancer_id, {
    edit: (addresses) => addresses.filter((one) => one !== row.floating_ip_address),
    finish: (transaction) => patchFloatingIp(transaction, row.id, { port_id: null }, moment()),
  })
  await refusalOf(loadbalancer_id)
}

type Binding = {
  readonly edit: (addresses: readonly string[]) => string[]
  readonly finish: (transaction: Transaction) => Promise<void>
}

/** The listeners of a load balancer answer on other floating addresses. It is a change of it like any other. */
async function bind(actor: Actor, loadbalancer_id: string, { edit, finish }: Binding): Promise<void> {
  await change({
    actor,
    loadbalancer_id,
    subject: { action: 'update', kind: 'load_balancer', id: loadbalancer_id },
    edit: (graph) => {
      const { load_balancer } = graph
      return {
        ...graph,
        load_balancer: { ...load_balancer, floating_addresses: edit(load_balancer.floating_addresses) },
      }
    },
    finish,
  })
}

type VipPort = StoredPort & { readonly loadbalancer_id: string }

async function targetPort(actor: Actor, { port_id, fixed_ip_address }: Target): Promise<VipPort> {
  const port = await findPort(database(), port_id)
  if (port === null || !isAllowed(actor, 'read', port.project_id)) {
    throw new DomainError('not_found', `Port ${port_id} could not be found.`)
  }
  const { loadbalancer_id } = port
  if (loadbalancer_id === null) {
    throw bad('port_id', `Bad floatingip request: Port ${port_id} does not belong to a load balancer.`)
  }
  if (isIpv6(port.address)) {
    const why = `Cannot add floating IP to port ${port_id} that has no fixed IPv4 addresses`
    throw bad('port_id', `Bad floatingip request: ${why}.`)
  }
  if (fixed_ip_address !== null && canonicalAddress(fixed_ip_address) !== port.address) {
    const why = `Port ${port_id} does not have fixed ip ${fixed_ip_address}`
    throw bad('fixed_ip_address', `Bad floatingip request: ${why}.`)
  }
  return { ...port, loadbalancer_id }
}

/** As of the moment of the change: the floating IP leads nowhere, and no other of its network leads to the port. */
async function refuseUnlessFree(transaction: Transaction, row: FloatingIp, port: StoredPort): Promise<void> {
  const now = await findFloatingIp(transaction, row.id)
  if (now === null) throw notFound(row.id)
  if (now.port !== null) {
    throw new DomainError(
      'conflict',
      `Floating IP ${row.floating_ip_address} was associated by somebody else meanwhile.`,
    )
  }
  const others = await findFloatingIps(transaction, { port_id: port.id })
  if (!others.some((one) => one.floating_network_id === row.floating_network_id)) return
  const message = `Cannot associate floating IP ${row.floating_ip_address} (${row.id}) with port ${port.id} using fixed IP ${port.address}, as that fixed IP already has a floating IP on external network ${row.floating_network_id}.`
  throw new DomainError('conflict', message, [{ about: 'port_id', message, code: 'conflict' }])
}

function notFound(id: string): DomainError {
  return new DomainError('not_found', `Floating IP ${id} could not be found`)
}

function bad(about: string, message: string): DomainError {
  return new DomainError('invalid', message, [{ about, message }])
}
