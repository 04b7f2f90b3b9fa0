import fc from 'fast-check'
import { type Graph, pathOf } from 'model/graph/graph'
import { exampleGraph, exampleId, exampleListener, examplePolicy, exampleRule } from 'model/graph/graph.examples'
import { policyRules } from 'model/graph/policy-rules'
import { createSchema, type Resource } from 'model/kit/resource'
import { type CompareType, compareTypes } from 'model/l7/compare-types'
import { inherited } from 'model/l7/inherited'
import { completePolicy } from 'model/l7/policy'
import { contentTypes, reservedHeaders, systemValues } from 'model/l7/policy-configs'
import { completeRule } from 'model/l7/rule'
import { type RuleType, ruleKinds } from 'model/l7/rule-kinds'
import { l7Policy } from 'model/resources/l7-policy'
import { l7Rule } from 'model/resources/l7-rule'
import { describe, expect, test } from 'vitest'
import { headerDraft, type PolicyDraft, policyDraft, type RuleDraft, ruleDraft, shareDraft } from './draft.ts'
import { draftIssues } from './draft-issues.ts'

// biome-ignore-start lint/style/noProcessEnv: how much is tried by hand, which is no setting of the product.
/** Values of each field; `VERDICTS=10000` tries more. */
const values = Number(process.env['VERDICTS'] ?? 300)
// biome-ignore-end lint/style/noProcessEnv: see above.
const seed = 20_261_122

const listener_id = exampleId(10)
const [pool_id, other_pool] = [exampleId(20), exampleId(21)]
const example = exampleGraph({ l7_policies: [], l7_rules: [] })
const graph: Graph = {
  ...example,
  listeners: [exampleListener({ id: listener_id, default_pool_id: null })],
  pools: example.pools.flatMap((one) => [one, { ...one, id: other_pool, name: 'other' }]).slice(0, 2),
}

/** What the API says of a body, told without a draft: what the schemas of the model take, and what its rules between resources hold. */
function isTaken(policy: object, rules: readonly object[]): boolean {
  const parsed = createSchema(l7Policy as Resource).safeParse({ listener_id, ...policy })
  const own = {
    ...examplePolicy({ id: exampleId(50), listener_id, redirect_pool_id: null }),
    ...(parsed.data as object),
  }
  const parsedRules = rules.map((one) =>
    createSchema(l7Rule as Resource).safeParse({ l7policy_id: exampleId(50), ...one }),
  )
  if (!parsed.success || parsedRules.some((one) => !one.success)) return false
  const l7_rules = parsedRules.map((one, at) =>
    completeRule({ ...exampleRule({ id: exampleId(60 + at), conditions: [] }), ...(one.data as object) }),
  )
  const after: Graph = { ...graph, l7_policies: [completePolicy(own)], l7_rules }
  const path = pathOf({ kind: 'l7_policy', id: exampleId(50) })
  return Object.values(policyRules)
    .flatMap((rule) => rule(after))
    .every((issue) => !issue.about.startsWith(path) && !issue.about.startsWith('l7_rules/'))
}

const isFine = (draft: PolicyDraft) => draftIssues(graph, listener_id, draft).length === 0

type Tried = { readonly draft: Partial<PolicyDraft>; readonly body: object }
const host = { type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'a.test' } as const
const sending = { action: 'REDIRECT_TO_POOL', redirect_pool_id: pool_id } as const

/** Both verdicts on one value. */
function verdicts({ draft, body }: Tried): readonly [form: boolean, api: boolean] {
  return [
    isFine(policyDraft({ ...sending, rules: [ruleDraft(host)], ...draft })),
    isTaken({ ...sending, ...body }, [host]),
  ]
}

/** A value that is nearly right: letters of its alphabet, a few that are not, and lengths around the limit. */
const near = (alphabet: string, limit: number, prefix = '') =>
  fc
    .tuple(
      fc.constantFrom(prefix, prefix, prefix, ''),
      fc.oneof(
        fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 24 }),
        fc.string({
          unit: fc.constantFrom(...alphabet, ' ', '"', '\\', '%', 'é', '\0', '\n', '😀', '$', '{', '}'),
          maxLength: 12,
        }),
        fc.integer({ min: limit - 2, max: limit + 2 }).map((length) => 'a'.repeat(Math.max(0, length - prefix.length))),
      ),
    )
    .map(([before, text]) => `${before}${text}`)

const letters = 'abcXYZ019'
const whole = (min: number, max: number) =>
  fc.oneof(fc.integer({ min: min - 3, max: max + 3 }), fc.constantFrom(min - 1, min, max, max + 1, null, 'x', 1.5))
const answer = { status_code: '200', content_type: 'text/plain', message_body: '' }
const parts = { ...inherited, host: 'b.test', status_code: '302' }
const rewrite = { host: inherited.host, path: inherited.path, query: inherited.query }
const cors = {
  allow_origins: ['https://a.test'],
  allow_methods: ['GET'],
  allow_headers: [],
  expose_headers: [],
  allow_credentials: false,
  max_age: 60,
}
const answers = { action: 'FIXED_RESPONSE', redirect_pool_id: null } as const
const redirects = { action: 'REDIRECT_TO_URL', redirect_pool_id: null } as const

const ofAnswer = (part: object): Tried => {
  const fixed_response_config = { ...answer, ...part }
  return { draft: { ...answers, fixed_response_config }, body: { ...answers, fixed_response_config } }
}
const ofParts = (part: object): Tried => {
  const redirect_url_config = { ...parts, ...part }
  return { draft: { ...redirects, redirect_url_config }, body: { ...redirects, redirect_url_config } }
}
const ofRewrite = (part: object): Tried => {
  const rewrite_url_config = { ...rewrite, ...part }
  return { draft: { rewrite_url_config }, body: { rewrite_url_config } }
}
const ofCors = (part: object): Tried => {
  const cors_config = { ...cors, ...part }
  return { draft: { cors_config }, body: { cors_config } }
}
const ofLimit = (traffic_limit_config: PolicyDraft['traffic_limit_config']): Tried => ({
  draft: { traffic_limit_config },
  body: { traffic_limit_config },
})
const ofHeader = (given: Parameters<typeof headerDraft>[0]): Tried => {
  const { row: _, ...config } = headerDraft({ key: 'X-A', value: '1', ...given })
  return {
    draft: { insert_headers_config: [headerDraft(config)] },
    body: { insert_headers_config: { configs: [config] } },
  }
}
const ofShares = (weights: readonly (number | string | null)[]): Tried => ({
  draft: {
    redirect_pools_config: weights.map((weight, at) => shareDraft([pool_id, other_pool][at] ?? pool_id, weight)),
  },
  body: {
    redirect_pool_id: null,
    redirect_pools_config: weights.map((weight, at) => ({ pool_id: [pool_id, other_pool][at] ?? pool_id, weight })),
  },
})
const ofSticky = (timeout: number | string | null): Tried => {
  const redirect_pools_sticky_session_config = { enable: true, timeout }
  return { draft: { redirect_pools_sticky_session_config }, body: { redirect_pools_sticky_session_config } }
}

const hostText = near(`${letters}-.`, 128)
const pathText = near(`${letters}/_~';@^-%#&$.+?,=!:|()*[]{}`, 128, '/')
const queryText = near(`${letters}!$&'()+,-./:;=?@^_\`*`, 128)
const listOf = (one: fc.Arbitrary<string>) => fc.array(one, { maxLength: 22 })

/** Every field, with what is tried in it. */
const fields: Readonly<Record<string, fc.Arbitrary<Tried>>> = {
  name: near(letters, 255).map((name) => ({ draft: { name }, body: { name } })),
  description: near(letters, 255).map((description) => ({ draft: { description }, body: { description } })),
  redirect_url: near(`${letters}.-:/?=&`, 255, 'https://').map((redirect_url) => ({
    draft: { ...redirects, redirect_url },
    body: { ...redirects, redirect_url: redirect_url || null },
  })),
  redirect_prefix: near(`${letters}.-:/?=&`, 255, 'https://').map((redirect_prefix) => {
    const action = { action: 'REDIRECT_PREFIX', redirect_pool_id: null } as const
    return { draft: { ...action, redirect_prefix }, body: { ...action, redirect_prefix: redirect_prefix || null } }
  }),
  'answer, status': fc
    .oneof(fc.integer({ min: 190, max: 610 }).map(String), near('0123456789', 3))
    .map((status_code) => ofAnswer({ status_code })),
  'answer, type': fc
    .oneof(fc.constantFrom(...contentTypes), near(`${letters}/-`, 20))
    .map((content_type) => ofAnswer({ content_type })),
  'answer, body': fc
    .oneof(near('abc<>&"\'`$%\\', 1_024), fc.string({ unit: 'binary', maxLength: 20 }))
    .map((message_body) => ofAnswer({ message_body })),
  weight: whole(0, 100).map((weight) => ofShares([weight, 10])),
  'number of pools': fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 1, maxLength: 7 }).map(ofShares),
  'sticky minutes': whole(1, 1_440).map(ofSticky),
  'URL, protocol': fc
    .oneof(fc.constantFrom('HTTP', 'HTTPS', inherited.protocol, ''), near('HTPS', 6))
    .map((protocol) => ofParts({ protocol })),
  'URL, host': hostText.map((one) => ofParts({ host: one, path: '/x' })),
  'URL, port': fc
    .oneof(
      fc.integer({ min: -1, max: 65_540 }).map(String),
      fc.constantFrom('', inherited.port, '080', '65535', '65536'),
    )
    .map((port) => ofParts({ port })),
  'URL, path': pathText.map((path) => ofParts({ path })),
  'URL, query': queryText.map((query) => ofParts({ query })),
  'URL, all that could be a circle': fc
    .tuple(
      fc.constantFrom('HTTP', 'HTTPS', inherited.protocol),
      fc.constantFrom('b.test', inherited.host),
      fc.constantFrom('80', '8080', inherited.port),
      fc.constantFrom('/x', inherited.path),
      fc.constantFrom('a=1', inherited.query),
    )
    .map(([protocol, one, port, path, query]) => ofParts({ protocol, host: one, port, path, query })),
  'rewrite, host': hostText.map((one) => ofRewrite({ host: one })),
  'rewrite, path': pathText.map((path) => ofRewrite({ path })),
  'rewrite, query': queryText.map((query) => ofRewrite({ query })),
  'header, name': fc
    .oneof(fc.constantFrom(...reservedHeaders, 'Host', 'X-Real-IP'), near(`${letters}-_`, 40))
    .map((key) => ofHeader({ key })),
  'header, text': near(`${letters} *?~!`, 128).map((value) => ofHeader({ value })),
  'header, copy of': near(`${letters}-_`, 128).map((value) => ofHeader({ value, value_type: 'REFERENCE_HEADER' })),
  'header, from the connection': fc
    .oneof(fc.constantFrom(...Object.keys(systemValues)), near('CLIENTEB-IP', 12))
    .map((value) => ofHeader({ value, value_type: 'SYSTEM_DEFINED' })),
  'headers that are removed': fc
    .uniqueArray(fc.oneof(fc.constantFrom(...reservedHeaders), near(`${letters}-_`, 40)), { maxLength: 22 })
    .map((remove_headers_config) => ({
      draft: { remove_headers_config },
      body: { remove_headers_config: { configs: remove_headers_config.map((key) => ({ key })) } },
    })),
  'limits together': fc
    .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }), fc.integer({ min: 0, max: 12 }))
    .map(([qps, per_source_ip_qps, burst]) => ofLimit({ qps, per_source_ip_qps, burst })),
  'limit in all': whole(0, 100_000).map((qps) => ofLimit({ qps, per_source_ip_qps: 0, burst: 0 })),
  'limit of one client': whole(0, 100_000).map((one) => ofLimit({ qps: 0, per_source_ip_qps: one, burst: 0 })),
  burst: whole(0, 100_000).map((burst) => ofLimit({ qps: 5, per_source_ip_qps: 0, burst })),
  'CORS, origins': listOf(fc.oneof(fc.constantFrom('*', 'https://a.test'), near(`${letters}.-:`, 255, 'https://'))).map(
    (allow_origins) => ofCors({ allow_origins }),
  ),
  'CORS, methods': listOf(fc.oneof(fc.constantFrom('*', 'GET'), near(letters, 64))).map((allow_methods) =>
    ofCors({ allow_methods }),
  ),
  'CORS, headers': listOf(near(`${letters}-_`, 64)).map((allow_headers) => ofCors({ allow_headers })),
  'CORS, credentials': fc
    .tuple(fc.boolean(), fc.constantFrom('*', 'https://a.test'))
    .map(([allow_credentials, origin]) => ofCors({ allow_credentials, allow_origins: [origin] })),
  'CORS, seconds': whole(0, 86_400).map((max_age) => ofCors({ max_age })),
}

describe.each(Object.keys(fields))('the form and the API say the same of: %s', (name) => {
  test(`${values} values`, () => {
    const tally = { yes: 0, no: 0 }
    const tried = fields[name]
    if (tried === undefined) throw new Error(`${name} is no field`)
    fc.assert(
      fc.property(tried, (one) => {
        const [form, api] = verdicts(one)
        tally[api ? 'yes' : 'no'] += 1
        expect(form).toBe(api)
      }),
      { numRuns: values, seed },
    )
    // A generator that only makes one kind of value would try nothing.
    expect(Math.min(tally.yes, tally.no)).toBeGreaterThan(values / 1_000)
  })
})

const types = Object.keys(ruleKinds) as RuleType[]
const compares = Object.keys(compareTypes) as CompareType[]
const texts: Readonly<Record<RuleType, fc.Arbitrary<string>>> = {
  HOST_NAME: near(`${letters}-.*`, 255),
  PATH: near(`${letters}/.-_*?`, 255, '/'),
  FILE_TYPE: near(letters, 255),
  HEADER: near(`${letters} *?`, 255),
  COOKIE: near(`${letters};,`, 255),
  METHOD: fc.oneof(fc.constantFrom('GET', 'POST', 'TRACE'), near('GETPOS', 255)),
  QUERY_STRING: near(`${letters}&#;?`, 255),
  SOURCE_IP: fc.oneof(
    fc.constantFrom('10.0.0.0/8', '10.0.0.0/33', 'fd00::/8', '::1', '10.1'),
    near('0123456789./:', 20),
  ),
  BODY: near(`${letters} <>{}":*?`, 255),
  BODY_JSON: near(`${letters} :*?`, 255),
  SSL_CONN_HAS_CERT: fc.constantFrom('true', 'false', ''),
  SSL_VERIFY_RESULT: near('0123456789', 6),
  SSL_DN_FIELD: near(`${letters} `, 255),
}

/** A path that is nearly right: what would end a word, a sample or a line of haproxy.cfg is among them. */
const step = fc.constantFrom(
  ...['.a', '.user-1', '.B_2', '[0]', '[10]', '[99]', '[01]', '[100]', '[]', '.', '..a', '.a b'],
)
const keys: Partial<Record<RuleType, fc.Arbitrary<string>>> = {
  BODY_JSON: fc.oneof(
    fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => `$${steps.join('')}`),
    near(`${letters}.[]-_"'\\,()`, 255, '$.'),
  ),
}

/** A rule as a draft and as a body. */
type TriedRule = { readonly draft: RuleDraft; readonly body: object }

function triedRule(type: RuleType, count: number): fc.Arbitrary<TriedRule> {
  const key = ruleKinds[type].key === null ? fc.constant(null) : (keys[type] ?? near(`${letters}-_:`, 255))
  const kind: { readonly compares: readonly CompareType[] } = ruleKinds[type]
  const compare = fc.oneof(fc.constantFrom(...kind.compares), fc.constantFrom(...compares))
  const some = fc.array(texts[type], { minLength: 1, maxLength: count })
  return fc.tuple(key, compare, some, fc.boolean()).map(([name, compare_type, [first = '', ...more], invert]) => {
    const own = { type, compare_type, invert }
    // What stands in the field comes last; an empty field is no value.
    const all = [first, ...more].filter((one, _, list) => list.length === 1 || one !== '')
    const [value = ''] = all
    const conditions = all.length > 1 ? all.map((one) => ({ key: name, value: one })) : []
    return {
      draft: ruleDraft({ ...own, key: name ?? '', added: all.slice(0, -1), value: all.at(-1) ?? '' }),
      body: { ...own, ...(name === null ? {} : { key: name }), value, conditions },
    }
  })
}

describe.each(types)('the form and the API say the same of a rule of type %s', (type) => {
  test.each([1, 3])(`${values} values, up to %d in a rule`, (count) => {
    fc.assert(
      fc.property(triedRule(type, count), ({ draft, body }) => {
        expect(isFine(policyDraft({ ...sending, rules: [draft] }))).toBe(isTaken(sending, [body]))
      }),
      { numRuns: values / 2, seed },
    )
  })
})

test('a policy takes ten conditions and not eleven, however they are spread', () => {
  const rule = (type: RuleType, count: number) =>
    ruleDraft({ type, key: 'a', added: Array.from({ length: count }, (_, at) => `v${at}`) })
  const header = (count: number) => rule('HEADER', count)
  expect(isFine(policyDraft({ ...sending, rules: [header(10)] }))).toBe(true)
  expect(isFine(policyDraft({ ...sending, rules: [header(11)] }))).toBe(false)
  expect(isFine(policyDraft({ ...sending, rules: [header(7), rule('COOKIE', 3)] }))).toBe(true)
  expect(isFine(policyDraft({ ...sending, rules: [header(7), rule('COOKIE', 4)] }))).toBe(false)
})

test.each([
  [
    'answer, status',
    (status_code: string) => ofAnswer({ status_code }),
    ['200', '299', '400', '599'],
    ['199', '300', '399', '600', ''],
  ],
  [
    'answer, body',
    (message_body: string) => ofAnswer({ message_body }),
    ['', 'a'.repeat(1_024), '😀'.repeat(1_024)],
    ['a'.repeat(1_025), '\0'],
  ],
  ['URL, port', (port: string) => ofParts({ port }), ['1', '65535', inherited.port], ['0', '65536', '080', 'x']],
  ['URL, host', (one: string) => ofParts({ host: one }), ['a'.repeat(128), 'a-b.c'], ['a'.repeat(129), '-a', 'a_b']],
  ['URL, path', (path: string) => ofParts({ path }), [`/${'a'.repeat(127)}`], [`/${'a'.repeat(128)}`, 'a', '/a b']],
  [
    'header, name',
    (key: string) => ofHeader({ key }),
    ['a'.repeat(40)],
    ['a'.repeat(41), '', 'Cookie', 'X-Forwarded-For'],
  ],
  ['header, text', (value: string) => ofHeader({ value }), ['a'.repeat(128)], ['a'.repeat(129), '', ' a', 'a ', 'é']],
] as const)('both sides of the limits of: %s', (_, tried, fine, refused) => {
  for (const value of fine) expect([value, ...verdicts(tried(value))]).toEqual([value, true, true])
  for (const value of refused) expect([value, ...verdicts(tried(value))]).toEqual([value, false, false])
})

test.each([
  ['weight', (one: number) => ofShares([one, 1]), 0, 100],
  ['sticky minutes', ofSticky, 1, 1_440],
  ['limit of one client', (one: number) => ofLimit({ qps: 0, per_source_ip_qps: one, burst: 1 }), 0, 100_000],
  ['CORS, seconds', (max_age: number) => ofCors({ max_age }), 0, 86_400],
] as const)('both ends of: %s', (_, tried, min, max) => {
  for (const value of [min, max]) expect([value, ...verdicts(tried(value))]).toEqual([value, true, true])
  for (const value of [min - 1, max + 1]) expect([value, ...verdicts(tried(value))]).toEqual([value, false, false])
})
