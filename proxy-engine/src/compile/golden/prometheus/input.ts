import { desiredOf } from '../rows.ts'

/** Two load balancers whose metrics are served, one of them only to one network; each names itself to the engine. */
export const input = [
  desiredOf({
    load_balancer: { name: 'shop' },
    listeners: [
      { name: 'web', protocol: 'HTTP', protocol_port: 80, default_pool: 0 },
      {
        name: 'metrics',
        protocol: 'PROMETHEUS',
        protocol_port: 8088,
        allowed_cidrs: ['10.0.0.0/8'],
        connection_limit: 20,
      },
    ],
    pools: [{ pool: { name: 'web', protocol: 'HTTP' }, members: [{ address: '10.0.1.4', protocol_port: 8080 }] }],
  }),
  desiredOf({
    number: 2,
    load_balancer: { name: 'blog', vip_address: '127.10.0.11' },
    listeners: [{ protocol: 'PROMETHEUS', protocol_port: 9090 }],
  }),
]
