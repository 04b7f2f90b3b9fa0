import { desiredOf, type PolicyCase } from '../rows.ts'

const host = (value: string): PolicyCase => ({
  action: 'REDIRECT_TO_POOL',
  pool: 0,
  rules: [{ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value }],
})
const header = (value: string): PolicyCase => ({
  name: `to ${value}`,
  action: 'REDIRECT_TO_URL',
  redirect_url: `https://${value}.example.com/`,
  rules: [{ type: 'HEADER', key: 'X-Version', compare_type: 'EQUAL_TO', value }],
})

/** Policies that lookups find between those that are tried one by one. A TCP listener beside them has no policies. */
export const input = [
  desiredOf({
    listeners: [
      {
        protocol: 'HTTP',
        protocol_port: 80,
        policies: [
          host('a.test'),
          header('1'),
          host('b.test'),
          host('c.test'),
          header('2'),
          header('3'),
          host('d.test'),
        ],
      },
      { protocol: 'TCP', protocol_port: 81 },
    ],
    pools: [{ pool: { name: 'web', protocol: 'HTTP' }, members: [{ address: '10.0.0.4', protocol_port: 80 }] }],
  }),
]
