import { desiredOf } from '../rows.ts'

const nameless = { cookie_name: null, persistence_timeout: null, persistence_granularity: null }
const members = [
  { address: '10.0.0.4', protocol_port: 80 },
  { address: '10.0.0.5', protocol_port: 80 },
]

/** Each way to keep a client on its member, and a cookie where nobody reads HTTP, which has no effect. */
export const input = [
  desiredOf({
    listeners: [
      { protocol: 'HTTP', protocol_port: 80, default_pool: 0 },
      { protocol: 'HTTP', protocol_port: 81, default_pool: 1 },
      { protocol: 'HTTP', protocol_port: 82, default_pool: 2 },
      { protocol: 'TCP', protocol_port: 83, default_pool: 0 },
      { protocol: 'TCP', protocol_port: 84, default_pool: 3 },
    ],
    pools: [
      { pool: { protocol: 'HTTP', session_persistence: { ...nameless, type: 'HTTP_COOKIE' } }, members },
      {
        pool: {
          protocol: 'HTTP',
          session_persistence: { ...nameless, type: 'APP_COOKIE', cookie_name: "it's-%20#'\\" },
        },
        members,
      },
      {
        pool: {
          protocol: 'HTTP',
          lb_algorithm: 'SOURCE_IP_PORT',
          session_persistence: { ...nameless, type: 'SOURCE_IP' },
        },
        members,
      },
      { pool: { protocol: 'TCP', session_persistence: { ...nameless, type: 'SOURCE_IP' } }, members },
    ],
  }),
]
