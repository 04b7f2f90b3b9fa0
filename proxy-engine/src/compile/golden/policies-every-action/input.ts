import { askedHost } from 'model/l7/asked-host'
import { desiredOf } from '../rows.ts'

const host = (value: string) => ({ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value }) as const

/** Each action, each code of a redirect, and URLs with what means something elsewhere. */
export const input = [
  desiredOf({
    listeners: [
      {
        protocol: 'HTTP',
        protocol_port: 80,
        default_pool: 0,
        insert_headers: { 'X-Forwarded-For': 'true' },
        policies: [
          { name: 'api', action: 'REDIRECT_TO_POOL', pool: 1, rules: [host('api.example.com')] },
          { action: 'REJECT', rules: [host('admin.example.com')] },
          { action: 'REDIRECT_TO_URL', redirect_url: 'https://www.example.com/', rules: [host('a.example.com')] },
          ...([301, 302, 303, 307, 308] as const).map((redirect_http_code) => ({
            action: 'REDIRECT_TO_URL' as const,
            redirect_url: `https://www.example.com/%20"it's"#%[src]?${redirect_http_code}`,
            redirect_http_code,
            rules: [host(`${redirect_http_code}.example.com`)],
          })),
          {
            action: 'REDIRECT_PREFIX',
            redirect_prefix: 'https://www.example.com',
            redirect_http_code: 308,
            rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/' }],
          },
          {
            action: 'REDIRECT_PREFIX',
            redirect_prefix: `https://${askedHost}:8443`,
            redirect_http_code: 301,
            rules: [host('b.example.com')],
          },
          { action: 'REDIRECT_TO_POOL', pool: 2, rules: [host('its-pool-is-off.example.com')] },
          { action: 'REJECT', admin_state_up: false, rules: [host('off.example.com')] },
          { action: 'REJECT', rules: [] },
        ],
      },
    ],
    pools: [
      { pool: { name: 'web', protocol: 'HTTP' } },
      { pool: { name: 'api', protocol: 'HTTP' } },
      { pool: { name: 'off', protocol: 'HTTP', admin_state_up: false } },
    ],
  }),
]
