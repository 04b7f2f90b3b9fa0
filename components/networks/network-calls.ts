import type { ApiCall } from '../forms/curl.ts'

// The calls of the network API that the page makes: the same are shown under "Copy as".

const base = '/network/v2.0'

export type FloatingIpDraft = {
  readonly floating_network_id: string
  /** Empty: it leads nowhere yet. */
  readonly port_id: string
  readonly description: string
}

export function createFloatingIpCall({ floating_network_id, port_id, description }: FloatingIpDraft): ApiCall {
  const floatingip = {
    floating_network_id,
    ...(port_id === '' ? {} : { port_id }),
    ...(description === '' ? {} : { description }),
  }
  return { method: 'POST', path: `${base}/floatingips`, body: { floatingip } }
}

export function associateCall(id: string, port_id: string | null): ApiCall {
  return { method: 'PUT', path: `${base}/floatingips/${id}`, body: { floatingip: { port_id } } }
}

export function removeCall(collection: 'floatingips' | 'subnets' | 'networks', id: string): ApiCall {
  return { method: 'DELETE', path: `${base}/${collection}/${id}` }
}

export type SubnetDraft = {
  readonly name: string
  readonly network_id: string
  readonly cidr: string
  /** Empty: no gateway. */
  readonly gateway_ip: string
  /** Both empty: all of the range. */
  readonly start: string
  readonly end: string
}

export function createSubnetCall({ name, network_id, cidr, gateway_ip, start, end }: SubnetDraft): ApiCall {
  const subnet = {
    name,
    network_id,
    cidr,
    ip_version: cidr.includes(':') ? 6 : 4,
    gateway_ip: gateway_ip === '' ? null : gateway_ip,
    ...(start === '' && end === '' ? {} : { allocation_pools: [{ start, end }] }),
  }
  return { method: 'POST', path: `${base}/subnets`, body: { subnet } }
}

export function createNetworkCall(name: string, isExternal: boolean): ApiCall {
  return { method: 'POST', path: `${base}/networks`, body: { network: { name, 'router:external': isExternal } } }
}
