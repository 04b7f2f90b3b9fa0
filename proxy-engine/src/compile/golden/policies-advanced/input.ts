import { inherited } from 'model/l7/inherited'
import { desiredOf, idOf } from '../rows.ts'

const path = (value: string) => [{ type: 'PATH', compare_type: 'STARTS_WITH', value }] as const
const text = { value_type: 'USER_DEFINED' } as const

/** What policies do beyond Octavia's: several pools, stays, limits, other URLs and headers, answers. */
export const input = [
  desiredOf({
    listeners: [
      {
        protocol: 'HTTP',
        protocol_port: 80,
        default_pool: 0,
        policies: [
          {
            action: 'REDIRECT_TO_POOL',
            redirect_pools_config: [
              { pool_id: idOf('pool', 1, 1), weight: 90 },
              { pool_id: idOf('pool', 1, 2), weight: 10 },
            ],
            redirect_pools_sticky_session_config: { enable: true, timeout: 30 },
            rules: [
              { type: 'HOST_NAME', compare_type: 'WILDCARD', value: '*.shop.example' },
              { type: 'PATH', compare_type: 'REGEX', value: '^/api/(.*)$' },
              {
                type: 'HEADER',
                compare_type: 'WILDCARD',
                key: 'X-Beta',
                value: '1*',
                conditions: [
                  { key: 'X-Beta', value: '1*' },
                  { key: 'X-Beta', value: 'y?s' },
                ],
              },
            ],
            rewrite_url_config: { host: inherited.host, path: '/v2/$1', query: `from=$1&${inherited.query}` },
            insert_headers_config: {
              configs: [
                { key: 'X-Client', value_type: 'SYSTEM_DEFINED', value: 'CLIENT-IP' },
                { key: 'X-Copy', value_type: 'REFERENCE_HEADER', value: 'Accept' },
                { ...text, key: 'X-Text', value: `100% "it's" \\ \${HOME} #` },
                { key: 'X-Vip', value_type: 'SYSTEM_DEFINED', value: 'ELB-VIP' },
              ],
            },
            remove_headers_config: { configs: [{ key: 'X-Debug' }] },
            insert_response_headers_config: { configs: [{ ...text, key: 'X-Frame-Options', value: 'DENY' }] },
            remove_response_headers_config: { configs: [{ key: 'X-Powered-By' }] },
            traffic_limit_config: { qps: 100, per_source_ip_qps: 10, burst: 20 },
            cors_config: {
              allow_origins: ['https://app.example.com'],
              allow_methods: ['GET', 'POST'],
              allow_headers: ['X-Token'],
              expose_headers: ['X-Total'],
              allow_credentials: true,
              max_age: 600,
            },
          },
          {
            action: 'REDIRECT_TO_POOL',
            redirect_pools_config: [
              { pool_id: idOf('pool', 1, 1), weight: 2 },
              { pool_id: idOf('pool', 1, 2), weight: 1 },
            ],
            rules: path('/split'),
          },
          {
            action: 'FIXED_RESPONSE',
            fixed_response_config: {
              status_code: '299',
              content_type: 'application/json',
              message_body: `{"it's": "100 %[src] \\\\ \${HOME}\r\n"}`,
            },
            traffic_limit_config: { qps: 5, per_source_ip_qps: 0, burst: 0 },
            rules: path('/fixed'),
          },
          {
            action: 'REDIRECT_TO_URL',
            redirect_url_config: {
              ...inherited,
              protocol: 'HTTPS',
              port: '8443',
              path: '/new/$2/$1',
              query: `${inherited.query}&name=my_name`,
              status_code: '308',
            },
            rules: [{ type: 'PATH', compare_type: 'WILDCARD', value: '/old/*/*' }],
          },
          {
            action: 'REJECT',
            rules: [
              {
                type: 'HOST_NAME',
                compare_type: 'EQUAL_TO',
                value: 'a.test',
                conditions: ['a.test', 'b.test'].map((value) => ({ key: null, value })),
              },
            ],
          },
        ],
      },
      {
        protocol: 'HTTP',
        protocol_port: 81,
        default_pool: 0,
        policies: [
          { action: 'REDIRECT_TO_LISTENER', redirect_listener_id: idOf('listener', 1, 3), rules: [] },
          { action: 'REJECT', rules: path('/never') },
        ],
      },
      { protocol: 'HTTPS', protocol_port: 8443, default_pool: 2 },
    ],
    pools: [
      { pool: { protocol: 'HTTP' }, members: [{ address: '10.0.0.4', protocol_port: 80 }] },
      { pool: { protocol: 'HTTP' }, members: [{ address: '10.0.0.5', protocol_port: 80 }] },
      { pool: { protocol: 'HTTPS' }, members: [{ address: '10.0.0.6', protocol_port: 443 }] },
    ],
  }),
]
