import { desiredOf, type PolicyCase } from '../rows.ts'

const host = (value: string) => ({ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value }) as const
const suffix = (value: string) => ({ type: 'HOST_NAME', compare_type: 'ENDS_WITH', value }) as const
const path = (value: string) => ({ type: 'PATH', compare_type: 'EQUAL_TO', value }) as const
const prefix = (value: string) => ({ type: 'PATH', compare_type: 'STARTS_WITH', value }) as const
const toPool = (...rules: PolicyCase['rules']): PolicyCase => ({ action: 'REDIRECT_TO_POOL', pool: 0, rules })

/** Every family of lookups. Rows of longer prefixes know the shorter ones above them; the first of two equal keys wins. */
export const input = [
  desiredOf({
    listeners: [
      {
        protocol: 'HTTP',
        protocol_port: 80,
        policies: [
          toPool(host('WWW.Example.com')),
          toPool(host('www.example.com')),
          toPool(suffix('.example.com')),
          toPool(suffix('.eu.example.com')),
          toPool(suffix('.test')),
          toPool(path('/#about')),
          toPool(prefix('/api/v1/users')),
          toPool(prefix('/api')),
          toPool(prefix('/api/v1')),
          toPool(prefix('/apple')),
          toPool(path('/cart'), host('shop.example.com')),
          toPool(host('shop.example.com'), prefix('/static/')),
          toPool({ type: 'METHOD', compare_type: 'EQUAL_TO', value: 'POST' }),
          toPool({ type: 'FILE_TYPE', compare_type: 'EQUAL_TO', value: 'jpg' }),
        ],
      },
    ],
    pools: [{ pool: { name: 'web', protocol: 'HTTP' } }],
  }),
]
