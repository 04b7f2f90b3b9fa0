import fc from 'fast-check'
import { askedHost } from 'model/l7/asked-host'
import { inherited } from 'model/l7/inherited'
import {
  fixedResponseConfig,
  insertHeadersConfig,
  type RemoveHeadersConfig,
  redirectPoolsConfig,
  redirectUrlConfig,
  rewriteUrlConfig,
} from 'model/l7/policy-configs'
import { ruleProblem } from 'model/l7/rule'
import { type RuleKind, type RuleType, ruleKinds } from 'model/l7/rule-kinds'
import type { L7Rule } from 'model/resources/l7-rule'
import type { z } from 'zod'
import { idOf, type PolicyCase } from '../../src/compile/golden/rows.ts'
import {
  groupPatterns,
  hosts,
  jsonPaths,
  names,
  networks,
  paths,
  patterns,
  queries,
  texts,
  words,
} from './vocabulary.ts'

type RuleCase = PolicyCase['rules'][number]

const valuesOf: Record<RuleType, fc.Arbitrary<string>> = {
  HOST_NAME: hosts,
  PATH: paths,
  FILE_TYPE: fc.oneof(fc.constantFrom('jpg', 'JPG', 'gz', 'b'), texts),
  HEADER: fc.oneof(texts, fc.constantFrom('"a, b"', '"a b"', 'a,')),
  COOKIE: texts,
  METHOD: fc.constantFrom('GET', 'POST', 'HEAD', 'get', 'PURGE', 'OPTIONS'),
  QUERY_STRING: queries,
  SOURCE_IP: networks,
  BODY: fc.oneof(texts, fc.constantFrom('a b', ' ', '{"a":', '"a"', '<a>', 'mutation', '; ', '"a": "')),
  BODY_JSON: fc.oneof(texts, fc.constantFrom('0', '1', '-0', '1e+06', 'inf', '-nan', '1.5', 'a b', 'A', '123457')),
  SSL_CONN_HAS_CERT: fc.constant('true'),
  SSL_VERIFY_RESULT: fc.constantFrom('0', '10'),
  SSL_DN_FIELD: texts,
}
const keysOf: Partial<Record<RuleType, fc.Arbitrary<string>>> = {
  HEADER: fc.oneof(names, fc.constant('x-canary')),
  COOKIE: words,
  QUERY_STRING: words,
  BODY_JSON: jsonPaths,
  SSL_DN_FIELD: fc.constant('CN'),
}

const types = fc.constantFrom(...(Object.keys(ruleKinds) as RuleType[]))
const seldom = fc.integer({ min: 0, max: 15 }).map((dice) => dice === 0)
const sometimes = fc.integer({ min: 0, max: 3 }).map((dice) => dice === 0)

function rulesOf(type: RuleType, compares = (ruleKinds[type] as RuleKind).compares): fc.Arbitrary<RuleCase> {
  return fc
    .constantFrom(...compares)
    .chain((compare_type) =>
      fc.record({
        type: fc.constant(type),
        compare_type: fc.constant(compare_type),
        key: keysOf[type] ?? fc.constant(null),
        values: fc
          .array(valueFor(type, compare_type), { minLength: 1, maxLength: 3 })
          .chain((values) => sometimes.map((isList) => (isList ? values : values.slice(0, 1)))),
        invert: sometimes,
        admin_state_up: seldom.map((isOff) => !isOff),
      }),
    )
    .map(({ values, ...rule }) => ({
      ...rule,
      value: values[0] ?? '',
      conditions: values.length > 1 ? values.map((value) => ({ key: rule.key, value })) : [],
    }))
    .filter(isAccepted)
}

function valueFor(type: RuleType, compare_type: L7Rule['compare_type']): fc.Arbitrary<string> {
  if (compare_type === 'REGEX') return type === 'PATH' ? fc.oneof(patterns, groupPatterns) : patterns
  return compare_type === 'WILDCARD' ? valuesOf[type].chain(withStars) : valuesOf[type]
}

/** Some characters of a text give way to stars and question marks. */
function withStars(text: string): fc.Arbitrary<string> {
  const place = fc.nat({ max: text.length })
  return fc
    .array(fc.tuple(place, fc.constantFrom('*', '*', '?')), { maxLength: 3 })
    .map((stars) =>
      stars.reduce(
        (one, [at, star]) => `${one.slice(0, at)}${star}${one.slice(at + (star === '?' ? 1 : at % 3))}`,
        text,
      ),
    )
}

const anyRules = fc.array(types.chain(rulesOf), { minLength: 1, maxLength: 3 })

function exactly(
  type: RuleType,
  compare_type: L7Rule['compare_type'],
  values = valuesOf[type],
): fc.Arbitrary<RuleCase> {
  return values.map((value) => ({ type, compare_type, value, key: null, invert: false })).filter(isAccepted)
}

/** Policies that lookups find; some of them not quite. */
const lookupRules = fc.oneof(
  fc.tuple(exactly('HOST_NAME', 'EQUAL_TO')),
  fc.tuple(
    exactly(
      'HOST_NAME',
      'ENDS_WITH',
      hosts.map((one) => `.${one}`),
    ),
  ),
  fc.tuple(exactly('PATH', 'EQUAL_TO')),
  fc.tuple(exactly('PATH', 'STARTS_WITH')),
  fc.tuple(exactly('HOST_NAME', 'EQUAL_TO'), exactly('PATH', 'EQUAL_TO')),
  fc.tuple(exactly('PATH', 'STARTS_WITH'), exactly('HOST_NAME', 'EQUAL_TO')),
  fc.tuple(exactly('METHOD', 'EQUAL_TO', fc.constantFrom('PURGE', 'get', 'PATCH'))),
  fc.tuple(exactly('FILE_TYPE', 'EQUAL_TO')),
)

const url = fc
  .tuple(
    fc.constantFrom('https://', 'http://'),
    fc.constantFrom('b.test', 'b.test:8443', '[::1]'),
    fc.constantFrom(...['', '/', '/%20a', '/%[src]', `/it's"q"`, '/?a=b&c#d', '/$HOME', '/\\x', '/%%', '/;,{}']),
  )
  .map((parts) => parts.join(''))

const actions: fc.Arbitrary<Omit<PolicyCase, 'rules'>> = fc.oneof(
  fc.constantFrom(0, 1, 2, 3).map((pool) => ({ action: 'REDIRECT_TO_POOL' as const, pool })),
  fc.constant({ action: 'REJECT' as const }),
  fc.record({ action: fc.constant('REDIRECT_TO_URL' as const), redirect_url: url, redirect_http_code: codes() }),
  fc.record({
    action: fc.constant('REDIRECT_PREFIX' as const),
    redirect_prefix: fc.oneof(
      url,
      fc.constantFrom('', ':8443', ':8443/a|b').map((rest) => `https://${askedHost}${rest}`),
    ),
    redirect_http_code: codes(),
  }),
)

const poolIds = [0, 1, 2, 3].map((at) => idOf('pool', 1, at + 1))
const configured = <T>(schema: z.ZodType<T>, values: fc.Arbitrary<unknown>): fc.Arbitrary<T> =>
  values.filter((value) => schema.safeParse(value).success).map((value) => schema.parse(value))
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null })

const rewrites = configured(
  rewriteUrlConfig,
  fc.record({
    host: fc.constantFrom(inherited.host, 'm.test'),
    path: fc.constantFrom(
      inherited.path,
      '/x',
      '/$1',
      '/$2/$1$3',
      '/v$abc-1',
      '/w$-1',
      '/$$1',
      "/a%5B'$1",
      '/$9',
      '/a?b=$1',
    ),
    query: fc.constantFrom(inherited.query, '', 'a=$1', `${inherited.query}&n=$2`, '$a!', '%5b'),
  }),
)
const insertions = configured(
  insertHeadersConfig,
  fc
    .tuple(
      fc.record({
        key: fc.constant('X-Ins'),
        value_type: fc.constantFrom('USER_DEFINED', 'SYSTEM_DEFINED'),
        value: fc.oneof(
          texts,
          fc.constantFrom('a b', 'CLIENT-IP', 'ELB-ID', 'ELB-PORT', 'ELB-VIP', 'ELB-PROTOCOL', 'ELB-EIP'),
        ),
      }),
      fc
        .constantFrom('X-Canary', 'User-Agent')
        .map((value) => ({ key: 'X-Copy', value_type: 'REFERENCE_HEADER', value })),
    )
    .map((configs) => ({ configs })),
)
const shares = configured(
  redirectPoolsConfig,
  fc
    .tuple(
      fc.shuffledSubarray(poolIds, { minLength: 1 }),
      fc.array(fc.constantFrom(0, 1, 3, 50, 100), { minLength: 4, maxLength: 4 }),
    )
    .map(([ids, weights]) => ids.map((pool_id, at) => ({ pool_id, weight: weights[at] }))),
)
const urlParts = configured(
  redirectUrlConfig,
  fc.record({
    protocol: fc.constantFrom(inherited.protocol, 'HTTP', 'HTTPS'),
    host: fc.constantFrom(inherited.host, 'b.test'),
    port: fc.constantFrom(inherited.port, '443', '80', '8443'),
    path: fc.constantFrom(inherited.path, '/', '/$1/$2', '/a$b', `${inherited.path}/x`, "/it's%20[a]{b}"),
    query: fc.constantFrom(inherited.query, '', `${inherited.query}&name=my_name`, 'a=$1'),
    status_code: fc.constantFrom('301', '302', '303', '307', '308'),
  }),
)
const answers = configured(
  fixedResponseConfig,
  fc.record({
    status_code: fc.constantFrom('200', '204', '299', '404', '418', '503', '599'),
    content_type: fc.constantFrom('text/plain', 'application/json'),
    message_body: fc.oneof(
      texts,
      fc.constantFrom('', ' ', '\r\n', `%[src] \${HOME}`, '"\'\\#', 'é\u{1f600}', 'a\tb'),
      fc.string({ unit: 'binary', maxLength: 40 }),
    ),
  }),
)

/** What only Huawei's policies and ours can do. */
const advancedActions: fc.Arbitrary<Omit<PolicyCase, 'rules'>> = fc.oneof(
  fc.record({
    action: fc.constant('REDIRECT_TO_POOL' as const),
    redirect_pools_config: shares,
    redirect_pools_sticky_session_config: fc.constantFrom(null, { enable: true, timeout: 5 }),
    rewrite_url_config: maybe(rewrites),
    insert_headers_config: maybe(insertions),
    remove_headers_config: maybe(fc.constant<RemoveHeadersConfig>({ configs: [{ key: 'X-Canary' }] })),
  }),
  fc
    .tuple(fc.constantFrom(0, 1, 2, 3), rewrites, maybe(insertions))
    .map(([pool, rewrite_url_config, insert_headers_config]) => ({
      ...{ action: 'REDIRECT_TO_POOL' as const, pool, rewrite_url_config, insert_headers_config },
    })),
  fc.record({ action: fc.constant('REDIRECT_TO_URL' as const), redirect_url_config: urlParts }),
  fc.record({ action: fc.constant('FIXED_RESPONSE' as const), fixed_response_config: answers }),
)

const policies: fc.Arbitrary<PolicyCase> = fc
  .tuple(fc.oneof(actions, advancedActions), fc.oneof(anyRules, lookupRules), seldom)
  .map(([action, rules, isOff]) => ({ ...action, rules, admin_state_up: !isOff }))

/** Policies that all compare the same header, cookie or parameter: so many that a listener lists its values first. */
const crowds: fc.Arbitrary<readonly PolicyCase[]> = fc
  .record({
    of: fc.constantFrom(['HEADER', 'X-Canary'] as const, ['COOKIE', 'group'] as const, ['QUERY_STRING', 'a'] as const),
    compares: fc.constantFrom(['EQUAL_TO', 'STARTS_WITH'] as const, ['CONTAINS'] as const),
    does: fc.constantFrom(actions, fc.oneof(actions, advancedActions)),
  })
  .chain(({ of: [type, key], compares, does }) => {
    const sameKey = rulesOf(type, compares).map(({ conditions = [], ...rule }) => ({
      ...{ ...rule, key, admin_state_up: true },
      conditions: conditions.map((one) => ({ ...one, key })),
    }))
    const rules = fc.oneof(
      fc.tuple(sameKey),
      fc.tuple(
        sameKey,
        types.chain((one) => rulesOf(one)),
      ),
    )
    const crowd = fc.tuple(does, rules).map(([action, own]) => ({ ...action, rules: own }))
    return fc.array(crowd, { minLength: 36, maxLength: 48 })
  })

/** The policies of one listener. In half of those with a crowd no policy needs several pools, which are found in another way. */
export const policySets: fc.Arbitrary<readonly PolicyCase[]> = fc
  .tuple(fc.array(policies, { minLength: 1, maxLength: 25 }), fc.oneof(fc.constant([]), fc.constant([]), crowds))
  .chain(([several, crowd]) => {
    if (crowd.length === 0) return fc.constant(several)
    const few = crowd.some(hasShares) ? several : several.filter((one) => !hasShares(one))
    return fc.shuffledSubarray([...few, ...crowd], { minLength: few.length + crowd.length })
  })

function hasShares({ redirect_pools_config = [] }: PolicyCase): boolean {
  return redirect_pools_config.length > 0
}

function codes() {
  return fc.constantFrom(null, 301 as const, 302 as const, 303 as const, 307 as const, 308 as const)
}

function isAccepted({ type, compare_type, value, key = null, invert = false, conditions = [] }: RuleCase): boolean {
  return (
    value.length <= 255 && value !== '' && ruleProblem({ type, compare_type, value, key, invert, conditions }) === null
  )
}
