import { desiredOf, type PolicyCase } from '../rows.ts'

const reject = (...rules: PolicyCase['rules']): PolicyCase => ({ action: 'REJECT', rules })
const mutation = {
  type: 'BODY_JSON',
  key: '$.query',
  compare_type: 'REGEX',
  value: '^\\s*mutation\\b',
} as const

/** Who waits for a body, and who does not: the second listener has the same policies without those that ask for one. */
export const input = [
  desiredOf({
    listeners: [
      {
        protocol: 'HTTP',
        protocol_port: 80,
        default_pool: 1,
        policies: [
          reject({ type: 'PATH', compare_type: 'STARTS_WITH', value: '/internal' }),
          {
            action: 'REDIRECT_TO_POOL',
            pool: 0,
            rules: [
              { type: 'PATH', compare_type: 'EQUAL_TO', value: '/graphql' },
              { type: 'METHOD', compare_type: 'EQUAL_TO', value: 'GET', invert: true },
              mutation,
            ],
          },
          reject({ type: 'BODY', compare_type: 'CONTAINS', value: '<!ENTITY "\'%[src]' }),
          reject(
            { type: 'BODY_JSON', key: '$.user-1.plans_2[10].id', compare_type: 'EQUAL_TO', value: '7', invert: true },
            { type: 'BODY_JSON', key: '$.query', compare_type: 'CONTAINS', value: 'a b' },
          ),
        ],
      },
      {
        protocol: 'HTTP',
        protocol_port: 81,
        default_pool: 1,
        policies: [
          reject({ type: 'PATH', compare_type: 'STARTS_WITH', value: '/internal' }),
          // Switched off, it is not asked.
          { ...reject(mutation), admin_state_up: false },
        ],
      },
    ],
    pools: ['primary', 'replicas'].map((name, at) => ({
      pool: { name, protocol: 'HTTP' },
      members: [{ address: `10.0.0.${at + 4}`, protocol_port: 80 }],
    })),
  }),
]
