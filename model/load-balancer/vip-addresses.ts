import type { LoadBalancer } from '../resources/load-balancer.ts'

/** Every address that the listeners bind: the VIP first, then the additional ones. */
export function vipAddresses(row: Pick<LoadBalancer, 'vip_address' | 'additional_vips'>): string[] {
  return [row.vip_address, ...row.additional_vips.map((one) => one.ip_address)].filter((one) => one !== null)
}
