import type { LoadBalancerCase, PoolCase } from '../../src/compile/golden/rows.ts'
import type { Place } from './traffic.ts'

export type MemberCase = NonNullable<PoolCase['members']>[number]

/** One listener in front of one pool, which is what most promises are about. */
export type Simple = {
  readonly number?: number
  readonly protocol?: 'HTTP' | 'TCP'
  readonly members: readonly MemberCase[]
  readonly pool?: Partial<PoolCase['pool']>
  readonly monitor?: PoolCase['monitor']
  /** Further pools, which policies may send requests to: the first of them is pool 1 of the case. */
  readonly pools?: readonly PoolCase[]
  readonly listener?: Partial<LoadBalancerCase['listeners'][number]>
}

export function balancer({ address, port }: Place, given: Simple): LoadBalancerCase {
  const { number = 1, protocol = 'HTTP', members, pool = {}, monitor, pools = [], listener = {} } = given
  return {
    number,
    load_balancer: { name: `balancer ${number}`, vip_address: address },
    listeners: [{ name: 'front', protocol, protocol_port: port, default_pool: 0, ...listener }],
    pools: [{ pool: { name: 'web', protocol, ...pool }, members, ...(monitor ? { monitor } : {}) }, ...pools],
  }
}

export function member(port: number, given: Partial<MemberCase> = {}): MemberCase {
  return { address: '127.0.0.1', protocol_port: port, ...given }
}
