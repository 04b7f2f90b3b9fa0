import { randomUUID } from 'node:crypto'
import type { Transaction } from './client.ts'

export type StoredSubnet = {
  readonly id: string
  readonly name: string
  readonly network_id: string
  readonly cidr: string
  readonly ip_version: number
  readonly gateway_ip: string | null
  readonly allocation_start: string
  readonly allocation_end: string
  readonly project_id: string
}
export type StoredPort = {
  readonly id: string
  readonly name: string
  readonly network_id: string
  readonly subnet_id: string
  readonly address: string
  readonly project_id: string
  readonly loadbalancer_id: string | null
}
const byName = [{ name: 'asc' as const }, { id: 'asc' as const }]

export async function allNetworks(transaction: Transaction) {
  return transaction.network.findMany({
    orderBy: byName,
    include: { subnets: { select: { id: true }, orderBy: byName } },
  })
}

export async function findNetwork(transaction: Transaction, id: string) {
  return transaction.network.findUnique({ where: { id } })
}

export async function allSubnets(transaction: Transaction): Promise<StoredSubnet[]> {
  return transaction.subnet.findMany({ orderBy: byName })
}

export async function findSubnet(transaction: Transaction, id: string): Promise<StoredSubnet | null> {
  return transaction.subnet.findUnique({ where: { id } })
}

/** IPv4 first: it is what a load balancer gets when nobody says otherwise. */
export async function subnetsOf(transaction: Transaction, network_id: string): Promise<StoredSubnet[]> {
  return transaction.subnet.findMany({ where: { network_id }, orderBy: [{ ip_version: 'asc' }, ...byName] })
}

export async function findPorts(transaction: Transaction, project_id: string | null): Promise<StoredPort[]> {
  return transaction.port.findMany({ where: project_id === null ? {} : { project_id }, orderBy: byName })
}

export async function findPort(transaction: Transaction, id: string): Promise<StoredPort | null> {
  return transaction.port.findUnique({ where: { id } })
}

export async function takenAddresses(transaction: Transaction, subnet_id: string): Promise<Set<string>> {
  const rows = await transaction.port.findMany({ where: { subnet_id }, select: { address: true } })
  return new Set(rows.map((row) => row.address))
}

export async function savePort(transaction: Transaction, port: StoredPort): Promise<void> {
  await transaction.port.upsert({
    where: { id: port.id },
    create: port,
    update: { loadbalancer_id: port.loadbalancer_id },
  })
}

/** Adds a network, unless one of that name and owner is there. The answer is its id. */
export async function ensureNetwork(
  transaction: Transaction,
  network: { readonly name: string; readonly is_external: boolean; readonly project_id: string },
): Promise<string> {
  const { name, project_id } = network
  const known = await transaction.network.findFirst({ where: { name, project_id } })
  return known?.id ?? (await transaction.network.create({ data: { id: randomUUID(), ...network } })).id
}

export async function ensureSubnet(transaction: Transaction, subnet: Omit<StoredSubnet, 'id'>): Promise<void> {
  const { name, network_id } = subnet
  const known = await transaction.subnet.findFirst({ where: { name, network_id } })
  if (known === null) await transaction.subnet.create({ data: { id: randomUUID(), ...subnet } })
}
