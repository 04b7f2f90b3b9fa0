import { desiredOf } from '../rows.ts'

/** Floating IPs are further addresses of every listener, behind those of the load balancer. */
export const input = [
  desiredOf({
    load_balancer: {
      name: 'reached from outside',
      vip_address: '127.10.0.12',
      floating_addresses: ['127.20.0.10', '127.21.0.10'],
    },
    listeners: [
      { protocol: 'HTTP', protocol_port: 80, default_pool: 0 },
      { protocol: 'TCP', protocol_port: 443, default_pool: 1 },
    ],
    pools: [
      { pool: { protocol: 'HTTP' }, members: [{ address: '10.0.0.4', protocol_port: 80 }] },
      { pool: { protocol: 'TCP' }, members: [{ address: '10.0.0.4', protocol_port: 443 }] },
    ],
  }),
]
