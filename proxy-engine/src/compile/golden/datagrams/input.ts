import { desiredOf } from '../rows.ts'

/** Listeners of datagrams: what HAProxy can not serve is the table of the relay, and everything else stays HAProxy's. */
export const input = [
  desiredOf({
    load_balancer: { name: 'names', floating_addresses: ['127.20.0.10'] },
    listeners: [
      {
        name: 'dns',
        protocol: 'UDP',
        protocol_port: 53,
        default_pool: 0,
        allowed_cidrs: ['10.0.0.0/8'],
        connection_limit: 1_000,
        timeout_client_data: 10_000,
      },
      { name: 'dns over TCP', protocol: 'TCP', protocol_port: 53, default_pool: 1 },
      { name: 'syslog', protocol: 'UDP', protocol_port: 514, default_pool: 2 },
      { name: 'nobody there', protocol: 'UDP', protocol_port: 123 },
      { name: 'switched off', protocol: 'UDP', protocol_port: 69, default_pool: 2, admin_state_up: false },
    ],
    pools: [
      {
        pool: { name: 'resolvers', protocol: 'UDP', lb_algorithm: 'LEAST_CONNECTIONS' },
        members: [
          { name: 'first', address: '10.0.1.4', protocol_port: 53, weight: 10 },
          { name: 'spare', address: 'fd00::5', protocol_port: 53, backup: true, monitor_port: 8053 },
          { address: '10.0.1.6', protocol_port: 53, admin_state_up: false },
        ],
        monitor: { type: 'UDP-CONNECT' },
      },
      {
        pool: { name: 'resolvers over TCP', protocol: 'TCP' },
        members: [{ address: '10.0.1.4', protocol_port: 53 }],
      },
      {
        pool: {
          name: 'collectors',
          protocol: 'UDP',
          session_persistence: {
            type: 'SOURCE_IP',
            cookie_name: null,
            persistence_timeout: 120,
            persistence_granularity: '255.255.255.0',
          },
        },
        members: [{ address: '10.0.2.4', protocol_port: 514 }],
        monitor: { type: 'HTTP', url_path: '/health', expected_codes: '200, 204', http_version: 1.1 },
      },
    ],
  }),
]
