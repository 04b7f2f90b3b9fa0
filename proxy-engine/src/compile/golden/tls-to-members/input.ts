import { desiredOf } from '../rows.ts'

const id = (number: number) => `0194f0c2-7000-7abc-8def-00000000000${number}`
const certificates = [1, 2, 3].map((number) => ({ id: id(number), pem: '' }))

/** TLS to the members: encrypted and no more; everything that can be asked for, checked; of TCP; of members without the pool's files. */
export const input = [
  desiredOf({
    certificates,
    listeners: [
      { name: 'web', protocol: 'HTTP', protocol_port: 80, default_pool: 0 },
      {
        name: 'secure',
        protocol: 'TERMINATED_HTTPS',
        protocol_port: 443,
        default_pool: 1,
        default_tls_container_ref: id(1),
      },
      { name: 'bytes', protocol: 'TCP', protocol_port: 1883, default_pool: 2 },
      { name: 'empty', protocol: 'HTTP', protocol_port: 8080, default_pool: 3 },
    ],
    pools: [
      {
        pool: { name: 'encrypted', protocol: 'HTTP', tls_enabled: true },
        members: [{ address: '10.0.2.4', protocol_port: 443 }],
        monitor: { type: 'HTTPS', domain_name: 'web.example.com', http_version: 1.1 },
      },
      {
        pool: {
          name: 'verified',
          protocol: 'HTTP',
          tls_enabled: true,
          tls_container_ref: id(1),
          ca_tls_container_ref: id(2),
          crl_container_ref: id(3),
          tls_versions: ['TLSv1.3'],
          tls_ciphers: 'TLS_AES_256_GCM_SHA384',
          alpn_protocols: ['h2'],
        },
        members: [
          { name: 'Web-1.internal.example', address: '10.0.2.4', protocol_port: 443 },
          { name: 'web 2', address: '10.0.2.5', protocol_port: 443, backup: true },
          { address: '10.0.2.6', protocol_port: 443, monitor_port: 8080 },
        ],
        monitor: { type: 'HTTP' },
      },
      {
        pool: { name: 'of bytes', protocol: 'PROXY', tls_enabled: true, ca_tls_container_ref: id(2) },
        members: [{ address: '10.0.2.4', protocol_port: 8883 }],
        monitor: { type: 'TLS-HELLO' },
      },
      { pool: { name: 'nobody', protocol: 'HTTP', tls_enabled: true, ca_tls_container_ref: id(3) } },
    ],
  }),
]
