import { desiredOf } from '../rows.ts'

/** What the wizard makes when every question is answered with Next. */
export const input = [
  desiredOf({
    load_balancer: { name: 'shop' },
    listeners: [{ name: 'web-80', protocol: 'HTTP', protocol_port: 80, default_pool: 0 }],
    pools: [
      {
        pool: { name: 'web', protocol: 'HTTP' },
        members: [
          { name: 'web-1', address: '10.0.0.4', protocol_port: 8080 },
          { name: 'web-2', address: '10.0.0.5', protocol_port: 8080 },
        ],
        monitor: { type: 'HTTP', url_path: '/health' },
      },
    ],
  }),
]
