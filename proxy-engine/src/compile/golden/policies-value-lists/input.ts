import { desiredOf, type PolicyCase } from '../rows.ts'

const reject = (...rules: PolicyCase['rules']): PolicyCase => ({ action: 'REJECT', rules })
const tenant = { type: 'HEADER', key: 'X-Tenant' } as const
const group = { type: 'COOKIE', key: "it's" } as const
const parameter = { type: 'QUERY_STRING', key: 'group' } as const

type Rule = PolicyCase['rules'][number]

/** A rule with eight conditions. */
function eight(rule: Pick<Rule, 'type' | 'key' | 'compare_type'>, start: string): Rule {
  const conditions = Array.from({ length: 8 }, (_, at) => ({ key: rule.key ?? null, value: `${start}${at}` }))
  return { ...rule, value: `${start}0`, conditions }
}

/**
 * So many policies look at one header, and at one cookie, that their values are listed in a variable first, unless the host, which is
 * looked up, has decided already. Of a parameter whole values are listed, and their beginnings are not: too few policies ask for those. Ends
 * and regular expressions look at each value by itself.
 */
export const input = [
  desiredOf({
    listeners: [
      {
        protocol: 'HTTP',
        protocol_port: 80,
        policies: [
          reject({ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'www.example.com' }),
          reject(eight({ ...tenant, compare_type: 'EQUAL_TO' }, 'a')),
          reject(eight({ ...tenant, compare_type: 'EQUAL_TO' }, 'b')),
          reject(eight({ ...tenant, compare_type: 'STARTS_WITH' }, 'c')),
          reject({ ...tenant, key: 'x-tenant', compare_type: 'EQUAL_TO', value: '"two words"', invert: true }),
          reject({ ...tenant, compare_type: 'STARTS_WITH', value: "it's" }),
          reject({ ...tenant, compare_type: 'ENDS_WITH', value: '\\n' }),
          reject({ ...tenant, compare_type: 'CONTAINS', value: '-f' }),
          reject({ ...tenant, compare_type: 'WILDCARD', value: 'eu-*' }),
          reject({ ...tenant, compare_type: 'WILDCARD', value: 'eu-*-2' }),
          reject({ ...tenant, compare_type: 'REGEX', value: '^eu-\\d+$' }),
          ...['a', 'b', 'c'].map((start) =>
            reject(
              { type: 'PATH', compare_type: 'ENDS_WITH', value: '/' },
              eight({ ...group, compare_type: 'EQUAL_TO' }, start),
            ),
          ),
          reject(eight({ ...parameter, compare_type: 'CONTAINS' }, 'a')),
          reject(
            eight({ ...parameter, compare_type: 'CONTAINS' }, 'b'),
            eight({ ...parameter, compare_type: 'CONTAINS' }, 'c'),
          ),
          reject({ ...parameter, compare_type: 'EQUAL_TO', value: 'beta' }),
        ],
      },
    ],
  }),
]
