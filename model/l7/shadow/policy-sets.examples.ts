import fc from 'fast-check'
import type { HttpRequest } from '../request.ts'
import { type RuleCore, ruleProblem } from '../rule.ts'

/** A policy is what it asks. */
export type Asked = readonly RuleCore[]

export const rule = (
  type: RuleCore['type'],
  compare_type: RuleCore['compare_type'],
  value: string,
  more: Partial<RuleCore> = {},
): RuleCore => ({
  type,
  compare_type,
  value,
  key: null,
  invert: false,
  ...more,
})

const hosts = ['a.test', 'www.a.test', 'b.test', 'x.www.a.test', 'api.b.test']
const paths = ['/', '/api', '/api/v1', '/apiary', '/img/cat.jpg', '/img/a.png', '/x.tar.gz', '/b', '/API']
const words = ['a', 'ab', 'abc', 'b', 'on', 'beta', 'Mobile', 'xMobiley']
const methods = ['GET', 'POST', 'PUT', 'OPTIONS']
const types = ['jpg', 'png', 'gz', 'b']
const networks = [
  '127.0.0.0/8',
  '127.0.0.0/9',
  '127.128.0.0/9',
  '127.0.0.0/29',
  '127.0.0.7',
  '127.1.2.3',
  '::/0',
  '::ffff:127.0.0.0/104',
  '0.0.0.0/0',
  'fd00::/8',
]
const headerNames = ['X-A', 'x-a', 'X-B']
const patterns = {
  HOST_NAME: ['^www\\.', '\\.test$', '^[a-z.]+$', 'a\\.test$', '^(www|api)\\.', '\\bb\\b', '^(?!www)', '.'],
  PATH: ['^/api(/|$)', '^/api', '^/', '\\.jpe?g$', '[0-9]', '^/[a-z]+$', '^/(?=img)', '(?i)^/api', '^/.*$', '.'],
  FILE_TYPE: ['^(jpg|png)$', '^[a-z]+$', 'z$', '.'],
  WORD: ['^a', '^ab?$', 'b$', '^[a-z]+$', 'Mobile', '(?i)mobile', '.', '^(a|on)$'],
} as const

const inverted = fc.integer({ min: 0, max: 3 }).map((dice) => dice === 0)
const compares = ['EQUAL_TO', 'STARTS_WITH', 'ENDS_WITH', 'CONTAINS'] as const
const from = <T>(list: readonly T[]) => fc.constantFrom(...list)

/** A value, and often only a part of one. */
const partsOf = (list: readonly string[]) =>
  fc.tuple(from(list), fc.nat(20), fc.nat(20)).map(([text, one, other]) => {
    const [start, end] = [Math.min(one, text.length - 1), text.length - (other % text.length)]
    return one % 2 === 0 || end <= start ? text : text.slice(start, end)
  })

/** A star or a question mark somewhere, which is a character like others where no wildcard is meant. */
const withStar = (values: fc.Arbitrary<string>) =>
  fc.tuple(values, fc.nat(20), from(['', '', '*', '?'])).map(([text, at, star]) => {
    const place = Math.min(at, text.length)
    return `${text.slice(0, place)}${star}${text.slice(place + (star === '?' ? 1 : 0))}`
  })

function texts(
  type: RuleCore['type'],
  values: readonly string[],
  regexes: readonly string[],
  keys: readonly (string | null)[],
) {
  const plain = fc.tuple(from(compares), partsOf(values), from(keys), inverted)
  const regex = fc.tuple(from(regexes), from(keys), inverted)
  const several = fc.tuple(
    from([...compares, 'WILDCARD'] as const),
    fc.uniqueArray(withStar(partsOf(values)), { minLength: 1, maxLength: 3 }),
    from(keys),
    inverted,
  )
  return fc.oneof(
    { arbitrary: plain.map(([compare, value, key, invert]) => rule(type, compare, value, { key, invert })), weight: 3 },
    { arbitrary: regex.map(([value, key, invert]) => rule(type, 'REGEX', value, { key, invert })), weight: 1 },
    {
      arbitrary: several.map(([compare, all, key, invert]) =>
        rule(type, compare, all[0] ?? '', { key, invert, conditions: all.map((value) => ({ key, value })) }),
      ),
      weight: 1,
    },
  )
}

/** Rules of all types, from few words so that they meet. */
export const rules: fc.Arbitrary<RuleCore> = fc
  .oneof(
    { arbitrary: texts('HOST_NAME', hosts, patterns.HOST_NAME, [null]), weight: 4 },
    { arbitrary: texts('PATH', paths, patterns.PATH, [null]), weight: 4 },
    {
      arbitrary: fc
        .tuple(from(types), inverted)
        .map(([value, invert]) => rule('FILE_TYPE', 'EQUAL_TO', value, { invert })),
      weight: 1,
    },
    {
      arbitrary: fc
        .tuple(from(patterns.FILE_TYPE), inverted)
        .map(([value, invert]) => rule('FILE_TYPE', 'REGEX', value, { invert })),
      weight: 1,
    },
    {
      arbitrary: fc
        .tuple(from(methods), inverted)
        .map(([value, invert]) => rule('METHOD', 'EQUAL_TO', value, { invert })),
      weight: 2,
    },
    {
      arbitrary: fc
        .tuple(from(networks), inverted)
        .map(([value, invert]) => rule('SOURCE_IP', 'EQUAL_TO', value, { invert })),
      weight: 2,
    },
    { arbitrary: texts('HEADER', words, patterns.WORD, headerNames), weight: 2 },
    { arbitrary: texts('HEADER', hosts, patterns.HOST_NAME, ['Host']), weight: 1 },
    { arbitrary: texts('COOKIE', words, patterns.WORD, ['c', 'd']), weight: 1 },
    { arbitrary: texts('QUERY_STRING', words, patterns.WORD, ['p', 'q']), weight: 1 },
    { arbitrary: texts('BODY', words, patterns.WORD, [null]), weight: 1 },
    { arbitrary: texts('BODY_JSON', words, patterns.WORD, ['$.a', '$.a.b', '$.c[0]']), weight: 1 },
    { arbitrary: inverted.map((invert) => rule('SSL_CONN_HAS_CERT', 'EQUAL_TO', 'true', { invert })), weight: 1 },
  )
  .filter((one) => ruleProblem(one) === null)

const policies = fc.array(rules, { minLength: 1, maxLength: 3 })

/** The policies of a listener. */
export const policySets: fc.Arbitrary<readonly Asked[]> = fc.array(policies, { minLength: 2, maxLength: 12 })

const headers = fc
  .record({
    host: fc.oneof(from(hosts), from(['c.test', 'A.TEST:80', 'www.a.test:8080', 'b', 'zq7'])),
    hasHost: fc.nat(15).map((dice) => dice > 0),
    lines: fc.array(fc.tuple(from(headerNames), fc.oneof(from(words), fc.constant('zz'))), { maxLength: 2 }),
    cookies: fc.array(fc.tuple(from(['c', 'd']), fc.oneof(from(words), fc.constant('zz'))), { maxLength: 2 }),
  })
  .map(({ host, hasHost, lines, cookies }): (readonly [string, string])[] => [
    ...(hasHost ? [['Host', host] as const] : []),
    ...lines,
    ...(cookies.length === 0 ? [] : [['Cookie', cookies.map((one) => one.join('=')).join('; ')] as const]),
  ])

/** Requests of the same words. */
export const requests: fc.Arbitrary<HttpRequest> = fc
  .record({
    method: from([...methods, 'DELETE']),
    path: fc.oneof(from(paths), from(['/zz', '/img/a', '/.jpg', '/api/', '/1'])),
    query: fc
      .array(fc.tuple(from(['p', 'q']), fc.oneof(from(words), fc.constant('zz'))), { maxLength: 2 })
      .map((pairs) => pairs.map((one) => one.join('=')).join('&')),
    headers,
    source: from(['127.0.0.1', '127.0.0.7', '127.1.2.3', '127.200.0.1']),
    body: fc.oneof(
      { arbitrary: fc.constant(''), weight: 3 },
      { arbitrary: from(words), weight: 1 },
      { arbitrary: from(words).map((value) => JSON.stringify({ a: value, c: [value] })), weight: 2 },
      { arbitrary: from(words).map((value) => JSON.stringify({ a: { b: value } })), weight: 1 },
      { arbitrary: from(words).map((value) => `x\n${value}\n`), weight: 1 },
    ),
    isAsterisk: fc.nat(30).map((dice) => dice === 0),
  })
  .map(({ isAsterisk, ...request }) => (isAsterisk ? { ...request, method: 'OPTIONS', path: '', query: '' } : request))

/** The rule that stands before, and one that holds only where it does. */
type Narrowing = readonly [wide: RuleCore, narrow: RuleCore]

const within: readonly Narrowing[] = [
  [rule('PATH', 'STARTS_WITH', '/api'), rule('PATH', 'STARTS_WITH', '/api/v1')],
  [rule('PATH', 'STARTS_WITH', '/api'), rule('PATH', 'EQUAL_TO', '/apiary')],
  [rule('PATH', 'STARTS_WITH', '/'), rule('PATH', 'ENDS_WITH', '.php')],
  [rule('PATH', 'STARTS_WITH', '/'), rule('PATH', 'REGEX', 'x+')],
  [rule('PATH', 'CONTAINS', 'pi'), rule('PATH', 'STARTS_WITH', '/api')],
  [rule('PATH', 'CONTAINS', '.'), rule('FILE_TYPE', 'REGEX', '^(jpe?g|png)$')],
  [rule('PATH', 'ENDS_WITH', '.jpg'), rule('FILE_TYPE', 'EQUAL_TO', 'jpg')],
  [rule('PATH', 'ENDS_WITH', 'jpg'), rule('PATH', 'EQUAL_TO', '/img/cat.jpg')],
  [rule('PATH', 'REGEX', '^/api'), rule('PATH', 'REGEX', '^/api(/|$)')],
  [rule('PATH', 'REGEX', '^/.+$'), rule('PATH', 'REGEX', '^/\\d{2,4}$')],
  [rule('PATH', 'REGEX', '(?i)^/api'), rule('PATH', 'STARTS_WITH', '/API')],
  [rule('PATH', 'REGEX', '^/(?!admin)'), rule('PATH', 'STARTS_WITH', '/shop')],
  [rule('PATH', 'REGEX', '.'), rule('PATH', 'CONTAINS', 'x')],
  [rule('FILE_TYPE', 'REGEX', '^[a-z]+$'), rule('FILE_TYPE', 'EQUAL_TO', 'png')],
  [rule('FILE_TYPE', 'EQUAL_TO', 'gz'), rule('PATH', 'ENDS_WITH', 'x.gz')],
  [rule('FILE_TYPE', 'EQUAL_TO', 'jpg', { invert: true }), rule('FILE_TYPE', 'EQUAL_TO', 'png')],
  [rule('HOST_NAME', 'ENDS_WITH', '.test'), rule('HOST_NAME', 'EQUAL_TO', 'a.test')],
  [rule('HOST_NAME', 'ENDS_WITH', '.TEST'), rule('HOST_NAME', 'ENDS_WITH', '.a.Test')],
  [rule('HOST_NAME', 'EQUAL_TO', 'a.test'), rule('HOST_NAME', 'EQUAL_TO', 'A.TEST')],
  [rule('HOST_NAME', 'REGEX', '^(www|api)\\.'), rule('HOST_NAME', 'STARTS_WITH', 'api.')],
  [rule('HOST_NAME', 'REGEX', '\\btest$'), rule('HOST_NAME', 'ENDS_WITH', '.test')],
  [rule('HOST_NAME', 'EQUAL_TO', 'a.test', { invert: true }), rule('HOST_NAME', 'EQUAL_TO', 'b.test')],
  [
    rule('HOST_NAME', 'EQUAL_TO', 'a.test', { invert: true }),
    rule('HOST_NAME', 'ENDS_WITH', '.test', { invert: true }),
  ],
  [rule('HOST_NAME', 'STARTS_WITH', 'x'), rule('HOST_NAME', 'REGEX', '^x{2}')],
  [rule('METHOD', 'EQUAL_TO', 'GET', { invert: true }), rule('METHOD', 'EQUAL_TO', 'POST')],
  [rule('SOURCE_IP', 'EQUAL_TO', '127.0.0.0/8'), rule('SOURCE_IP', 'EQUAL_TO', '127.0.0.0/29')],
  [rule('SOURCE_IP', 'EQUAL_TO', '::ffff:127.0.0.0/104'), rule('SOURCE_IP', 'EQUAL_TO', '127.0.0.7')],
  [
    rule('SOURCE_IP', 'EQUAL_TO', '127.0.0.0/29', { invert: true }),
    rule('SOURCE_IP', 'EQUAL_TO', '127.0.0.0/8', { invert: true }),
  ],
  [rule('SOURCE_IP', 'EQUAL_TO', '::/0'), rule('SOURCE_IP', 'EQUAL_TO', '10.0.0.0/8')],
  [
    rule('HEADER', 'CONTAINS', 'Mobile', { key: 'User-Agent' }),
    rule('HEADER', 'EQUAL_TO', 'A Mobile'.replace(' ', '-'), { key: 'user-agent' }),
  ],
  [rule('HEADER', 'REGEX', '.', { key: 'X-A' }), rule('HEADER', 'STARTS_WITH', 'a', { key: 'X-A' })],
  [rule('HEADER', 'REGEX', '^(?:on|off)?$', { key: 'X-A' }), rule('HEADER', 'EQUAL_TO', 'on', { key: 'X-A' })],
  [
    rule('HEADER', 'EQUAL_TO', 'on', { key: 'X-A', invert: true }),
    rule('HEADER', 'STARTS_WITH', 'o', { key: 'X-A', invert: true }),
  ],
  [rule('COOKIE', 'STARTS_WITH', 'b', { key: 'c' }), rule('COOKIE', 'EQUAL_TO', 'beta', { key: 'c' })],
  [rule('COOKIE', 'REGEX', '^[a-z]+$', { key: 'c' }), rule('COOKIE', 'REGEX', '^b{3}$', { key: 'c' })],
  [rule('QUERY_STRING', 'CONTAINS', 'b', { key: 'p' }), rule('QUERY_STRING', 'ENDS_WITH', 'ab', { key: 'p' })],
  [rule('BODY', 'CONTAINS', 'a'), rule('BODY', 'STARTS_WITH', 'ab')],
  [rule('BODY', 'REGEX', '.'), rule('BODY', 'CONTAINS', 'b')],
  [rule('BODY', 'REGEX', '^[^x]*$'), rule('BODY', 'EQUAL_TO', 'a b')],
  [rule('BODY_JSON', 'STARTS_WITH', 'b', { key: '$.a' }), rule('BODY_JSON', 'EQUAL_TO', 'beta', { key: '$.a' })],
  [rule('SSL_CONN_HAS_CERT', 'EQUAL_TO', 'true', { invert: true }), rule('PATH', 'EQUAL_TO', '/b')],
]

/** Rules of which one or the other holds, whatever the request is. */
const halves: readonly (readonly Asked[])[] = [
  [[rule('METHOD', 'EQUAL_TO', 'GET')], [rule('METHOD', 'EQUAL_TO', 'GET', { invert: true })]],
  [[rule('HOST_NAME', 'ENDS_WITH', '.test')], [rule('HOST_NAME', 'ENDS_WITH', '.test', { invert: true })]],
  [
    [rule('SOURCE_IP', 'EQUAL_TO', '0.0.0.0/1')],
    [rule('SOURCE_IP', 'EQUAL_TO', '128.0.0.0/1')],
    [rule('SOURCE_IP', 'EQUAL_TO', '0.0.0.0/0', { invert: true })],
  ],
  [
    [rule('HEADER', 'CONTAINS', 'a', { key: 'X-A' })],
    [rule('HEADER', 'REGEX', '^[^a]*a', { key: 'X-A', invert: true })],
  ],
  [
    [rule('PATH', 'REGEX', '^/[a-m]')],
    [rule('PATH', 'REGEX', '^/[^a-m]')],
    [rule('PATH', 'EQUAL_TO', '/')],
    [rule('PATH', 'STARTS_WITH', '/', { invert: true })],
  ],
  [[rule('BODY', 'CONTAINS', 'a')], [rule('BODY', 'CONTAINS', 'a', { invert: true })]],
  [
    [rule('BODY_JSON', 'EQUAL_TO', 'a', { key: '$.a' })],
    [rule('BODY_JSON', 'EQUAL_TO', 'a', { key: '$.a', invert: true })],
  ],
  [[rule('FILE_TYPE', 'REGEX', '.')], [rule('PATH', 'REGEX', '\\.[^./]+$', { invert: true })]],
  [
    [rule('METHOD', 'EQUAL_TO', 'POST')],
    [rule('METHOD', 'EQUAL_TO', 'GET')],
    [rule('METHOD', 'EQUAL_TO', 'GET', { invert: true }), rule('METHOD', 'EQUAL_TO', 'POST', { invert: true })],
  ],
]

/** A listener in which the last policy can never match. */
export const plantedSets: fc.Arbitrary<readonly Asked[]> = fc
  .record({
    narrowings: fc.array(from(within), { minLength: 1, maxLength: 2 }),
    split: fc.oneof(
      { arbitrary: fc.constant<readonly Asked[]>([[]]), weight: 2 },
      { arbitrary: from(halves), weight: 1 },
    ),
    common: fc.array(rules, { maxLength: 1 }),
    more: fc.array(rules, { maxLength: 2 }),
    others: fc.array(policies, { maxLength: 6 }),
    places: fc.array(fc.nat(10), { minLength: 4, maxLength: 4 }),
  })
  .map(({ narrowings, split, common, more, others, places }) => {
    const wide = [...narrowings.map(([one]) => one), ...common]
    const narrow = [...narrowings.map(([, one]) => one), ...common, ...more]
    const earlier = split.reduce<Asked[]>(
      (list, half, at) => list.toSpliced((places[at] ?? 0) % (list.length + 1), 0, [...half, ...wide]),
      [...others],
    )
    return [...earlier, narrow]
  })
