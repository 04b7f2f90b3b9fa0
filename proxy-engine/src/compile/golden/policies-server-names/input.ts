import { desiredOf } from '../rows.ts'

/** Policies of a listener that passes TLS through: hosts are the server names of the hello, by lookups and one by one. */
export const input = [
  desiredOf({
    listeners: [
      {
        name: 'tls',
        protocol: 'HTTPS',
        protocol_port: 443,
        default_pool: 0,
        policies: [
          {
            action: 'REDIRECT_TO_POOL',
            pool: 1,
            rules: [{ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'shop.example.com' }],
          },
          {
            action: 'REJECT',
            rules: [
              { type: 'HOST_NAME', compare_type: 'STARTS_WITH', value: 'admin.' },
              { type: 'SOURCE_IP', compare_type: 'EQUAL_TO', value: '10.0.0.0/8', invert: true },
            ],
          },
          {
            action: 'REDIRECT_TO_POOL',
            pool: 1,
            rules: [{ type: 'HOST_NAME', compare_type: 'ENDS_WITH', value: '.shop.example.com' }],
          },
          { action: 'REJECT', rules: [{ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'old.example.com' }] },
        ],
      },
    ],
    pools: [
      { pool: { name: 'web', protocol: 'HTTPS' }, members: [{ address: '10.0.2.4', protocol_port: 443 }] },
      { pool: { name: 'shop', protocol: 'HTTPS' }, members: [{ address: '10.0.2.5', protocol_port: 443 }] },
    ],
  }),
]
