import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CompareType } from 'model/l7/compare-types'
import { inherited } from 'model/l7/inherited'
import type { RuleType } from 'model/l7/rule-kinds'
import type { Listener } from 'model/resources/listener'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { desiredOf, idOf, type LoadBalancerCase, type PolicyCase } from '../src/compile/golden/rows.ts'
import { type Answer, compiledOf, freePort, type RunningHaproxy, runHaproxy, send, vip } from './compiled-haproxy.ts'

// The catalogue of what is asked of policies, rules and headers, row by row, each held to real traffic. The letters and numbers are those
// of the reference (product, 1.3 actions and order, 1.4 matching, 1.8 headers and URLs); what a row says of the API stands with the API.

type Rule = PolicyCase['rules'][number]
type Sent = {
  readonly method?: string
  readonly path?: string
  readonly headers?: Record<string, string>
  readonly from?: string
}
/** Where it ends: `web` is the default pool, `one` and `two` are others; a status, and of a redirect the URL. */
type End = 'web' | 'one' | 'two' | number | readonly [code: number, location: string]
type Row = {
  readonly policies: readonly PolicyCase[]
  readonly listener?: Partial<Listener>
  readonly hasDefault?: false
  readonly ends?: readonly (readonly [Sent, End])[]
  /** Headers that the client gets, and those that the member does; null is none. */
  readonly answers?: readonly (readonly [Sent, Readonly<Record<string, string | null>>])[]
  readonly members?: readonly (readonly [Sent, Readonly<Record<string, string | null>>])[]
}

const rule = (type: RuleType, compare_type: CompareType, value: string, more: Partial<Rule> = {}): Rule => ({
  ...{ type, compare_type, value },
  ...more,
})
const toOne = (...rules: Rule[]): PolicyCase => ({ action: 'REDIRECT_TO_POOL', pool: 1, rules })
const toTwo = (...rules: Rule[]): PolicyCase => ({ action: 'REDIRECT_TO_POOL', pool: 2, rules })
const at = (path: string, more: Omit<Sent, 'path'> = {}): Sent => ({ path, ...more })
const host = (name: string): Sent => ({ headers: { host: name } })
const everything = rule('PATH', 'STARTS_WITH', '/')
const text = (key: string, value: string) => ({ key, value_type: 'USER_DEFINED' as const, value })
const codes = [301, 302, 303, 307, 308] as const

/** A rule type with each comparison: a value, what it takes, and what it leaves. */
function comparisons(type: RuleType, send: (value: string) => Sent, more: Partial<Rule> = {}): Row {
  const cases: readonly (readonly [CompareType, string, string, string])[] = [
    ['EQUAL_TO', '/ab', '/ab', '/abc'],
    ['STARTS_WITH', '/st', '/stx', '/x/st'],
    ['ENDS_WITH', 'end', '/the-end', '/end/x'],
    ['CONTAINS', 'mid', '/a-mid-b', '/a-mi-d'],
    ['REGEX', '^/r[0-9]+$', '/r42', '/r4x'],
    ['WILDCARD', '/w?*z', '/w1-z', '/wz'],
  ]
  const isHost = type === 'HOST_NAME'
  const plain = (value: string) => (isHost ? value.replaceAll('/', '') : value)
  return {
    policies: cases.map(([compare_type, value]) => toOne(rule(type, compare_type, plain(value), more))),
    ends: cases.flatMap(([, , taken, left]): [Sent, End][] => [
      [send(plain(taken)), 'one'],
      [send(plain(left)), 'web'],
    ]),
  }
}

const rows: Readonly<Record<string, Row>> = {
  'A1 rules of a policy are all asked for': {
    policies: [toOne(rule('HOST_NAME', 'EQUAL_TO', 'a.test'), rule('PATH', 'STARTS_WITH', '/api'))],
    ends: [
      [at('/api', host('a.test')), 'one'],
      [at('/api', host('b.test')), 'web'],
      [at('/x', host('a.test')), 'web'],
    ],
  },
  'A2 a policy sends to its pool, everything else goes to the default': {
    policies: [toOne(rule('HOST_NAME', 'EQUAL_TO', 'www2.example.com'))],
    ends: [
      [host('www2.example.com'), 'one'],
      [host('www.example.com'), 'web'],
    ],
  },
  'A3 a redirect to a URL, whole or in parts': {
    policies: [
      {
        action: 'REDIRECT_TO_URL',
        redirect_url: 'https://www.example.com/new?x=1',
        rules: [rule('PATH', 'EQUAL_TO', '/url')],
      },
      {
        action: 'REDIRECT_TO_URL',
        redirect_url_config: {
          ...inherited,
          path: '/elb',
          query: `${inherited.query}&name=my_name`,
          status_code: '302',
        },
        rules: [rule('PATH', 'EQUAL_TO', '/parts')],
      },
    ],
    ends: [
      [at('/url'), [302, 'https://www.example.com/new?x=1']],
      [at('/parts?type=loadbalancer', host('h.test')), [302, 'http://h.test:PORT/elb?type=loadbalancer&name=my_name']],
    ],
  },
  'A4 a redirect to a prefix keeps path and query': {
    policies: [{ action: 'REDIRECT_PREFIX', redirect_prefix: 'https://h.test', rules: [everything] }],
    ends: [[at('/a?b=1'), [302, 'https://h.test/a?b=1']]],
    answers: [[at('/a?b=1'), { 'content-length': '0', 'cache-control': 'no-cache' }]],
  },
  'A5 the codes of a redirect': {
    policies: codes.map((code) => ({
      action: 'REDIRECT_TO_URL',
      redirect_url: 'http://h.test/',
      redirect_http_code: code,
      rules: [rule('PATH', 'EQUAL_TO', `/${code}`)],
    })),
    ends: codes.map((code) => [at(`/${code}`), [code, 'http://h.test/']]),
  },
  'A6 a reject is 403': { policies: [{ action: 'REJECT', rules: [everything] }], ends: [[at('/'), 403]] },
  'A7 a redirect to a listener overrides every other policy': {
    policies: [
      toOne(everything),
      { action: 'REDIRECT_TO_LISTENER', redirect_listener_id: idOf('listener', 1, 1), rules: [] },
    ],
    ends: [[at('/a?b=1', host('h.test')), [301, 'https://h.test:8443/a?b=1']]],
  },
  'A8 a fixed response': {
    policies: [
      {
        action: 'FIXED_RESPONSE',
        fixed_response_config: { status_code: '418', content_type: 'text/html', message_body: '<p>"it\'s" 100 %</p>' },
        rules: [everything],
      },
    ],
    ends: [[at('/'), 418]],
    answers: [[at('/'), { 'content-type': 'text/html', 'content-length': '19' }]],
  },
  'A10 the order decides, whatever the policies look for and do': {
    policies: [
      { action: 'REJECT', rules: [rule('PATH', 'REGEX', '^/both/x')] },
      toOne(rule('PATH', 'STARTS_WITH', '/both')),
      toTwo(rule('PATH', 'EQUAL_TO', '/both')),
    ],
    ends: [
      [at('/both/x'), 403],
      [at('/both'), 'one'],
    ],
  },
  'A15 without a policy and a default pool there is 503': {
    policies: [toOne(rule('PATH', 'EQUAL_TO', '/one'))],
    hasDefault: false,
    ends: [
      [at('/one'), 'one'],
      [at('/'), 503],
    ],
  },
  'A18 a policy that is switched off is passed over': {
    policies: [{ ...toOne(everything), admin_state_up: false }, toTwo(everything)],
    ends: [[at('/'), 'two']],
  },
  'R1 hosts: in any case, with a port, and every label before a wildcard': {
    policies: [toOne(rule('HOST_NAME', 'WILDCARD', '*.a.com')), toTwo(rule('HOST_NAME', 'EQUAL_TO', 'X.B.com'))],
    ends: [
      [host('x.a.com'), 'one'],
      [host('y.X.A.com:8080'), 'one'],
      [host('a.com'), 'web'],
      [host('x.b.COM:8080'), 'two'],
    ],
  },
  'R2 paths': comparisons('PATH', (value) => at(value)),
  'R3 file types': {
    policies: [toOne(rule('FILE_TYPE', 'EQUAL_TO', 'jpg'))],
    ends: [
      [at('/a.jpg'), 'one'],
      [at('/a.jpg/x'), 'web'],
      [at('/?x=.jpg'), 'web'],
    ],
  },
  'R4 headers, in any spelling of their names': comparisons(
    'HEADER',
    (value) => at('/', { headers: { 'x-MODE': value } }),
    { key: 'X-Mode' },
  ),
  'R5 cookies, among others': comparisons(
    'COOKIE',
    (value) => at('/', { headers: { cookie: `x=1; mode=${value}; y=2` } }),
    { key: 'mode' },
  ),
  'R6 methods': {
    policies: ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'].map((method) => ({
      action: 'REDIRECT_TO_URL',
      redirect_url: `http://h.test/${method}`,
      rules: [rule('METHOD', 'EQUAL_TO', method)],
    })),
    ends: ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'].map((method) => [
      { method },
      [302, `http://h.test/${method}`],
    ]),
  },
  'R7 parameters, where case counts': {
    policies: [
      toOne(rule('QUERY_STRING', 'EQUAL_TO', 'us', { key: 'region' })),
      toTwo(rule('QUERY_STRING', 'WILDCARD', 'e?', { key: 'region' })),
    ],
    ends: [
      [at('/?a=b&region=us'), 'one'],
      [at('/?region=eu'), 'two'],
      [at('/?region=US'), 'web'],
      [at('/?Region=us'), 'web'],
    ],
  },
  'R8 networks of clients': {
    policies: [toOne(rule('SOURCE_IP', 'EQUAL_TO', '127.0.0.8/29'))],
    ends: [
      [at('/', { from: '127.0.0.9' }), 'one'],
      [at('/', { from: '127.0.0.16' }), 'web'],
      [at('/', { from: '127.0.0.16', headers: { 'x-forwarded-for': '127.0.0.9' } }), 'web'],
    ],
  },
  'R9 every comparison of a host': comparisons('HOST_NAME', host),
  'R10 a rule that is inverted': {
    policies: [toOne(rule('HOST_NAME', 'EQUAL_TO', 'a.test', { invert: true }))],
    ends: [
      [host('b.test'), 'one'],
      [host('a.test'), 'web'],
    ],
  },
  'R12 one of several conditions will do': {
    policies: [
      toOne(
        rule('HEADER', 'WILDCARD', '1*', {
          key: 'X-Beta',
          conditions: ['1*', 'yes'].map((value) => ({ key: 'X-Beta', value })),
        }),
      ),
      toTwo(
        rule('HOST_NAME', 'EQUAL_TO', 'a.test', {
          conditions: ['a.test', 'b.test'].map((value) => ({ key: null, value })),
        }),
      ),
    ],
    ends: [
      [at('/', { headers: { 'X-Beta': '1.2' } }), 'one'],
      [at('/', { headers: { 'X-Beta': 'yes' } }), 'one'],
      [at('/', { headers: { 'X-Beta': 'no' } }), 'web'],
      [host('b.test'), 'two'],
    ],
  },
  'R13 devices, languages, flags and canaries': {
    policies: [
      toOne(rule('HEADER', 'CONTAINS', 'Mobile', { key: 'User-Agent' })),
      toTwo(rule('HEADER', 'STARTS_WITH', 'de', { key: 'Accept-Language' })),
      toOne(rule('COOKIE', 'EQUAL_TO', 'on', { key: 'new-cart' })),
      toTwo(rule('HEADER', 'EQUAL_TO', 'true', { key: 'X-Canary' })),
    ],
    ends: [
      [at('/', { headers: { 'user-agent': 'X (iPhone) Mobile/1' } }), 'one'],
      [at('/', { headers: { 'accept-language': 'de-CH, de' } }), 'two'],
      [at('/', { headers: { cookie: 'new-cart=on' } }), 'one'],
      [at('/', { headers: { 'x-canary': 'true' } }), 'two'],
      [at('/', { headers: { 'accept-language': 'en' } }), 'web'],
    ],
  },
  'R16 the table of paths': {
    policies: [
      toOne(rule('PATH', 'STARTS_WITH', '/api/')),
      toTwo(rule('PATH', 'STARTS_WITH', '/static/')),
      {
        action: 'REJECT',
        rules: [rule('PATH', 'STARTS_WITH', '/admin/'), rule('SOURCE_IP', 'EQUAL_TO', '127.0.0.9', { invert: true })],
      },
      {
        action: 'FIXED_RESPONSE',
        fixed_response_config: { status_code: '200', content_type: 'text/plain', message_body: 'ok' },
        rules: [rule('PATH', 'EQUAL_TO', '/health')],
      },
      toTwo(rule('PATH', 'STARTS_WITH', '/ws/')),
    ],
    ends: [
      [at('/api/users'), 'one'],
      [at('/static/a.css'), 'two'],
      [at('/admin/x'), 403],
      [at('/admin/x', { from: '127.0.0.9' }), 'web'],
      [at('/health'), 200],
    ],
  },
  'R17 an expression that could take for ever does not': {
    policies: [toOne(rule('PATH', 'WILDCARD', `/${'*a'.repeat(20)}*b`))],
    ends: [[at(`/${'a'.repeat(4_000)}`), 'web']],
  },
  'X1 members are told of the client, who can not forge it': {
    policies: [],
    listener: {
      insert_headers: {
        'X-Forwarded-For': 'true',
        'X-Forwarded-Proto': 'true',
        'X-Forwarded-Port': 'true',
        'X-Real-IP': 'true',
        'X-Forwarded-Host': 'true',
      },
    },
    members: [
      [
        at('/', {
          headers: {
            host: 'h.test',
            'x-forwarded-for': '10.0.0.1',
            'x-real-ip': '10.0.0.1',
            'x-forwarded-host': 'evil.test',
          },
        }),
        {
          'x-forwarded-for': '10.0.0.1, 127.0.0.1',
          'x-forwarded-proto': 'http',
          'x-real-ip': '127.0.0.1',
          'x-forwarded-host': 'h.test',
        },
      ],
    ],
  },
  'X2 an id of the request is kept': {
    policies: [],
    listener: { insert_headers: { 'X-Request-ID': 'true' } },
    members: [[at('/', { headers: { 'x-request-id': 'mine-1' } }), { 'x-request-id': 'mine-1' }]],
  },
  'X3 a header is taken away': {
    policies: [{ ...toOne(everything), remove_headers_config: { configs: [{ key: 'X-Debug' }] } }],
    members: [[at('/', { headers: { 'x-debug': '1' } }), { 'x-debug': null }]],
  },
  'X4 security headers, also on what the load balancer answers itself': {
    policies: (['FIXED_RESPONSE', 'REDIRECT_TO_POOL'] as const).map((action) => ({
      action,
      ...(action === 'REDIRECT_TO_POOL' && { pool: 1 }),
      ...(action === 'FIXED_RESPONSE' && {
        fixed_response_config: { status_code: '404', content_type: 'text/plain' as const, message_body: 'x' },
      }),
      insert_response_headers_config: {
        configs: [text('X-Content-Type-Options', 'nosniff'), text('X-Frame-Options', 'DENY')],
      },
      rules: [rule('PATH', 'STARTS_WITH', `/${action}`)],
    })),
    answers: (['/FIXED_RESPONSE', '/REDIRECT_TO_POOL'] as const).map((path) => [
      at(path),
      { 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' },
    ]),
  },
  'X5 a preflight is answered here': {
    policies: [
      {
        ...toOne(everything),
        cors_config: {
          allow_origins: ['*'],
          allow_methods: ['PUT'],
          allow_headers: [],
          expose_headers: [],
          allow_credentials: false,
          max_age: 1,
        },
      },
    ],
    ends: [
      [
        at('/', { method: 'OPTIONS', headers: { origin: 'https://a.test', 'access-control-request-method': 'PUT' } }),
        204,
      ],
    ],
    answers: [[at('/', { headers: { origin: 'https://a.test' } }), { 'access-control-allow-origin': '*' }]],
  },
  'X7 a URL is rewritten, and encoded characters survive': {
    policies: [
      {
        ...toOne(rule('PATH', 'REGEX', '^/api/v1/(.*)$')),
        rewrite_url_config: { host: 'inside.test', path: '/$1', query: inherited.query },
      },
      {
        ...toOne(rule('PATH', 'EQUAL_TO', '/legacy-endpoint')),
        rewrite_url_config: { host: inherited.host, path: '/v2/new-endpoint', query: inherited.query },
      },
    ],
    members: [
      [at('/api/v1/users/%2F123?a=%3F&b=?'), { url: '/users/%2F123?a=%3F&b=?', host: 'inside.test' }],
      [at('/legacy-endpoint'), { url: '/v2/new-endpoint' }],
    ],
  },
  'X8 the answer of a member is changed, whatever its status': {
    policies: [
      {
        ...toOne(everything),
        insert_response_headers_config: { configs: [text('X-Added', '1')] },
        remove_response_headers_config: { configs: [{ key: 'X-Pool' }] },
      },
    ],
    answers: [[at('/status/500'), { 'x-added': '1', 'x-pool': null }]],
  },
}

let ports: readonly number[] = []
let haproxy: RunningHaproxy | null = null
const servers: ReturnType<typeof createServer>[] = []

beforeAll(async () => {
  const members = await Promise.all(['web', 'one', 'two'].map(memberPort))
  ports = await distinctPorts(Object.keys(rows).length)
  const listeners: LoadBalancerCase['listeners'] = [
    // What A7 redirects to.
    { protocol: 'HTTPS', protocol_port: 8443, default_pool: 3 },
    ...Object.values(rows).map(({ policies, listener = {}, hasDefault = true }, number) => ({
      protocol: 'HTTP' as const,
      protocol_port: ports[number] ?? 0,
      policies,
      ...listener,
      ...(hasDefault && { default_pool: 0 }),
    })),
  ]
  const pools = [
    ...members.map((protocol_port) => ({
      pool: { protocol: 'HTTP' as const },
      members: [{ address: '127.0.0.1', protocol_port }],
    })),
    { pool: { protocol: 'HTTPS' as const }, members: [] },
  ]
  haproxy = await runHaproxy([compiledOf(desiredOf({ load_balancer: { vip_address: vip }, listeners, pools }))])
})

afterAll(async () => {
  await haproxy?.stop()
  for (const server of servers) server.closeAllConnections()
  for (const server of servers) server.close()
})

describe.each(Object.entries(rows).map(([name, row], number) => ({ name, row, number })))(
  '$name',
  ({ row, number }) => {
    const ask = ({ from = '127.0.0.1', ...sent }: Sent) => send(ports[number] ?? 0, { localAddress: from, ...sent })

    test('in real traffic', async () => {
      for (const [sent, end] of row.ends ?? [])
        expect([sent, endOf(await ask(sent), end, ports[number])]).toEqual([sent, end])
      for (const [sent, wanted] of row.answers ?? []) expectHeaders((await ask(sent)).headers, wanted)
      for (const [sent, wanted] of row.members ?? []) expectHeaders(JSON.parse((await ask(sent)).body), wanted)
      expect((row.ends ?? row.answers ?? row.members ?? []).length).toBeGreaterThan(0)
    })
  },
)

function expectHeaders(got: object, wanted: Readonly<Record<string, string | null>>): void {
  const names = Object.entries(wanted)
  expect(got).toMatchObject(Object.fromEntries(names.filter(([, value]) => value !== null)))
  for (const [name, value] of names) if (value === null) expect(got).not.toHaveProperty(name)
}

/** An answer in the words of what was expected. */
function endOf({ status, headers }: Answer, end: End, port: number | undefined): End {
  if (typeof end === 'number') return status
  if (typeof end === 'string') return (headers['x-pool'] ?? status) as End
  return [status, (headers.location ?? '').replace(`:${port}/`, ':PORT/')]
}

async function distinctPorts(count: number): Promise<number[]> {
  const found = new Set<number>()
  while (found.size < count) found.add(await freePort(vip))
  return [...found]
}

/** It tells what it got, and answers with the status that the path asks for. */
async function memberPort(name: string): Promise<number> {
  const server = createServer((request, response) => {
    const { url = '', headers } = request
    const status = Number(/^\/status\/(\d+)/.exec(url)?.[1] ?? 200)
    response.writeHead(status, { 'x-pool': name, 'content-type': 'application/json' })
    response.end(JSON.stringify({ url, ...headers }))
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
