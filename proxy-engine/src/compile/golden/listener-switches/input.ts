import { desiredOf } from '../rows.ts'

/** Compression, cache, pages and maintenance: as they come, and with everything chosen. */
export const input = [
  desiredOf({
    listeners: [
      {
        name: 'as they come',
        protocol: 'HTTP',
        protocol_port: 80,
        default_pool: 0,
        compression: true,
        cache_paths: ['/static/'],
        maintenance: true,
      },
      {
        name: 'chosen',
        protocol: 'HTTP',
        protocol_port: 81,
        default_pool: 0,
        compression: true,
        compression_algorithms: ['deflate'],
        compression_types: ['text/html', 'application/vnd.api+json'],
        cache_paths: ["/it's/%20", '/{}'],
        cache_ttl: 3_600,
        cache_size: 9,
        cache_max_object_size: 4_000,
        error_pages: {
          403: { content_type: 'application/json', body: '{"error":"%[src] $HOME \'no\'"}' },
          503: { content_type: 'text/plain', body: 'Away.\nBack soon.\r\n\\x00 if { always_true }' },
        },
        maintenance: true,
        maintenance_page: { content_type: 'text/plain', body: 'Back at 9.' },
        maintenance_retry_after: 60,
        maintenance_allowed_cidrs: ['10.0.0.0/8', 'fd00::/8'],
        policies: [
          {
            action: 'REDIRECT_TO_POOL',
            pool: 1,
            rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', key: null, value: '/api' }],
          },
        ],
      },
    ],
    pools: [
      { pool: { protocol: 'HTTP' }, members: [{ address: '10.0.0.4', protocol_port: 80 }] },
      { pool: { protocol: 'HTTP' }, members: [{ address: '10.0.0.5', protocol_port: 80 }] },
    ],
  }),
]
