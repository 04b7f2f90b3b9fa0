import fc from 'fast-check'
import { askedHost } from 'model/l7/asked-host'
import { ruleProblem } from 'model/l7/rule'
import { type RuleKind, type RuleType, ruleKinds } from 'model/l7/rule-kinds'
import type { L7Rule } from 'model/resources/l7-rule'
import type { PolicyCase } from '../../src/compile/golden/rows.ts'
import { hosts, names, networks, paths, patterns, queries, texts, words } from './vocabulary.ts'

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
  SSL_CONN_HAS_CERT: fc.constant('true'),
  SSL_VERIFY_RESULT: fc.constantFrom('0', '10'),
  SSL_DN_FIELD: texts,
}
const keysOf: Partial<Record<RuleType, fc.Arbitrary<string>>> = {
  HEADER: fc.oneof(names, fc.constant('x-canary')),
  COOKIE: words,
  QUERY_STRING: words,
  SSL_DN_FIELD: fc.constant('CN'),
}

const types = fc.constantFrom(...(Object.keys(ruleKinds) as RuleType[]))
const seldom = fc.integer({ min: 0, max: 15 }).map((dice) => dice === 0)
const sometimes = fc.integer({ min: 0, max: 3 }).map((dice) => dice === 0)

function rulesOf(type: RuleType): fc.Arbitrary<RuleCase> {
  const kind: RuleKind = ruleKinds[type]
  return fc
    .constantFrom(...kind.compares)
    .chain((compare_type) =>
      fc.record({
        type: fc.constant(type),
        compare_type: fc.constant(compare_type),
        key: keysOf[type] ?? fc.constant(null),
        value: compare_type === 'REGEX' ? patterns : valuesOf[type],
        invert: sometimes,
        admin_state_up: seldom.map((isOff) => !isOff),
      }),
    )
    .filter(isAccepted)
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

const policies: fc.Arbitrary<PolicyCase> = fc
  .tuple(actions, fc.oneof(anyRules, lookupRules), seldom)
  .map(([action, rules, isOff]) => ({ ...action, rules, admin_state_up: !isOff }))

/** The policies of one listener. */
export const policySets = fc.array(policies, { minLength: 1, maxLength: 25 })

function codes() {
  return fc.constantFrom(null, 301 as const, 302 as const, 303 as const, 307 as const, 308 as const)
}

function isAccepted({ type, compare_type, value, key = null, invert = false }: RuleCase): boolean {
  return value.length <= 255 && ruleProblem({ type, compare_type, value, key, invert }) === null
}
