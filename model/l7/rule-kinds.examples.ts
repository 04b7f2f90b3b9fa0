import { mostBodyBytes, mostHeadBytes } from './body.ts'
import type { HttpRequest } from './request.ts'
import type { RuleCore } from './rule.ts'
import type { RuleType } from './rule-kinds.ts'

/** A rule with requests that it takes and leaves. Every test of what rules mean runs over these, against HAProxy too. */
export type RuleExample = {
  readonly rule: Omit<RuleCore, 'type'>
  readonly takes: readonly Partial<HttpRequest>[]
  readonly leaves: readonly Partial<HttpRequest>[]
}

const rule = (compare_type: RuleCore['compare_type'], value: string, more: Partial<RuleCore> = {}) => ({
  compare_type,
  value,
  key: null,
  invert: false,
  ...more,
})
const host = (value: string): Partial<HttpRequest> => ({ headers: [['Host', value]] })
const body = (text: string): Partial<HttpRequest> => ({ method: 'POST', body: text })
const typed = (type: string, text: string): Partial<HttpRequest> => ({
  ...header(['Content-Type', type]),
  ...body(text),
})
const header = (...lines: [string, string][]): Partial<HttpRequest> => ({ headers: [['Host', 'a.test'], ...lines] })

/** The request that examples change parts of. */
export const exampleRequest: HttpRequest = {
  method: 'GET',
  path: '/',
  query: '',
  headers: [['Host', 'www.example.com']],
  source: '127.0.0.1',
}

/** Leaving a type out does not compile. */
export const ruleExamples = {
  HOST_NAME: [
    // RFC 9110, 4.2.3: the host of a URL is read without regard to case; the port is not part of it.
    {
      rule: rule('EQUAL_TO', 'www.Example.com'),
      takes: [host('www.example.com'), host('WWW.EXAMPLE.COM'), host('www.example.com:8080')],
      leaves: [host('example.com'), host('www.example.com.'), host('www.example.com.evil.test')],
    },
    // What follows the last colon is no name, whatever it is; an address in brackets has its own colons.
    { rule: rule('ENDS_WITH', '.test'), takes: [host('a.test:'), host('a.test:abc')], leaves: [host('a.test:1:2')] },
    { rule: rule('EQUAL_TO', '[::1]'), takes: [host('[::1]'), host('[::1]:80')], leaves: [host('[::2]')] },
    { rule: rule('STARTS_WITH', 'a.test'), takes: [host('a.test/x')], leaves: [host(''), { headers: [] }] },
    { rule: rule('STARTS_WITH', 'api.'), takes: [host('API.example.com:80')], leaves: [host('www.api.test')] },
    { rule: rule('ENDS_WITH', '.example.com'), takes: [host('a.b.example.com:443')], leaves: [host('example.com')] },
    { rule: rule('CONTAINS', 'SHOP'), takes: [host('my-shop.test')], leaves: [host('sho.p.test')] },
    { rule: rule('REGEX', '^w+\\.'), takes: [host('WWW.test')], leaves: [host('aw.test')] },
    { rule: rule('EQUAL_TO', 'a.test', { invert: true }), takes: [host('b.test')], leaves: [host('A.test:1')] },
  ],
  PATH: [
    // RFC 3986, 6.2.2: paths that differ in case or in percent-encoding may be other resources; they are compared as sent.
    {
      rule: rule('STARTS_WITH', '/api'),
      takes: [{ path: '/api' }, { path: '/apiary', query: 'x=1' }],
      leaves: [{ path: '/API' }, { path: '/%61pi' }, { path: '//api' }, { path: '/v1/api' }],
    },
    {
      rule: rule('EQUAL_TO', "/it's%20#1".replace('#', '*')),
      takes: [{ path: "/it's%20*1" }],
      leaves: [{ path: '/' }],
    },
    { rule: rule('ENDS_WITH', '.php'), takes: [{ path: '/a.php', query: 'b=.txt' }], leaves: [{ path: '/a.php/x' }] },
    { rule: rule('CONTAINS', '-f'), takes: [{ path: '/a-f/' }], leaves: [{ path: '/af' }] },
    // `OPTIONS *` has no path.
    { rule: rule('REGEX', '.?'), takes: [{ path: '/' }], leaves: [{ method: 'OPTIONS', path: '' }] },
    { rule: rule('REGEX', '^/[a-z]+/\\d{2}$'), takes: [{ path: '/ab/12' }], leaves: [{ path: '/ab/123' }] },
  ],
  FILE_TYPE: [
    {
      rule: rule('EQUAL_TO', 'jpg'),
      takes: [{ path: '/cat.jpg' }, { path: '/a.b/cat.png.jpg' }, { path: '/.jpg' }],
      leaves: [{ path: '/cat.JPG' }, { path: '/a.jpg/x' }, { path: '/jpg' }, { path: '/x', query: 'y=.jpg' }],
    },
    {
      rule: rule('REGEX', '^(jpe?g|png)$'),
      takes: [{ path: '/a.jpeg' }],
      leaves: [{ path: '/a.gif' }, { path: '/a.' }],
    },
    { rule: rule('EQUAL_TO', 'jpg', { invert: true }), takes: [{ path: '/none' }], leaves: [{ path: '/a.jpg' }] },
  ],
  HEADER: [
    // RFC 9110, 5.1 and 5.3: names are read without regard to case; a line that is there twice holds when one of them does.
    {
      rule: rule('EQUAL_TO', 'on', { key: 'X-Canary' }),
      takes: [header(['x-canary', 'on']), header(['X-Canary', 'off'], ['X-CANARY', ' on '])],
      leaves: [header(), header(['X-Canary', 'On']), header(['X-Canary', 'off,on'])],
    },
    {
      rule: rule('CONTAINS', 'Mobile', { key: 'User-Agent' }),
      takes: [header(['User-Agent', 'A (Mobile)'])],
      leaves: [header()],
    },
    {
      rule: rule('EQUAL_TO', '"two words"', { key: 'X-A' }),
      takes: [header(['X-A', 'two words'])],
      leaves: [header(['X-A', 'two'])],
    },
    // Nothing that is not there equals anything; turned round, it holds.
    {
      rule: rule('EQUAL_TO', 'on', { key: 'X-Canary', invert: true }),
      takes: [header()],
      leaves: [header(['X-Canary', 'on'])],
    },
    {
      rule: rule('REGEX', '^de(-|$)', { key: 'Accept-Language' }),
      takes: [header(['Accept-Language', 'de-AT'])],
      leaves: [header(['Accept-Language', 'den'])],
    },
  ],
  COOKIE: [
    // RFC 6265, 4.1.1: names and values count case; a quoted value has its quotes.
    {
      rule: rule('EQUAL_TO', 'beta', { key: 'group' }),
      takes: [header(['Cookie', 'a=1; group=beta; b=2']), header(['Cookie', 'group=beta'])],
      leaves: [
        header(),
        header(['Cookie', 'Group=beta']),
        header(['Cookie', 'group="beta"']),
        header(['Cookie', 'xgroup=beta']),
      ],
    },
    {
      rule: rule('STARTS_WITH', 'b', { key: 'group' }),
      takes: [header(['Cookie', 'group=a; group=b1'])],
      leaves: [header(['Cookie', 'group='])],
    },
    // HAProxy takes a comma for the end of a cookie, quotes excepted, and overlooks an empty one at the very end.
    {
      rule: rule('EQUAL_TO', '1', { key: 'a' }),
      takes: [header(['Cookie', 'x=2, a = 1 ,b=3']), header(['Cookie', 'x="2'], ['Cookie', 'a=1'])],
      leaves: [header(['Cookie', 'x="2, a=1"; b=2']), header(['Cookie', 'x="\\", a=1'])],
    },
    {
      rule: rule('REGEX', '^$', { key: 'a' }),
      takes: [header(['Cookie', 'a=; b=1']), header(['Cookie', 'b=1; a='])],
      leaves: [header(['Cookie', 'a=']), header(['Cookie', 'b=1;a=']), header(['Cookie', 'a'])],
    },
  ],
  METHOD: [
    // RFC 9110, 9.1: the method counts case.
    { rule: rule('EQUAL_TO', 'POST'), takes: [{ method: 'POST' }], leaves: [{ method: 'GET' }, { method: 'PUT' }] },
    {
      rule: rule('EQUAL_TO', 'PURGE'),
      takes: [{ method: 'PURGE' }],
      leaves: [{ method: 'purge' }, { method: 'PURGEX' }],
    },
    { rule: rule('EQUAL_TO', 'GET', { invert: true }), takes: [{ method: 'DELETE' }], leaves: [{ method: 'GET' }] },
  ],
  QUERY_STRING: [
    {
      rule: rule('EQUAL_TO', 'eu', { key: 'region' }),
      takes: [
        { query: 'region=eu' },
        { query: 'a=1&region=eu' },
        { query: 'a;region=eu' },
        { query: 'region=us&region=eu' },
      ],
      leaves: [
        { query: '' },
        { query: 'Region=eu' },
        { query: 'region=e%75' },
        { query: 'region' },
        { path: '/region=eu' },
      ],
    },
    // HAProxy takes a further question mark for a separator.
    { rule: rule('EQUAL_TO', '1', { key: 'a' }), takes: [{ query: 'b=2?a=1?c' }], leaves: [{ query: 'a=1+?' }] },
    { rule: rule('STARTS_WITH', '%20', { key: 'q' }), takes: [{ query: 'q=%20x' }], leaves: [{ query: 'q=+x' }] },
  ],
  SOURCE_IP: [
    { rule: rule('EQUAL_TO', '127.0.0.0/8'), takes: [{ source: '127.0.0.1' }, { source: '127.9.9.9' }], leaves: [] },
    { rule: rule('EQUAL_TO', '127.0.0.7'), takes: [{ source: '127.0.0.7' }], leaves: [{ source: '127.0.0.8' }] },
    { rule: rule('EQUAL_TO', 'fd00::/8'), takes: [], leaves: [{ source: '127.0.0.1' }] },
  ],
  BODY: [
    {
      rule: rule('CONTAINS', '<CreateOrder'),
      takes: [body('<m:Body>\n  <CreateOrder xmlns="urn:x">'), body('<CreateOrder')],
      leaves: [{}, body('<createOrder'), body('<Create\nOrder')],
    },
    // A line feed counts as a blank, so that a pattern need not know how a document is broken into lines.
    { rule: rule('STARTS_WITH', 'a b'), takes: [body('a\nb'), body('a bc')], leaves: [body('a\r\nb'), body('ab')] },
    { rule: rule('REGEX', '^a.*z$'), takes: [body('a\n\nz'), body('aéz')], leaves: [body('a\nz\n'), body('a')] },
    { rule: rule('WILDCARD', '*order?'), takes: [body('x order1')], leaves: [body('order'), body('order12')] },
    // Without a body there is an empty one.
    { rule: rule('REGEX', '^$'), takes: [{}, body('')], leaves: [body('\n')] },
    // The longest that is read; of a longer one nothing is known.
    {
      rule: rule('ENDS_WITH', 'z'),
      takes: [body(`${'a'.repeat(mostBodyBytes - 1)}z`)],
      leaves: [body(`${'a'.repeat(mostBodyBytes)}z`), body(`${'é'.repeat(mostBodyBytes / 2)}z`)],
    },
    {
      rule: rule('CONTAINS', 'a', { invert: true }),
      takes: [{}, body('b'), body('a'.repeat(mostBodyBytes + 1)), typed('application/grpc', 'a')],
      leaves: [body('a'), typed('text/plain', 'a')],
    },
    // Nobody waits for calls that stream both ways.
    {
      rule: rule('CONTAINS', 'a'),
      takes: [typed('application/json', 'a')],
      leaves: [typed('application/grpc+proto', 'a'), typed('Application/GRPC', 'a')],
    },
    // What stands before a body shares the room with it.
    {
      rule: rule('CONTAINS', 'a'),
      takes: [{ ...header(['X-A', 'a'.repeat(mostHeadBytes / 2)]), ...body('a') }],
      leaves: [
        { ...header(['X-A', 'a'.repeat(mostHeadBytes / 2)], ['X-B', 'a'.repeat(mostHeadBytes / 2)]), ...body('a') },
      ],
    },
    // A null character is the end of it.
    { rule: rule('CONTAINS', 'a'), takes: [body('a\0')], leaves: [body('\0a')] },
    // As it was sent: nothing is unpacked or decoded.
    { rule: rule('EQUAL_TO', 'a=%20'), takes: [body('a=%20')], leaves: [body('a= '), body('a=%20\n')] },
  ],
  BODY_JSON: [
    {
      rule: rule('EQUAL_TO', 'createOrder', { key: '$.operationName' }),
      takes: [
        body('{"operationName":"createOrder","query":"mutation createOrder { id }"}'),
        body('{"query": "…",\n "operationName" : "createOrder" }'),
        body('{"x":{"operationName":"other"},"operationName":"create\\u004frder"}'),
      ],
      leaves: [
        {},
        body('{"operationName":"createorder"}'),
        body('{"data":{"operationName":"createOrder"}}'),
        body('operationName=createOrder'),
        body('{operationName:"createOrder"}'),
        body('[{"operationName":"createOrder"}]'),
      ],
    },
    {
      rule: rule('STARTS_WITH', 'mutation', { key: '$.query' }),
      takes: [body('{"query":"mutation { pay }"}'), body('{"query":"mutation\\n{ pay }"}')],
      leaves: [body('{"query":"query { a } mutation { pay }"}'), body('{"query":" mutation { pay }"}')],
    },
    {
      rule: rule('EQUAL_TO', 'gold', { key: '$.user.plans[1]' }),
      takes: [body('{"user":{"plans":["free","gold"]}}'), body('{"user":{"plans":[{"a":[1,2]},"gold",3]}}')],
      leaves: [body('{"user":{"plans":["gold"]}}'), body('{"user":{"plans":[["a","gold"]]}}')],
    },
    // Numbers have six digits, true is 1 and false is 0; null, objects and lists are no texts.
    {
      rule: rule('EQUAL_TO', '1', { key: '$.a' }),
      takes: [body('{"a":true}'), body('{"a":1.0}')],
      leaves: [body('{"a":"true"}')],
    },
    {
      rule: rule('EQUAL_TO', '0', { key: '$.a' }),
      takes: [body('{"a":false}'), body('{"a":0e5}')],
      leaves: [body('{"a":null}')],
    },
    {
      rule: rule('EQUAL_TO', '1.23457e+06', { key: '$.a' }),
      takes: [body('{"a":1234567}'), body('{"a":1234568.4}')],
      leaves: [body('{"a":1234577}'), body('{"a":[1234567]}')],
    },
    {
      rule: rule('REGEX', '.', { key: '$.a', invert: true }),
      takes: [{}, body('{"a":null}'), body('{"a":{}}'), body('{"a":[]}'), body('{"a":""}'), body('no JSON')],
      leaves: [body('{"a":"x"}'), body('{"a":0}')],
    },
    // A document is read as far as the value, and the first of two keys counts.
    {
      rule: rule('EQUAL_TO', 'x', { key: '$.a' }),
      takes: [body('{"a":"x"'), body('{"a":"x","a":"y"}'), body('{"a":"x"} and more'), body('{"b":01,"a":"x"}')],
      leaves: [body('{"a":"y","a":"x"}'), body('{"b":tru,"a":"x"}'), body("{'a':'x'}")],
    },
    {
      rule: rule('EQUAL_TO', 'a', { key: '$.a' }),
      takes: [body('{"a":"a\\u0000b"}'), body('{"a":"a"\0')],
      leaves: [body('{"a":\0"a"}'), body('{"a":"\\u0000a"}')],
    },
    // Keys are compared as they are written, and escapes are known up to \u00ff.
    {
      rule: rule('REGEX', '^a.$', { key: '$.a' }),
      takes: [body('{"a":"a\\""}'), body('{"a":"a\\u00e9"}'), body('{"a":"a\\n"}')],
      leaves: [body('{"a":"aé"}'), body('{"a":"a\\/"}'), body('{"a":"a\\u20ac"}'), body('{"\\u0061":"ab"}')],
    },
    {
      rule: rule('EQUAL_TO', 'a', { key: '$.a' }),
      takes: [typed('text/plain', '{"a":"a"}')],
      leaves: [typed('application/grpc-web+json', '{"a":"a"}'), body(`{"a":"a","b":"${'b'.repeat(mostBodyBytes)}"}`)],
    },
  ],
  SSL_CONN_HAS_CERT: [{ rule: rule('EQUAL_TO', 'true'), takes: [], leaves: [{}] }],
  SSL_VERIFY_RESULT: [{ rule: rule('EQUAL_TO', '0'), takes: [], leaves: [{}] }],
  SSL_DN_FIELD: [{ rule: rule('EQUAL_TO', 'partner', { key: 'CN' }), takes: [], leaves: [{}] }],
} as const satisfies Record<RuleType, readonly RuleExample[]>
