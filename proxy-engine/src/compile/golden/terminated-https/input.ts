import { desiredOf } from '../rows.ts'

const id = (number: number) => `0194f0c2-7000-7abc-8def-00000000000${number}`
const certificates = [1, 2, 3].map((number) => ({ id: id(number), pem: '' }))

/** TLS ends here: one certificate and the defaults; several certificates and everything chosen; the oldest versions that can be had. */
export const input = [
  desiredOf({
    certificates,
    load_balancer: { name: 'secure' },
    listeners: [
      {
        name: 'plain choice',
        protocol: 'TERMINATED_HTTPS',
        protocol_port: 443,
        default_pool: 0,
        default_tls_container_ref: id(1),
      },
      {
        name: 'everything chosen',
        protocol: 'TERMINATED_HTTPS',
        protocol_port: 8443,
        default_pool: 0,
        default_tls_container_ref: `http://127.0.0.1:3000/key-manager/v1/containers/${id(2)}`,
        sni_container_refs: [id(1), id(3), id(2)],
        tls_versions: ['TLSv1.3'],
        tls_ciphers: 'TLS_AES_256_GCM_SHA384:ECDHE-RSA-AES256-GCM-SHA384',
        alpn_protocols: ['h2'],
        hsts_max_age: 31_536_000,
        hsts_include_subdomains: true,
        hsts_preload: true,
        timeout_tcp_inspect: 500,
        insert_headers: { 'X-Forwarded-For': 'true', 'X-Forwarded-Port': 'true', 'X-Forwarded-Proto': 'true' },
        policies: [{ action: 'REJECT', rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/private' }] }],
      },
      {
        name: 'old clients',
        protocol: 'TERMINATED_HTTPS',
        protocol_port: 9443,
        sni_container_refs: [id(3)],
        tls_versions: ['TLSv1.2', 'TLSv1', 'TLSv1.1'],
        tls_ciphers: 'ECDHE-RSA-AES128-SHA:AES128-SHA',
        alpn_protocols: ['http/1.1'],
        hsts_max_age: 0,
      },
    ],
    pools: [{ pool: { name: 'web', protocol: 'HTTP' }, members: [{ address: '10.0.2.4', protocol_port: 80 }] }],
  }),
  desiredOf({
    number: 2,
    certificates,
    load_balancer: { name: 'over IPv6', vip_address: 'fd00::10' },
    listeners: [{ protocol: 'TERMINATED_HTTPS', protocol_port: 443, default_tls_container_ref: id(1) }],
  }),
]
