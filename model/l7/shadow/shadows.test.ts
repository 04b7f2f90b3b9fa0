import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HttpRequest } from '../request.ts'
import { type RuleCore, ruleHolds } from '../rule.ts'
import { overlapsOf } from './overlaps.ts'
import { type Asked, plantedSets, policySets, requests, rule } from './policy-sets.examples.ts'
import { type Served, type Shadow, shadowsOf } from './shadows.ts'

const served = (set: readonly Asked[]): Served[] =>
  set.map((rules, at) => ({
    policy: { id: `p${at + 1}` },
    rules: rules.map((one, which) => ({ ...one, id: `p${at + 1}r${which + 1}` })),
    skipped: null,
  }))

const holds = ({ rules }: Served, request: HttpRequest) => rules.every((one) => ruleHolds(one, request))
const winnerOf = (policies: readonly Served[], request: HttpRequest) =>
  policies.find((one) => holds(one, request))?.policy.id
const not = (one: RuleCore): RuleCore => ({ ...one, invert: !one.invert })
const host = (value: string, compare: RuleCore['compare_type'] = 'EQUAL_TO') => rule('HOST_NAME', compare, value)
const path = (value: string, compare: RuleCore['compare_type'] = 'STARTS_WITH') => rule('PATH', compare, value)
const header = (value: string, compare: RuleCore['compare_type'] = 'EQUAL_TO', key = 'X-A') =>
  rule('HEADER', compare, value, { key })
const cookie = (value: string, compare: RuleCore['compare_type'] = 'EQUAL_TO') =>
  rule('COOKIE', compare, value, { key: 'c' })
const parameter = (value: string, compare: RuleCore['compare_type'] = 'EQUAL_TO') =>
  rule('QUERY_STRING', compare, value, { key: 'q' })
const anyOf = (one: RuleCore, ...values: string[]): RuleCore => ({
  ...one,
  conditions: values.map((value) => ({ key: one.key, value })),
})
const from = (value: string) => rule('SOURCE_IP', 'EQUAL_TO', value)
const method = (value: string) => rule('METHOD', 'EQUAL_TO', value)
const type = (value: string, compare: RuleCore['compare_type'] = 'EQUAL_TO') => rule('FILE_TYPE', compare, value)
const body = (value: string, compare: RuleCore['compare_type'] = 'CONTAINS') => rule('BODY', compare, value)
const json = (key: string, value: string, compare: RuleCore['compare_type'] = 'EQUAL_TO') =>
  rule('BODY_JSON', compare, value, { key })
const certificate = rule('SSL_CONN_HAS_CERT', 'EQUAL_TO', 'true')

type Row = readonly [set: readonly Asked[], kind: Shadow['kind'] | 'alive', by?: readonly string[]]

/** What becomes of the last policy of each set. */
const rows: readonly Row[] = [
  [[[host('a.test')], [host('b.test')]], 'alive'],
  [[[host('a.test')], [host('A.Test')]], 'duplicate', ['p1']],
  [
    [
      [host('a.test'), path('/x')],
      [path('/x'), host('a.test')],
    ],
    'duplicate',
    ['p1'],
  ],
  [[[header('a', 'EQUAL_TO', 'X-A')], [header('a', 'EQUAL_TO', 'x-a')]], 'duplicate', ['p1']],
  [[[cookie('a')], [cookie('A')]], 'alive'],
  [[[path('/api')], [path('/api/v1')]], 'one', ['p1']],
  [[[path('/api/v1')], [path('/api')]], 'alive'],
  [[[path('/api')], [path('/api', 'EQUAL_TO')]], 'one', ['p1']],
  [[[path('/')], [path('x', 'CONTAINS')]], 'one', ['p1']],
  // `OPTIONS *` has no path.
  [[[path('/')], [host('a.test')]], 'alive'],
  [[[path('/')], [host('a.test'), method('GET')]], 'alive'],
  [[[host('.test', 'ENDS_WITH')], [host('a.test')]], 'one', ['p1']],
  [[[host('a.test', 'ENDS_WITH')], [host('.a.test', 'ENDS_WITH')]], 'one', ['p1']],
  [[[host('^(www|api)\\.', 'REGEX')], [host('WWW.', 'STARTS_WITH')]], 'one', ['p1']],
  [[[host('^www\\.', 'REGEX')], [host('www', 'STARTS_WITH')]], 'alive'],
  [[[path('^/(?!admin)', 'REGEX')], [path('/shop')]], 'one', ['p1']],
  // Several conditions, and wildcards.
  [[[anyOf(host('a.test'), 'a.test', 'b.test')], [host('b.test')]], 'one', ['p1']],
  [[[host('b.test')], [anyOf(host('a.test'), 'a.test', 'b.test')]], 'alive'],
  [[[host('a.test')], [host('b.test')], [anyOf(host('a.test'), 'a.test', 'b.test')]], 'several', ['p1', 'p2']],
  [[[anyOf(host('a.test'), 'a.test', 'b.test')], [anyOf(host('b.test'), 'b.test', 'A.test')]], 'duplicate', ['p1']],
  [[[anyOf(from('10.0.0.0/9'), '10.0.0.0/9', '10.128.0.0/9')], [from('10.0.0.0/8')]], 'one', ['p1']],
  [[[host('*.a.test', 'WILDCARD')], [host('x.a.test')]], 'one', ['p1']],
  [[[host('*.a.test', 'WILDCARD')], [host('.a.test', 'ENDS_WITH')]], 'duplicate', ['p1']],
  [[[host('*.a.test', 'WILDCARD')], [host('a.test')]], 'alive'],
  [[[header('v?', 'WILDCARD')], [header('v1')]], 'one', ['p1']],
  [[[header('v?', 'WILDCARD')], [header('v10')]], 'alive'],
  [[[path('/a*c*e', 'WILDCARD')], [path('/abcde', 'EQUAL_TO')]], 'one', ['p1']],
  [[[path('/a')], [path('/a*c*e', 'WILDCARD')]], 'one', ['p1']],
  [[[path('^/(?!admin)', 'REGEX')], [path('/ad')]], 'alive'],
  [[[path('\\bcat\\b', 'REGEX')], [path('/cat', 'ENDS_WITH')]], 'one', ['p1']],
  [[[path('^/(x|y1).*[0-9]+3', 'REGEX')], [path('^/(x|y17).*[0-9]+3', 'REGEX')]], 'one', ['p1']],
  [[[path('^/(x|y17).*[0-9]+3', 'REGEX')], [path('^/(x|y1).*[0-9]+3', 'REGEX')]], 'alive'],
  [[[path('^/(?!a7)(?=.*b3)', 'REGEX')], [path('^/(?!a33)(?=.*b3)', 'REGEX')]], 'alive'],
  [[[type('jpg')], [path('.jpg', 'ENDS_WITH')]], 'one', ['p1']],
  [[[path('.jpg', 'ENDS_WITH')], [type('jpg')]], 'one', ['p1']],
  [[[type('^(jpe?g|png)$', 'REGEX')], [type('png')]], 'one', ['p1']],
  [[[type('gz')], [path('.tar.gz', 'ENDS_WITH')]], 'one', ['p1']],
  [[[type('gz')], [path('gz', 'ENDS_WITH')]], 'alive'],
  [[[from('10.0.0.0/8')], [from('10.1.0.0/16')]], 'one', ['p1']],
  [[[from('10.1.2.3/8')], [from('10.0.0.0/8')]], 'one', ['p1']],
  [[[from('10.1.0.0/16')], [from('10.0.0.0/8')]], 'alive'],
  [[[from('::/0')], [from('10.0.0.0/8')]], 'one', ['p1']],
  [[[from('10.0.0.0/8')], [from('::ffff:10.0.0.0/104')]], 'one', ['p1']],
  [[[from('0.0.0.0/0')], [from('fd00::/8')]], 'alive'],
  [[[from('0.0.0.0/0')], [from('2001:db8::/32')], [host('a.test')]], 'alive'],
  [[[not(method('GET'))], [method('POST')]], 'one', ['p1']],
  [[[method('GET')], [not(method('POST'))]], 'alive'],
  [[[not(host('a.test'))], [host('b.test')]], 'one', ['p1']],
  [[[not(host('a.test'))], [not(host('a', 'STARTS_WITH'))]], 'one', ['p1']],
  // Any of several lines will do, so that two values are no contradiction.
  [[[header('a'), header('b')]], 'alive'],
  [[[header('a')], [header('a'), header('b')]], 'one', ['p1']],
  [[[header('a', 'CONTAINS')], [header('abc')]], 'one', ['p1']],
  [[[header('.', 'REGEX')], [header('a', 'STARTS_WITH')]], 'one', ['p1']],
  [[[not(header('a', 'STARTS_WITH'))], [not(header('a', 'CONTAINS'))]], 'one', ['p1']],
  [[[not(header('a'))], [header('b')]], 'alive'],
  [[[cookie('b', 'STARTS_WITH')], [cookie('beta')]], 'one', ['p1']],
  [[[parameter('b', 'CONTAINS')], [parameter('ab', 'ENDS_WITH')]], 'one', ['p1']],
  [[[body('Order')], [body('<CreateOrder')]], 'one', ['p1']],
  [[[body('.', 'REGEX')], [body('a b')]], 'one', ['p1']],
  // A body that is not read has no text at all.
  [[[body('^.*$', 'REGEX')], [host('a.test')]], 'alive'],
  [[[body('a')], [not(body('a'))], [host('a.test')]], 'several', ['p1', 'p2']],
  [[[body('a', 'EQUAL_TO'), body('b', 'EQUAL_TO')]], 'contradiction'],
  [[[json('$.a', 'x', 'STARTS_WITH')], [json('$.a', 'xy')]], 'one', ['p1']],
  [[[json('$.a', 'x')], [json('$.b', 'x')]], 'alive'],
  [
    [[json('$.user.plan', 'gold')], [json('$.user.plan', 'gold'), json('$.items[1].id', '7'), path('/x')]],
    'one',
    ['p1'],
  ],
  [[[body('a')], [json('$.a', 'a')]], 'alive'],
  [[[not(certificate)], [host('a.test')]], 'one', ['p1']],
  [[[certificate], [host('a.test')]], 'alive'],
  // Together.
  [[[method('GET')], [not(method('GET'))], [host('a.test')]], 'several', ['p1', 'p2']],
  [[[from('10.0.0.0/9')], [from('10.128.0.0/9')], [from('10.0.0.0/8')]], 'several', ['p1', 'p2']],
  [[[path('/a')], [path('/b')], [path('^/[ab]', 'REGEX')]], 'several', ['p1', 'p2']],
  [[[path('/a')], [path('/b')], [path('^/[a-c]', 'REGEX')]], 'alive'],
  [[[host('a.test'), method('GET')], [not(method('GET'))], [host('a.test'), path('/x')]], 'several', ['p1', 'p2']],
  [[[path('/api/v1')], [path('/api')], [path('/api/v')]], 'one', ['p2']],
  [[[method('GET')], [not(method('GET'))], [path('/api')], [path('/api/v')]], 'several', ['p1', 'p2']],
  // On their own.
  [[[host('a.test'), host('b.test')]], 'contradiction'],
  [[[path('/a'), path('/b')]], 'contradiction'],
  [[[path('a', 'EQUAL_TO')]], 'contradiction'],
  [[[host('a.test'), not(host('.test', 'ENDS_WITH'))]], 'contradiction'],
  [[[host('^a', 'REGEX'), host('b', 'STARTS_WITH')]], 'contradiction'],
  [[[type('jpg'), path('/', 'ENDS_WITH')]], 'contradiction'],
  [[[from('10.0.0.0/8'), from('11.0.0.0/8')]], 'contradiction'],
  [[[header('a'), not(header('a', 'STARTS_WITH'))]], 'contradiction'],
  [[[certificate]], 'contradiction'],
]

test.each(rows.map(([set, kind, by = []]) => ({ set, kind, by })))('of $set the last is $kind', ({ set, kind, by }) => {
  const policies = served(set)
  const last = policies.at(-1)
  const shadow = shadowsOf(policies).find((one) => one.policy_id === last?.policy.id)
  expect([shadow?.kind ?? 'alive', shadow?.by ?? []]).toEqual([kind, by])
  if (last === undefined || shadow === undefined || kind === 'contradiction') return
  const request = shadow.example?.request
  expect(request && holds(last, request)).toBe(true)
  expect(request && winnerOf(policies, request)).toBe(shadow.example?.taken_by)
  expect(by).toContain(shadow.example?.taken_by)
})

test('an example is a request that people can read', () => {
  const set = [[host('www2.example.com')], [host('www2.example.com'), path('/api'), cookie('beta'), header('on')]]
  expect(shadowsOf(served(set))).toEqual([
    {
      policy_id: 'p2',
      kind: 'one',
      by: ['p1'],
      rule_ids: [],
      example: {
        request: {
          method: 'GET',
          path: '/api',
          query: '',
          headers: [
            ['Host', 'www2.example.com'],
            ['X-A', 'on'],
            ['Cookie', 'c=beta'],
          ],
          source: '192.0.2.1',
        },
        taken_by: 'p1',
      },
    },
  ])
})

test('an example of what is asked of bodies has a body', () => {
  const values = [json('$.user.plan', 'gold'), json('$.items[1].id', 'a"b\\\\', 'STARTS_WITH')]
  const [shadow] = shadowsOf(served([[json('$.user.plan', 'g', 'STARTS_WITH')], [...values, path('/x')]]))
  expect(shadow?.example).toMatchObject({ taken_by: 'p1', request: { method: 'POST', path: '/x' } })
  expect(JSON.parse(shadow?.example?.request.body ?? '')).toEqual({
    user: { plan: 'gold' },
    items: [null, { id: 'a"b\\\\' }],
  })
  const [text] = shadowsOf(served([[body('Order')], [body('<CreateOrder'), body('x', 'STARTS_WITH')]]))
  expect(text?.example?.request).toMatchObject({ method: 'POST', body: expect.stringMatching(/^x.*<CreateOrder/) })
})

test('a contradiction names the rules that rule each other out, and no others', () => {
  const [shadow] = shadowsOf(served([[method('GET'), host('a.test'), path('/x'), host('b.test')]]))
  expect(shadow).toMatchObject({ kind: 'contradiction', rule_ids: ['p1r2', 'p1r4'], example: null })
})

test('what is not tried takes nothing and is not dead', () => {
  const [wide, narrow] = served([[path('/')], [path('/api')]])
  if (wide === undefined || narrow === undefined) throw new Error('there are two')
  expect(shadowsOf([{ ...wide, skipped: 'off' }, narrow])).toEqual([])
  expect(shadowsOf([wide, { ...narrow, skipped: 'no pool' }])).toEqual([])
})

test('only those that are asked about are looked at', () => {
  const policies = served([[path('/')], [path('/api')], [path('/b')]])
  expect(shadowsOf(policies, { only: new Set(['p3']) }).map((one) => one.policy_id)).toEqual(['p3'])
})

test('overlaps are with those before and those behind, each with a request that the earlier of the two gets', () => {
  const policies = served([
    [host('a.test')],
    [method('GET')],
    [path('/api')],
    [path('/api'), method('POST')],
    [host('b.test')],
  ])
  const { earlier, later } = overlapsOf(policies, 'p3')
  expect(earlier.map((one) => one.policy_id)).toEqual(['p1', 'p2'])
  expect(later.map((one) => one.policy_id)).toEqual(['p4', 'p5'])
  for (const { policy_id, example } of [...earlier, ...later]) {
    const other = policies.find((one) => one.policy.id === policy_id)
    expect([policies[2], other].every((one) => one && holds(one, example.request))).toBe(true)
    expect(winnerOf(policies, example.request)).toBe(example.taken_by)
  }
  // p1 and p2 leave it nothing of what is for a.test and GET.
  expect(overlapsOf(served([[method('GET')], [path('/a')], [method('GET'), path('/a')]]), 'p3').earlier).toMatchObject([
    { policy_id: 'p1' },
  ])
  expect(overlapsOf(policies, 'p9')).toEqual({ earlier: [], later: [] })
})

test('no request gets to a policy that is called dead, and every example is what it says', { timeout: 60_000 }, () => {
  let shown = 0
  fc.assert(
    fc.property(policySets, fc.array(requests, { minLength: 40, maxLength: 40 }), (set, asked) => {
      const policies = served(set)
      const shadows = shadowsOf(policies)
      const dead = new Set(shadows.map((one) => one.policy_id))
      for (const request of asked) expect(dead).not.toContain(winnerOf(policies, request))
      for (const { policy_id, example } of shadows) {
        if (example === null) continue
        shown += 1
        expect(policies.some((one) => one.policy.id === policy_id && holds(one, example.request))).toBe(true)
        expect(winnerOf(policies, example.request)).toBe(example.taken_by)
      }
    }),
    { numRuns: 1_000, seed: 7 },
  )
  expect(shown).toBeGreaterThan(400)
})

test('of planted shadows 99 % are found', { timeout: 60_000 }, () => {
  const sets = fc.sample(plantedSets, { numRuns: 1_000, seed: 3 })
  const missed = sets.filter((set) => !shadowsOf(served(set)).some((one) => one.policy_id === `p${set.length}`))
  expect(missed.length).toBeLessThanOrEqual(10)
})
