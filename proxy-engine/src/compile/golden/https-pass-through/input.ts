import { desiredOf } from '../rows.ts'

/** TLS passes through untouched; the server name of the hello is counted. */
export const input = [
  desiredOf({
    load_balancer: { name: 'secure' },
    listeners: [
      { name: 'tls', protocol: 'HTTPS', protocol_port: 443, default_pool: 0 },
      { name: 'patient', protocol: 'HTTPS', protocol_port: 8443, default_pool: 1, timeout_tcp_inspect: 750 },
    ],
    pools: [
      {
        pool: { name: 'tls', protocol: 'HTTPS' },
        members: [{ address: '10.0.2.4', protocol_port: 443 }],
        monitor: { type: 'TLS-HELLO' },
      },
      {
        pool: { name: 'checked by request', protocol: 'HTTPS' },
        members: [{ address: '10.0.2.5', protocol_port: 443 }],
        monitor: {
          type: 'HTTPS',
          http_version: 1.1,
          domain_name: 'secure.example.com',
          expected_codes: '200-204',
        },
      },
    ],
  }),
]
