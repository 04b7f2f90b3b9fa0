import { desiredOf } from '../rows.ts'

/** Three ways to choose a member for a TCP connection, and one listener that waits for the first bytes. */
export const input = [
  desiredOf({
    load_balancer: { name: 'databases' },
    listeners: [
      { name: 'postgres', protocol: 'TCP', protocol_port: 5432, default_pool: 0, timeout_tcp_inspect: 2_000 },
      { name: 'redis', protocol: 'TCP', protocol_port: 6379, default_pool: 1, connection_limit: 10 },
      { name: 'smtp', protocol: 'TCP', protocol_port: 25, default_pool: 2 },
    ],
    pools: [
      {
        pool: { name: 'postgres', protocol: 'TCP', lb_algorithm: 'LEAST_CONNECTIONS' },
        members: [{ address: '10.0.1.4', protocol_port: 5432 }],
        monitor: { type: 'TCP' },
      },
      {
        pool: { name: 'redis', protocol: 'TCP', lb_algorithm: 'SOURCE_IP_PORT' },
        members: [{ address: '10.0.1.5', protocol_port: 6379 }],
        monitor: { type: 'TCP', admin_state_up: false },
      },
      {
        pool: { name: 'smtp', protocol: 'TCP', lb_algorithm: 'SOURCE_IP' },
        members: [
          { address: '10.0.1.6', protocol_port: 25 },
          { address: '10.0.1.7', protocol_port: 25 },
        ],
      },
    ],
  }),
]
