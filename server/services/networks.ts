import type { Actor } from './actor.ts'

export type Network = {
  readonly id: string
  readonly name: string
  readonly is_external: boolean
  readonly project_id: string
  readonly subnets: readonly string[]
}
export type Subnet = {
  readonly id: string
  readonly name: string
  readonly network_id: string
  readonly cidr: string
  readonly ip_version: 4 | 6
  readonly gateway_ip: string | null
  /** Addresses are given out from here to there. */
  readonly allocation_start: string
  readonly allocation_end: string
  readonly project_id: string
}
export type Port = {
  readonly id: string
  readonly name: string
  readonly network_id: string
  readonly subnet_id: string
  readonly address: string
  readonly loadbalancer_id: string | null
  readonly project_id: string
}

/** Networks and subnets are shared: everybody who is signed in sees all of them. */
export async function listNetworks(actor: Actor): Promise<Network[]> {
  throw new Error(`to come ${actor}`)
}

export async function listSubnets(actor: Actor): Promise<Subnet[]> {
  throw new Error(`to come ${actor}`)
}

export async function listPorts(actor: Actor): Promise<Port[]> {
  throw new Error(`to come ${actor}`)
}

/** The address that the next load balancer in this subnet would get, or null when it is full. @throws not_found */
export async function nextFreeAddress(actor: Actor, subnet_id: string): Promise<string | null> {
  throw new Error(`to come ${actor} ${subnet_id}`)
}
