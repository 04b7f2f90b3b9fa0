import type { LoadBalancer } from '../resources/load-balancer.ts'

/** The load balancer's own addresses: the VIP first, then the additional ones. */
export function vipAddresses(row: Pick<LoadBalancer, 'vip_address' | 'additional_vips'>): string[] {
  return [row.vip_address, ...row.additional_vips.map((one) => one.ip_address)].filter((one) => one !== null)
}

/** Every address that the listeners bind: those of the load balancer, then the floating IPs that lead to them. */
export function boundAddresses(
  row: Pick<LoadBalancer, 'vip_address' | 'additional_vips' | 'floating_addresses'>,
): string[] {
  // What an engine kept from before there were floating IPs has no such attribute.
  return [...vipAddresses(row), ...(row.floating_addresses ?? [])]
}
