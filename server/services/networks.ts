import { DomainError } from 'model/errors'
import { canonicalAddress, contains, isIpv6, networkOf } from 'model/kit/addresses'
import { database, inTransaction, type Transaction } from '../store/client.ts'
import {
  allNetworks,
  allSubnets,
  countAddresses,
  deleteNetwork,
  deleteSubnet,
  findNetwork,
  findPorts,
  findSubnet,
  insertNetwork,
  insertSubnet,
  renameNetwork,
  renameSubnet,
  type StoredPort,
  type StoredSubnet,
  takenAddresses,
} from '../store/networks.ts'
import { lockWriters } from '../store/revisions.ts'
import type { Actor } from './actor.ts'
import { firstFree, hostRange, isInOrder, nextAddress, overlap, type Range } from './addresses.ts'
import { newId } from './ids.ts'
import { allow, allowBeginning, visibleProject } from './policy.ts'

export type Network = {
  readonly id: string
  readonly name: string
  readonly is_external: boolean
  readonly project_id: string
  readonly subnets: readonly string[]
}
/** Addresses are given out from `allocation_start` to `allocation_end`; any other of the `cidr` can be asked for by name. */
export type Subnet = StoredSubnet & { readonly ip_version: 4 | 6 }
export type Port = StoredPort

/** Networks and subnets are shared: everybody who is signed in sees all of them. */
export async function listNetworks(actor: Actor): Promise<Network[]> {
  allowBeginning(actor, 'look')
  const rows = await allNetworks(database())
  return rows.map(({ subnets, ...row }) => ({ ...row, subnets: subnets.map(({ id }) => id) }))
}

export async function listSubnets(actor: Actor): Promise<Subnet[]> {
  allowBeginning(actor, 'look')
  const rows = await allSubnets(database())
  return rows.map((row) => ({ ...row, ip_version: row.ip_version === 6 ? 6 : 4 }))
}

/** The ports of the actor's project; of all projects for an administrator. */
export async function listPorts(actor: Actor): Promise<Port[]> {
  return findPorts(database(), visibleProject(actor))
}

/** The address that the next load balancer in this subnet would get, or null when it is full. @throws not_found */
export async function nextFreeAddress(actor: Actor, subnet_id: string): Promise<string | null> {
  allowBeginning(actor, 'look')
  const subnet = await findSubnet(database(), subnet_id)
  if (subnet === null) throw new DomainError('not_found', `Subnet ${subnet_id} not found.`)
  return firstFree(subnet, await takenAddresses(database(), subnet_id))
}

// Networks and subnets are everybody's: who makes them needs the right to manage all projects. The sentences are Neutron's.

export type NewNetwork = { readonly name: string; readonly is_external: boolean }

export async function createNetwork(actor: Actor, wish: NewNetwork): Promise<Network> {
  allow(actor, 'manage', null)
  const network = { ...wish, id: newId(), project_id: actor.project_id }
  await inTransaction((transaction) => insertNetwork(transaction, network))
  return { ...network, subnets: [] }
}

export async function updateNetwork(actor: Actor, id: string, { name }: { readonly name: string }): Promise<void> {
  allow(actor, 'manage', null)
  await inTransaction(async (transaction) => {
    await networkOr404(transaction, id)
    await renameNetwork(transaction, id, name)
  })
}

/** @throws conflict while an address of it is taken */
export async function removeNetwork(actor: Actor, id: string): Promise<void> {
  allow(actor, 'manage', null)
  await inTransaction(async (transaction) => {
    await lockWriters(transaction)
    await networkOr404(transaction, id)
    if ((await countAddresses(transaction, { network_id: id })) > 0) {
      const why = 'There are one or more ports still in use on the network.'
      throw new DomainError('conflict', `Unable to complete operation on network ${id}. ${why}`)
    }
    await deleteNetwork(transaction, id)
  })
}

export type NewSubnet = {
  readonly name: string
  readonly network_id: string
  readonly cidr: string
  /** Null is none; undefined the first address. */
  readonly gateway_ip: string | null | undefined
  /** Where addresses are given out; undefined is all of it but the gateway. */
  readonly pool: { readonly start: string; readonly end: string } | undefined
}

export async function createSubnet(actor: Actor, wish: NewSubnet): Promise<Subnet> {
  allow(actor, 'manage', null)
  const cidr = networkOf(wish.cidr)
  const range = hostRange(cidr)
  const gateway_ip = wish.gateway_ip === undefined ? defaultGateway(range) : wish.gateway_ip
  const subnet = {
    id: newId(),
    name: wish.name,
    network_id: wish.network_id,
    cidr,
    ip_version: isIpv6(cidr) ? (6 as const) : (4 as const),
    gateway_ip: gateway_ip === null ? null : canonicalAddress(gateway_ip),
    ...(wish.pool === undefined ? rangeWithout(range, gateway_ip) : givenRange(cidr, wish.pool)),
    project_id: actor.project_id,
  }
  if (subnet.gateway_ip !== null && !contains(cidr, subnet.gateway_ip)) {
    throw bad('gateway_ip', `Invalid input for gateway_ip. Reason: ${subnet.gateway_ip} is not in ${cidr}.`)
  }
  await inTransaction(async (transaction) => {
    await lockWriters(transaction)
    await networkOr404(transaction, wish.network_id)
    // Every address is one of the machine that serves it: two subnets can not both give it out, in whichever networks they are.
    const other = (await allSubnets(transaction)).find((one) => overlap(one.cidr, cidr))
    if (other) {
      const why = `Requested subnet with cidr: ${cidr} for network: ${wish.network_id} overlaps with another subnet`
      throw bad('cidr', `Invalid input for operation: ${why}: ${other.name || other.id} (${other.cidr}).`)
    }
    await insertSubnet(transaction, subnet)
  })
  return subnet
}

export async function updateSubnet(actor: Actor, id: string, { name }: { readonly name: string }): Promise<void> {
  allow(actor, 'manage', null)
  await inTransaction(async (transaction) => {
    await subnetOr404(transaction, id)
    await renameSubnet(transaction, id, name)
  })
}

/** @throws conflict while an address of it is taken */
export async function removeSubnet(actor: Actor, id: string): Promise<void> {
  allow(actor, 'manage', null)
  await inTransaction(async (transaction) => {
    await lockWriters(transaction)
    await subnetOr404(transaction, id)
    if ((await countAddresses(transaction, { subnet_id: id })) > 0) {
      const why = 'One or more ports have an IP allocation from this subnet.'
      throw new DomainError('conflict', `Unable to complete operation on subnet ${id}: ${why}`)
    }
    await deleteSubnet(transaction, id)
  })
}

/** A subnet of one address has none to spare. */
function defaultGateway({ allocation_start, allocation_end }: Range): string | null {
  return allocation_start === allocation_end ? null : allocation_start
}

/** Addresses are given out behind the gateway where it is the first. */
function rangeWithout(range: Range, gateway_ip: string | null) {
  const { allocation_start, allocation_end } = range
  return {
    allocation_start: allocation_start === gateway_ip ? nextAddress(gateway_ip) : allocation_start,
    allocation_end,
  }
}

function givenRange(cidr: string, { start, end }: { readonly start: string; readonly end: string }) {
  if (!contains(cidr, start) || !contains(cidr, end)) {
    throw bad('allocation_pools', `The allocation pool ${start}-${end} spans beyond the subnet cidr ${cidr}.`)
  }
  if (!isInOrder(start, end)) {
    throw bad('allocation_pools', `The allocation pool ${start}-${end} is not valid.`)
  }
  return { allocation_start: canonicalAddress(start), allocation_end: canonicalAddress(end) }
}

async function networkOr404(transaction: Transaction, id: string): Promise<void> {
  if ((await findNetwork(transaction, id)) !== null) return
  throw new DomainError('not_found', `Network ${id} could not be found.`)
}

async function subnetOr404(transaction: Transaction, id: string): Promise<void> {
  if ((await findSubnet(transaction, id)) !== null) return
  throw new DomainError('not_found', `Subnet ${id} could not be found.`)
}

function bad(about: string, message: string): DomainError {
  return new DomainError('invalid', message, [{ about, message }])
}
