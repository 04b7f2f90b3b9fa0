import { insertHeaderKinds } from 'model/listener/insert-headers'
import { desiredOf } from '../rows.ts'

const every = Object.keys(insertHeaderKinds).filter((name) => !name.startsWith('X-SSL-'))
const on = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, 'true']))

/** Headers to follow requests by, and on answers: all of them with a policy, and each way of tracing by itself. */
export const input = [
  desiredOf({
    listeners: [
      {
        name: 'all of them',
        protocol: 'HTTP',
        protocol_port: 80,
        default_pool: 0,
        insert_headers: on(...every),
        policies: [
          { action: 'REJECT', rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', key: null, value: '/private' }] },
        ],
      },
      { name: 'W3C', protocol: 'HTTP', protocol_port: 81, default_pool: 0, insert_headers: on('traceparent') },
      { name: 'B3', protocol: 'HTTP', protocol_port: 82, default_pool: 0, insert_headers: on('b3') },
      { name: 'B3, several', protocol: 'HTTP', protocol_port: 83, default_pool: 0, insert_headers: on('X-B3-TraceId') },
    ],
    pools: [{ pool: { protocol: 'HTTP' }, members: [{ address: '10.0.0.4', protocol_port: 80 }] }],
  }),
]
