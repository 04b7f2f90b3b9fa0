import { desiredOf } from '../rows.ts'

const id = (number: number) => `0194f0c2-7000-7abc-8def-00000000000${number}`
const certificates = [1, 2, 3].map((number) => ({ id: id(number), pem: '' }))
const references = { default_tls_container_ref: id(1), client_ca_tls_container_ref: id(2) }
const is = { compare_type: 'EQUAL_TO' } as const

/** Clients show certificates: demanded, with revocation lists; optional, with rules about them and headers that tell of them. */
export const input = [
  desiredOf({
    certificates,
    listeners: [
      {
        name: 'demanded',
        protocol: 'TERMINATED_HTTPS',
        protocol_port: 443,
        default_pool: 0,
        ...references,
        client_authentication: 'MANDATORY',
        client_crl_container_ref: id(3),
      },
      {
        name: 'optional',
        protocol: 'TERMINATED_HTTPS',
        protocol_port: 8443,
        default_pool: 0,
        ...references,
        client_authentication: 'OPTIONAL',
        insert_headers: {
          'X-SSL-Client-Verify': 'true',
          'X-SSL-Client-Has-Cert': 'true',
          'X-SSL-Client-DN': 'true',
          'X-SSL-Client-CN': 'true',
          'X-SSL-Issuer': 'true',
          'X-SSL-Client-SHA1': 'true',
          'X-SSL-Client-Not-Before': 'true',
          'X-SSL-Client-Not-After': 'true',
        },
        policies: [
          { action: 'REJECT', rules: [{ type: 'SSL_CONN_HAS_CERT', ...is, value: 'true', invert: true }] },
          { action: 'REJECT', rules: [{ type: 'SSL_VERIFY_RESULT', ...is, value: '0', invert: true }] },
          {
            action: 'REDIRECT_TO_POOL',
            pool: 0,
            rules: [
              { type: 'SSL_DN_FIELD', key: 'OU', compare_type: 'STARTS_WITH', value: "it's a unit" },
              { type: 'PATH', compare_type: 'STARTS_WITH', value: '/partners' },
            ],
          },
        ],
      },
      {
        name: 'not asked, though an authority is named',
        protocol: 'TERMINATED_HTTPS',
        protocol_port: 9443,
        ...references,
        policies: [{ action: 'REJECT', rules: [{ type: 'SSL_CONN_HAS_CERT', ...is, value: 'true' }] }],
      },
    ],
    pools: [{ pool: { name: 'web', protocol: 'HTTP' }, members: [{ address: '10.0.2.4', protocol_port: 80 }] }],
  }),
]
