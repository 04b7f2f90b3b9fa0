import { DomainError } from 'model/errors'
import { database } from '../store/client.ts'
import {
  allNetworks,
  allSubnets,
  findPorts,
  findSubnet,
  type StoredPort,
  type StoredSubnet,
  takenAddresses,
} from '../store/networks.ts'
import type { Actor } from './actor.ts'
import { firstFree } from './addresses.ts'
import { allowBeginning, visibleProject } from './policy.ts'

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
