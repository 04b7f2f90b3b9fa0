import { desiredOf } from '../rows.ts'

/** Pools whose members expect the PROXY protocol: the check of the service sends it too, the check of another port does not. */
export const input = [
  desiredOf({
    listeners: [
      { protocol: 'HTTP', protocol_port: 80, default_pool: 0 },
      { protocol: 'TCP', protocol_port: 81, default_pool: 1 },
      { protocol: 'TCP', protocol_port: 82, default_pool: 2 },
    ],
    pools: [
      {
        pool: { protocol: 'PROXY' },
        members: [
          { address: '10.0.0.4', protocol_port: 80 },
          { address: '10.0.0.5', protocol_port: 80, monitor_port: 9000 },
          { address: '10.0.0.6', protocol_port: 80, monitor_address: '10.0.9.6', monitor_port: 80 },
        ],
        monitor: { type: 'HTTP' },
      },
      {
        pool: { protocol: 'PROXYV2' },
        members: [{ address: '10.0.0.7', protocol_port: 80 }],
        monitor: { type: 'TLS-HELLO' },
      },
      { pool: { protocol: 'PROXYV2' }, members: [{ address: '10.0.0.8', protocol_port: 80 }] },
    ],
  }),
]
