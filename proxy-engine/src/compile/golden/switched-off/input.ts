import { desiredOf } from '../rows.ts'

/** What is off is not there: a listener, a pool, a whole load balancer, and a pool that nobody uses. */
export const input = [
  desiredOf({
    listeners: [
      { name: 'off', protocol: 'HTTP', protocol_port: 80, default_pool: 0, admin_state_up: false },
      { name: 'its pool is off', protocol: 'HTTP', protocol_port: 81, default_pool: 0 },
      { name: 'no pool', protocol: 'TCP', protocol_port: 82 },
      { name: 'empty pool', protocol: 'HTTP', protocol_port: 83, default_pool: 2 },
      { name: 'leaving', protocol: 'HTTP', protocol_port: 84, provisioning_status: 'PENDING_DELETE' },
    ],
    pools: [
      {
        pool: { name: 'off', protocol: 'HTTP', admin_state_up: false },
        members: [{ address: '10.0.0.4', protocol_port: 80 }],
      },
      { pool: { name: 'unused', protocol: 'HTTP' }, members: [{ address: '10.0.0.5', protocol_port: 80 }] },
      { pool: { name: 'empty', protocol: 'HTTP' } },
    ],
  }),
  desiredOf({
    number: 2,
    load_balancer: { admin_state_up: false, vip_address: '127.10.0.11' },
    listeners: [{ protocol: 'HTTP', protocol_port: 80 }],
  }),
]
