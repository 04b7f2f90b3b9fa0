import type { Graph } from 'model/graph/graph'
import type { Actor } from '../services/actor.ts'
import { findGraph } from '../services/resources.ts'

/** One of everything, as the input of a create. */
export function webTree(vip_subnet_id: string) {
  return {
    name: 'shop',
    vip_subnet_id,
    listeners: [{ name: 'web-80', protocol: 'HTTP', protocol_port: 80, default_pool: 'web' }],
    pools: [
      {
        name: 'web',
        protocol: 'HTTP',
        lb_algorithm: 'ROUND_ROBIN',
        members: [
          { name: 'web-1', address: '127.0.0.9', protocol_port: 8_001 },
          { name: 'web-2', address: '127.0.0.9', protocol_port: 8_002 },
        ],
        healthmonitor: { type: 'HTTP', delay: 5, timeout: 3, max_retries: 2 },
      },
    ],
  }
}

/** Names (or kinds) of everything in a load balancer with its provisioning status. */
export async function statusesOf(actor: Actor, id: string): Promise<Record<string, string>> {
  const { load_balancer, listeners, pools, members, health_monitors }: Graph = await findGraph(actor, id)
  const named = [load_balancer, ...listeners, ...pools, ...members].map((row) => [row.name, row.provisioning_status])
  return Object.fromEntries([...named, ...health_monitors.map((row) => ['monitor', row.provisioning_status])])
}

/** The operating statuses, likewise. */
export async function healthOf(actor: Actor, id: string): Promise<Record<string, string>> {
  const { load_balancer, listeners, pools, members }: Graph = await findGraph(actor, id)
  return Object.fromEntries(
    [load_balancer, ...listeners, ...pools, ...members].map((row) => [row.name, row.operating_status]),
  )
}

export function idOf(rows: readonly { readonly id: string; readonly name: string }[], name: string): string {
  const row = rows.find((one) => one.name === name)
  if (!row) throw new Error(`There is no ${name}.`)
  return row.id
}
