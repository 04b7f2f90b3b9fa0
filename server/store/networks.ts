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

/** The ports of VIPs. Those that hold a floating IP's own address are its own affair. */
export async function findPorts(transaction: Transaction, project_id: string | null): Promise<StoredPort[]> {
  const where = { floating_ip: null, ...(project_id === null ? {} : { project_id }) }
  return transaction.port.findMany({ where, orderBy: byName })
}

export async function findPort(transaction: Transaction, id: string): Promise<StoredPort | null> {
  return transaction.port.findUnique({ where: { id, floating_ip: null } })
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

export async function insertNetwork(
  transaction: Transaction,
  network: { readonly id: string; readonly name: string; readonly is_external: boolean; readonly project_id: string },
): Promise<void> {
  await transaction.network.create({ data: network })
}

export async function insertSubnet(transaction: Transaction, subnet: StoredSubnet): Promise<void> {
  await transaction.subnet.create({ data: subnet })
}

export async function renameNetwork(transaction: Transaction, id: string, name: string): Promise<void> {
  await transaction.network.update({ where: { id }, data: { name } })
}

export async function renameSubnet(transaction: Transaction, id: string, name: string): Promise<void> {
  await transaction.subnet.update({ where: { id }, data: { name } })
}

/** Deletes a network that nothing has an address in, with its subnets. */
export async function deleteNetwork(transaction: Transaction, id: string): Promise<void> {
  await transaction.subnet.deleteMany({ where: { network_id: id } })
  await transaction.network.delete({ where: { id } })
}

export async function deleteSubnet(transaction: Transaction, id: string): Promise<void> {
  await transaction.subnet.delete({ where: { id } })
}

/** How many addresses of a subnet or of a network are taken. */
export async function countAddresses(
  transaction: Transaction,
  place: { readonly subnet_id: string } | { readonly network_id: string },
): Promise<number> {
  return transaction.port.count({ where: place })
}
