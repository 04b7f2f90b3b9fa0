import { randomUUID } from 'node:crypto'
import { DomainError } from 'model/errors'
import { canonicalAddress, contains } from 'model/kit/addresses'
import type { LoadBalancer } from 'model/resources/load-balancer'
import type { Transaction } from '../store/client.ts'
import {
  findNetwork,
  findPort,
  findSubnet,
  type StoredPort,
  type StoredSubnet,
  savePort,
  subnetsOf,
  takenAddresses,
} from '../store/networks.ts'
import { firstFree } from './addresses.ts'

// The rules and the sentences are Octavia's (reference: API contract, sections 5 and 7).

type VipColumns = Pick<
  LoadBalancer,
  'vip_port_id' | 'vip_network_id' | 'vip_subnet_id' | 'vip_address' | 'additional_vips'
>
/** The addresses of a load balancer, and the ports that hold them. */
export type Vip = {
  readonly columns: VipColumns
  readonly ports: readonly Omit<StoredPort, 'loadbalancer_id' | 'project_id' | 'name'>[]
}

type Place = { readonly port_id: string; readonly subnet: StoredSubnet; readonly address: string }

/** Chooses or checks every address that a load balancer asks for. Run it where no other can choose at the same time. */
export async function chooseVip(transaction: Transaction, wanted: VipColumns): Promise<Vip> {
  const first = await placeOf(transaction, wanted)
  const subnets = [first.subnet.id, ...wanted.additional_vips.map((one) => one.subnet_id)]
  if (new Set(subnets).size < subnets.length) {
    throw invalid('additional_vips', 'Duplicate VIP subnet(s) specified. Only one IP can be bound per subnet.')
  }
  const more: Place[] = []
  for (const one of wanted.additional_vips) {
    const subnet = await subnetOr400(transaction, one.subnet_id, 'additional_vips')
    if (subnet.network_id !== first.subnet.network_id) {
      throw invalid('additional_vips', 'All VIP subnets must belong to the same network.')
    }
    more.push(await placeIn(transaction, subnet, one.ip_address, 'additional_vips'))
  }
  return {
    columns: {
      vip_port_id: first.port_id,
      vip_network_id: first.subnet.network_id,
      vip_subnet_id: first.subnet.id,
      vip_address: first.address,
      additional_vips: more.map(({ port_id, subnet, address }) => ({
        subnet_id: subnet.id,
        ip_address: address,
        port_id,
      })),
    },
    ports: [first, ...more].map(({ port_id, subnet, address }) => ({
      id: port_id,
      network_id: subnet.network_id,
      subnet_id: subnet.id,
      address: canonicalAddress(address),
    })),
  }
}

/** Keeps the addresses for the load balancer. */
export async function savePorts(
  transaction: Transaction,
  vip: Vip,
  owner: Pick<LoadBalancer, 'id' | 'project_id'>,
): Promise<void> {
  for (const port of vip.ports) {
    const name = `octavia-lb-${owner.id}`
    await savePort(transaction, { ...port, name, loadbalancer_id: owner.id, project_id: owner.project_id })
  }
}

async function placeOf(transaction: Transaction, wanted: VipColumns): Promise<Place> {
  if (wanted.vip_port_id !== null) return portPlace(transaction, wanted.vip_port_id)
  if (wanted.vip_subnet_id !== null) {
    const subnet = await subnetOr400(transaction, wanted.vip_subnet_id, 'vip_subnet_id')
    return placeIn(transaction, subnet, wanted.vip_address, 'vip_address')
  }
  if (wanted.vip_network_id !== null) return networkPlace(transaction, wanted.vip_network_id, wanted.vip_address)
  throw invalid('vip_subnet_id', 'VIP must contain one of: vip_port_id, vip_network_id, vip_subnet_id.')
}

async function portPlace(transaction: Transaction, id: string): Promise<Place> {
  const port = await findPort(transaction, id)
  const subnet = port && (await findSubnet(transaction, port.subnet_id))
  if (!port || !subnet) throw refused('invalid', 'vip_port_id', `Port ${id} not found.`)
  if (port.loadbalancer_id !== null) throw inUse('vip_port_id', port.address)
  return { port_id: port.id, subnet, address: port.address }
}

/** The subnet that holds the address; without one the first with room, IPv4 before IPv6. */
async function networkPlace(transaction: Transaction, id: string, address: string | null): Promise<Place> {
  if ((await findNetwork(transaction, id)) === null)
    throw refused('invalid', 'vip_network_id', `Network ${id} not found.`)
  const subnets = await subnetsOf(transaction, id)
  if (subnets.length === 0) throw invalid('vip_network_id', 'Supplied network does not contain a subnet.')
  if (address !== null) {
    const subnet = subnets.find((one) => contains(one.cidr, address))
    if (!subnet) throw outside('vip_address')
    return placeIn(transaction, subnet, address, 'vip_address')
  }
  for (const subnet of subnets) {
    const free = firstFree(subnet, await takenAddresses(transaction, subnet.id))
    if (free !== null) return { port_id: randomUUID(), subnet, address: free }
  }
  throw full('vip_network_id')
}

async function placeIn(
  transaction: Transaction,
  subnet: StoredSubnet,
  address: string | null,
  about: string,
): Promise<Place> {
  const taken = await takenAddresses(transaction, subnet.id)
  if (address === null) {
    const free = firstFree(subnet, taken)
    if (free === null) throw full(about)
    return { port_id: randomUUID(), subnet, address: free }
  }
  if (!contains(subnet.cidr, address)) throw outside(about)
  if (taken.has(canonicalAddress(address))) throw inUse(about, address)
  return { port_id: randomUUID(), subnet, address }
}

async function subnetOr400(transaction: Transaction, id: string, about: string): Promise<StoredSubnet> {
  const subnet = await findSubnet(transaction, id)
  if (subnet === null) throw refused('invalid', about, `Subnet ${id} not found.`)
  return subnet
}

function inUse(about: string, address: string): DomainError {
  return refused('conflict', about, `The VIP IP address is already in use: ${address}`)
}

function outside(about: string): DomainError {
  return invalid(about, 'Supplied network does not contain a subnet for VIP address specified.')
}

function full(about: string): DomainError {
  return invalid(about, 'Subnet(s) in the supplied network do not contain enough available IPs.')
}

function invalid(about: string, why: string): DomainError {
  return refused('invalid', about, `Validation failure: ${why}`)
}

function refused(code: 'invalid' | 'conflict', about: string, message: string): DomainError {
  return new DomainError(code, message, [{ about, message, code }])
}
