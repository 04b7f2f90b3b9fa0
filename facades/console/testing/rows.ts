import type { Actor } from '@/server/services/actor.ts'
import { createTree } from '@/server/services/resources.ts'

export type Rows = {
  readonly loadbalancer: string
  readonly listener: string
  readonly pool: string
  readonly member: string
}

/** A load balancer with one listener, pool and member, and their ids. */
export async function makeRows(actor: Actor, vip_subnet_id: string, name: string): Promise<Rows> {
  const graph = await createTree(actor, {
    name,
    vip_subnet_id,
    listeners: [{ protocol: 'HTTP', protocol_port: 80, default_pool: 'pool' }],
    pools: [
      {
        name: 'pool',
        protocol: 'HTTP',
        lb_algorithm: 'ROUND_ROBIN',
        members: [{ address: '127.0.0.9', protocol_port: 8_080 }],
        healthmonitor: null,
      },
    ],
  })
  const idOf = (rows: readonly { readonly id: string }[]) => rows[0]?.id ?? ''
  return {
    loadbalancer: graph.load_balancer.id,
    listener: idOf(graph.listeners),
    pool: idOf(graph.pools),
    member: idOf(graph.members),
  }
}
