import { desiredOf } from '../rows.ts'

/** Pings are the engine's: HAProxy is told of no check. */
export const input = [
  desiredOf({
    listeners: [{ protocol: 'HTTP', protocol_port: 80, default_pool: 0 }],
    pools: [
      {
        pool: { name: 'pinged', protocol: 'HTTP' },
        members: [{ address: '10.0.0.4', protocol_port: 80, monitor_address: '10.0.0.5', monitor_port: 1 }],
        monitor: { type: 'PING' },
      },
    ],
  }),
]
