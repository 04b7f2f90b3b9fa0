import { expect, test } from 'vitest'
import { desiredOf, everyAbility, idOf, type PolicyCase } from './golden/rows.ts'
import { policyCost, triedPolicyNanoseconds } from './policy-cost.ts'
import { explainPolicy } from './policy-explanation.ts'

const host = { type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'a.test' } as const
const path = { type: 'PATH', compare_type: 'STARTS_WITH', value: '/api' } as const
const header = { type: 'HEADER', key: 'X-Canary', compare_type: 'EQUAL_TO', value: 'on' } as const
const mobile = { type: 'HEADER', key: 'User-Agent', compare_type: 'REGEX', value: 'Mobi' } as const
const toPool = (...rules: PolicyCase['rules']): PolicyCase => ({ action: 'REDIRECT_TO_POOL', pool: 0, rules })

const graphOf = (policies: readonly PolicyCase[]) =>
  desiredOf({
    listeners: [{ protocol: 'HTTP', protocol_port: 80, policies }],
    pools: [{ pool: { name: 'api', protocol: 'HTTP' } }],
  }).graph
const explained = (policies: readonly PolicyCase[], at: number) =>
  explainPolicy(graphOf(policies), idOf('l7_policy', 1, at), everyAbility)

test('a policy that a lookup finds is explained with the lookup and its rows', () => {
  const answer = explained([toPool(header), toPool(host, path)], 2)
  expect(answer?.found).toBe('lookup')
  expect(answer?.sentence).toBe(
    'A request whose host is a.test and whose path starts with /api is sent to pool api, unless the policy above it takes the request first; it is found by one lookup of the host and the beginning of the path.',
  )
  expect(answer?.lines.map((one) => one.text)).toEqual([expect.stringContaining('concat(|,txn.path,?),map_beg')])
  expect(answer?.rows.map((one) => one.text)).toEqual([expect.stringMatching(/^a\.test\|\/api \d{13}\|66666666-/)])
})

test('a policy that is tried one by one says which condition is in the way', () => {
  const answer = explained([toPool(host), toPool(path), toPool(host, header)], 3)
  expect(answer?.found).toBe('one by one')
  expect(answer?.sentence).toMatch(
    /, unless one of the 2 policies above it takes the request first; it is tried one by one, because its rule “header is” can't be looked up\.$/,
  )
  expect(answer?.lines.map((one) => one.text.split(' ')[0])).toEqual(['acl', 'acl', 'use_backend'])
  expect(answer?.rows).toEqual([])
})

test('where many policies look at the same header, the lines that list its values are shown with those that compare', () => {
  const many = Array.from({ length: 24 }, (_, at) => toPool({ ...header, value: `${at}` }))
  const answer = explained([toPool(host), ...many, toPool(mobile)], 5)
  expect(answer?.lines.map((one) => one.text.split(' ').slice(0, 2).join(' '))).toEqual([
    'http-request set-var(txn.starts.header.x_2dcanary)',
    `acl ${idOf('l7_rule', 1, 201)}`,
    expect.stringMatching(/^use_backend pool:/),
  ])
})

test.each([
  ['a negated condition', [{ ...host, invert: true }], 'its rule “host is not”'],
  ['a regular expression', [{ ...host, compare_type: 'REGEX' }], 'its rule “host matches”'],
  ['conditions of no family', [host, { ...path, value: '/a' }, { ...path, value: '/ab' }], 'these conditions together'],
  ['a value that is no key', [{ ...host, compare_type: 'ENDS_WITH', value: 'a.test' }], 'its value'],
] as const)('%s stands in the way of a lookup, and is named', (_, rules, named) => {
  expect(explained([toPool(...rules)], 1)?.sentence).toContain(`because ${named} can't be looked up`)
})

test('the first policy is tried before any other, and each action has its words', () => {
  const sentence = (policy: Omit<PolicyCase, 'rules'>) => explained([{ ...policy, rules: [path] }], 1)?.sentence
  expect(sentence({ action: 'REJECT' })).toMatch(/is rejected with 403, before any other policy is tried; /)
  expect(sentence({ action: 'REDIRECT_PREFIX', redirect_prefix: 'https://a.test', redirect_http_code: 301 })).toMatch(
    /is redirected to https:\/\/a\.test and the same path with 301, /,
  )
})

test('a policy whose key another wins says who takes its requests', () => {
  const answer = explained([{ ...toPool({ ...path, value: '/' }), name: 'everything' }, toPool(path)], 2)
  expect(answer?.sentence).toContain('but never gets that far: policy everything above it takes every such request')
  expect(answer?.rows).toHaveLength(1)
})

test('a policy that is passed over says why, and became nothing', () => {
  const off = explained([{ ...toPool(host), admin_state_up: false }], 1)
  expect(off).toEqual({ found: 'never', sentence: 'It takes no request: it is switched off.', lines: [], rows: [] })
  expect(explained([toPool(host)], 9)).toBeNull()
})

test('the cost counts what is tried one by one, and regular expressions more', () => {
  const { condition, list, listed, regex } = triedPolicyNanoseconds
  const off = { ...toPool(header), admin_state_up: false }
  const graph = graphOf([toPool(host), toPool(header), toPool(mobile), off])
  expect(policyCost(graph, idOf('listener', 1, 1))).toEqual({
    looked_up: 1,
    tried: 2,
    nanoseconds_per_request: 2 * condition + regex,
  })
  const many = Array.from({ length: 24 }, (_, at) => toPool({ ...header, value: `${at}` }, mobile))
  expect(policyCost(graphOf([...many, toPool(mobile)]), idOf('listener', 1, 1))).toMatchObject({
    tried: 25,
    nanoseconds_per_request: list + 24 * listed + condition + regex,
  })
  expect(policyCost(graph, 'nowhere')).toEqual({ looked_up: 0, tried: 0, nanoseconds_per_request: 0 })
})
