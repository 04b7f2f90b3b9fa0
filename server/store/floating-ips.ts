import type { Transaction } from './client.ts'
import type { StoredPort } from './networks.ts'

export type StoredFloatingIp = {
  readonly id: string
  readonly description: string
  readonly project_id: string
  readonly floating_network_id: string
  readonly floating_ip_address: string
  /** The port of the VIP that it leads to; null while it leads nowhere. */
  readonly port: (StoredPort & { readonly provisioning_status: string | null }) | null
  readonly tags: readonly string[]
  readonly created_at: string
  readonly updated_at: string
  readonly revision_number: number
}

const withPorts = {
  floating_port: true,
  port: { include: { load_balancer: { select: { provisioning_status: true } } } },
} as const

type Row = Awaited<ReturnType<typeof rows>>[number]

type Where = { readonly id?: string; readonly project_id?: string; readonly port_id?: string }

function rows(transaction: Transaction, where: Where) {
  return transaction.floatingIp.findMany({
    where,
    include: withPorts,
    orderBy: [{ created_at: 'asc' }, { id: 'asc' }],
  })
}

/** The floating IPs of a project, or that lead to a port, or all of them; the oldest first. */
export async function findFloatingIps(transaction: Transaction, where: Where): Promise<StoredFloatingIp[]> {
  return (await rows(transaction, where)).map(stored)
}

export async function findFloatingIp(transaction: Transaction, id: string): Promise<StoredFloatingIp | null> {
  const [row] = await rows(transaction, { id })
  return row ? stored(row) : null
}

function stored({ floating_port, floating_port_id: _, port, port_id: __, tags, ...row }: Row): StoredFloatingIp {
  return {
    ...row,
    floating_network_id: floating_port.network_id,
    floating_ip_address: floating_port.address,
    port: port && storedPort(port),
    // Written as a list of texts, by this module alone.
    tags: tags as string[],
  }
}

function storedPort({ load_balancer, ...port }: NonNullable<Row['port']>): StoredFloatingIp['port'] {
  return { ...port, provisioning_status: load_balancer?.provisioning_status ?? null }
}

export type NewFloatingIp = Pick<StoredFloatingIp, 'id' | 'description' | 'project_id' | 'tags' | 'created_at'> & {
  readonly floating_port_id: string
}

/** Adds a floating IP whose own address a port holds already. It leads nowhere yet. */
export async function insertFloatingIp(transaction: Transaction, row: NewFloatingIp): Promise<void> {
  const { tags, ...columns } = row
  await transaction.floatingIp.create({
    data: { ...columns, tags: [...tags], port_id: null, updated_at: row.created_at, revision_number: 1 },
  })
}

export type FloatingIpPatch = {
  readonly port_id?: string | null
  readonly description?: string
  readonly tags?: readonly string[]
}

export async function patchFloatingIp(
  transaction: Transaction,
  id: string,
  { tags, ...patch }: FloatingIpPatch,
  updated_at: string,
): Promise<void> {
  await transaction.floatingIp.update({
    where: { id },
    data: { ...patch, ...(tags && { tags: [...tags] }), updated_at, revision_number: { increment: 1 } },
  })
}

/** Deletes a floating IP and gives its address back. */
export async function deleteFloatingIp(transaction: Transaction, id: string): Promise<void> {
  const { floating_port_id } = await transaction.floatingIp.delete({ where: { id } })
  await transaction.port.delete({ where: { id: floating_port_id } })
}

/** No floating IP leads to this load balancer any more. */
export async function releaseFloatingIps(
  transaction: Transaction,
  loadbalancer_id: string,
  updated_at: string,
): Promise<void> {
  await transaction.floatingIp.updateMany({
    where: { port: { loadbalancer_id } },
    data: { port_id: null, updated_at, revision_number: { increment: 1 } },
  })
}
