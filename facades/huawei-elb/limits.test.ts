import { inherited } from 'model/l7/inherited'
import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { type Client, elbClient, must } from './testing/elb.ts'

// Every limit of policies and rules, tried on both of its sides.

let who: People
let elb: Client
/** Ids by what they are: the placeholders of the table stand for them. */
const ids: Record<string, string> = {}

beforeAll(async () => {
  who = await people()
  elb = elbClient(who.project, { token: who.member })
  const stop = playEngine()
  const lb = async (name: string) => {
    const made = await elb('POST', '/loadbalancers', { loadbalancer: { name, vip_subnet_cidr_id: who.subnet } })
    return must(201, made).id
  }
  const listener = async (loadbalancer_id: string, wish: object) =>
    must(201, await elb('POST', '/listeners', { listener: { loadbalancer_id, ...wish } })).id
  const pool = async (loadbalancer_id: string, wish: object = {}) => {
    const whole = { loadbalancer_id, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', ...wish }
    return must(201, await elb('POST', '/pools', { pool: whole })).id
  }
  const [one, other] = [await lb('one'), await lb('other')]
  const on = { enhance_l7policy_enable: true }
  ids['ON'] = await listener(one, { protocol: 'HTTP', protocol_port: 80, ...on })
  ids['OFF'] = await listener(one, { protocol: 'HTTP', protocol_port: 81 })
  ids['TCP'] = await listener(one, { protocol: 'TCP', protocol_port: 82 })
  ids['USER'] = await listener(one, { protocol: 'HTTP', protocol_port: 83, ...on })
  for (const name of ['A', 'B', 'C', 'D', 'E', 'F', 'USED']) ids[name] = await pool(one)
  ids['DEFAULT'] = await pool(one, { listener_id: ids['ON'], loadbalancer_id: undefined })
  ids['FOREIGN'] = await pool(other)
  ids['PLAIN'] = await pool(one, { protocol: 'TCP' })
  const material = { certificate: { self_signed: { server_names: ['a.example'], days: 30 } } }
  const { consoleApi } = await import('../console/index.ts')
  const { asking } = await import('../shared/testing/ask.ts')
  const made = await asking(consoleApi)('POST', '/console/certificates', { token: who.member, body: material })
  const tls = { protocol: 'HTTPS', default_tls_container_ref: String(made.at('certificate', 'id')), ...on }
  ids['HTTPS'] = await listener(one, { ...tls, protocol_port: 443 })
  ids['FAR'] = await listener(other, { ...tls, protocol_port: 443 })
  const used = { listener_id: ids['USER'], action: 'REDIRECT_TO_POOL', redirect_pool_id: ids['USED'] }
  must(201, await elb('POST', '/l7policies', { l7policy: used }))
  return stop
})

/** `<A>` in a wish is the id of A. */
function meant(wish: unknown): unknown {
  return JSON.parse(JSON.stringify(wish).replaceAll(/<([A-Z]+)>/g, (_, name: string) => ids[name] ?? ''))
}

const nothing = '00000000-0000-4000-8000-000000000000'
const x = (length: number) => 'x'.repeat(length)
const send = { action: 'REDIRECT_TO_POOL', redirect_pool_id: '<A>' }
const url = (parts: object) => ({
  action: 'REDIRECT_TO_URL',
  redirect_url_config: { status_code: '302', path: '/new', ...parts },
})
const fixed = (parts: object, more: object = {}) => ({
  action: 'FIXED_RESPONSE',
  fixed_response_config: { status_code: '200', ...parts },
  ...more,
})
const extended = (redirect_pools_extend_config: object) => ({ ...send, redirect_pools_extend_config })
const rewrite = (parts: object) => extended({ rewrite_url_enable: true, rewrite_url_config: parts })
const inserted = (key: string, value_type = 'USER_DEFINED', value = 'v') =>
  extended({ insert_headers_config: { configs: [{ key, value_type, value }] } })
const limited = (traffic_limit_config: object) => extended({ traffic_limit_config })
const pools = (...weights: unknown[]) => ({
  action: 'REDIRECT_TO_POOL',
  redirect_pools_config: weights.map((weight, at) => ({ pool_id: `<${'ABCDEF'[at]}>`, weight })),
})
const ruled = (...rules: object[]) => ({ ...fixed({}), rules })
const by = (type: string, value: string, compare_type = 'EQUAL_TO') => ({ type, compare_type, value })
const listing = (type: string, ...conditions: object[]) => ({ type, compare_type: 'EQUAL_TO', conditions })
const headers = (count: number) =>
  listing('HEADER', ...Array.from({ length: count }, (_, at) => ({ key: 'X-A', value: `v${at}` })))

type Row = readonly [what: string, wish: object]
const good: readonly Row[] = [
  ['a name of 255 characters', { ...send, name: x(255) }],
  ['a description of 255 characters', { ...send, description: x(255) }],
  ['the priority 1', { ...send, priority: 1 }],
  ['the priority 10000', { ...send, priority: 10_000 }],
  ['a redirect to a listener', { action: 'REDIRECT_TO_LISTENER', redirect_listener_id: '<HTTPS>' }],
  [
    'a redirect to a listener with the priority 0',
    { action: 'REDIRECT_TO_LISTENER', redirect_listener_id: '<HTTPS>', priority: 0 },
  ],
  ['attributes without effect', { ...send, admin_state_up: false, position: 7, redirect_url: 'x', project_id: x(32) }],
  ['a pool where enhance is off', { ...send, listener_id: '<OFF>' }],
  ['five pools', pools(0, 1, '12', 100, null)],
  ['one pool and several', { ...pools(1, 2), redirect_pool_id: '<F>' }],
  ['stickiness of 1 minute', { ...pools(1, 1), redirect_pools_sticky_session_config: { enable: true, timeout: 1 } }],
  ['stickiness of a day', { ...pools(1, 1), redirect_pools_sticky_session_config: { enable: true, timeout: 1_440 } }],
  ['stickiness by default', { ...pools(1, 1), redirect_pools_sticky_session_config: {} }],
  ...['301', '302', '303', '307', '308'].map((code): Row => [`the code ${code}`, url({ status_code: code })]),
  ['a redirect to HTTPS alone', url({ protocol: 'HTTPS', path: '' })],
  ['a redirect to a host of 128 characters', url({ host: x(128) })],
  ['a redirect to the port 1', url({ port: '1' })],
  ['a redirect to the port 65535', url({ port: '65535' })],
  ['a redirect to a path of 128 characters', url({ path: `/${x(127)}` })],
  ['a redirect to a path of signs', url({ path: "/_~';@^-%#&$.*+?,=!:|/()[]{}" })],
  ['a redirect to a query of 128 characters', url({ query: x(128) })],
  ['a redirect to a query with more in it', url({ query: `${inherited.query}&name=my_name` })],
  ...['200', '299', '400', '499', '500', '599'].map(
    (code): Row => [`an answer of ${code}`, fixed({ status_code: code })],
  ),
  ...['text/plain', 'text/css', 'text/html', 'application/javascript', 'application/json', ''].map(
    (type): Row => [`an answer of the type "${type}"`, fixed({ content_type: type })],
  ),
  ['an answer of 1024 characters', fixed({ message_body: x(1_024) })],
  ['an answer of 1024 characters of four bytes', fixed({ message_body: '😀'.repeat(1_024) })],
  ['an answer without a body', fixed({ message_body: '' })],
  [
    'an answer with headers and a limit',
    fixed({ traffic_limit_config: { qps: 5 }, remove_headers_config: { configs: [{ key: 'a' }] } }),
  ],
  ['rewriting of everything', rewrite({ host: 'a.example', path: '/b', query: 'c=d' })],
  ['rewriting of nothing', rewrite({ host: '', path: '', query: null })],
  ['rewriting that is off', extended({ rewrite_url_enable: false, rewrite_url_config: { path: '/b' } })],
  ['a header name of 40 characters', inserted(x(40))],
  ['a header value of 128 characters', inserted('X-A', 'USER_DEFINED', x(128))],
  ['a header value with stars', inserted('X-A', 'USER_DEFINED', '* and ?')],
  ['a copied header', inserted('X-A', 'REFERENCE_HEADER', 'X-B')],
  ...['CLIENT-PORT', 'CLIENT-IP', 'ELB-PROTOCOL', 'ELB-ID', 'ELB-PORT', 'ELB-EIP', 'ELB-VIP'].map(
    (value): Row => [`the header ${value}`, inserted('X-A', 'SYSTEM_DEFINED', value)],
  ),
  ['limits of 100000', limited({ qps: 100_000, per_source_ip_qps: 99_999, burst: 100_000 })],
  ['no limits', limited({ qps: 0, per_source_ip_qps: 0, burst: 0 })],
  ['a limit of each client alone', limited({ qps: 0, per_source_ip_qps: 100_000 })],
  ['ten conditions', ruled(headers(9), by('PATH', '/'))],
  ['a host', ruled(by('HOST_NAME', 'a-1.example'))],
  ['a host with a star before it', ruled(by('HOST_NAME', '*.example'))],
  ['a value of 128 characters', ruled(by('PATH', `/${x(127)}`))],
  ['a path of signs', ruled(by('PATH', "/_~';@^-%&$.*+,=!:|/()[]{}"))],
  ['a prefix', ruled(by('PATH', '/a', 'STARTS_WITH'))],
  ['an expression', ruled(by('PATH', '/elb[^\\s]*', 'REGEX'))],
  ['an expression of the guide', ruled(by('PATH', '/(\\w)*\\.php', 'REGEX'))],
  ...['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'].map(
    (method): Row => [`the method ${method}`, ruled(listing('METHOD', { value: method }))],
  ),
  ['a header key of 40 characters', ruled(listing('HEADER', { key: x(40), value: 'a*?' }))],
  ['a parameter of 128 characters', ruled(listing('QUERY_STRING', { key: x(128), value: x(128) }))],
  ['networks', ruled(listing('SOURCE_IP', { value: '10.0.0.0/8' }, { value: 'fd00::/8' }))],
  ['a cookie', ruled(listing('COOKIE', { key: 'id', value: 'a-b' }))],
  ['two headers', ruled(listing('HEADER', { key: 'a', value: '1' }), listing('HEADER', { key: 'b', value: '1' }))],
  ['conditions beside a value', ruled({ ...listing('PATH', { value: '/a', key: '' }), value: '/b' })],
  ['a rule where enhance is off', { ...send, listener_id: '<OFF>', rules: [by('PATH', '/a'), by('HOST_NAME', 'a.b')] }],
]

const invalid = [400, 'ELB.8902'] as const
const conflict = [409, 'ELB.8907'] as const
const quota = [409, 'ELB.8905'] as const
const unknown = [404, 'ELB.8904'] as const
type Refused = readonly [what: string, wish: object, answer: readonly [number, string], names: string]
const refusedHeaders = [
  ...['connection', 'upgrade', 'content-length', 'transfer-encoding', 'keep-alive', 'te', 'host', 'cookie', 'remoteip'],
  ...['authority', 'x-forwarded-host', 'x-forwarded-for', 'x-forwarded-for-port', 'x-forwarded-tls-certificate-id'],
  ...[
    'x-forwarded-tls-protocol',
    'x-forwarded-tls-cipher',
    'x-forwarded-elb-ip',
    'x-forwarded-port',
    'X-Forwarded-ELB-ID',
  ],
  ...['x-forwarded-elb-vip', 'X-Real-IP', 'x-forwarded-proto', 'x-nuwa-trace-ne-in', 'X-Nuwa-Trace-Ne-Out'],
]
const bad: readonly Refused[] = [
  ['no action', { redirect_pool_id: '<A>' }, invalid, 'action'],
  ...['REJECT', 'REDIRECT_PREFIX', 'redirect_to_pool', 'toString', ''].map(
    (action): Refused => [`the action "${action}"`, { ...send, action }, invalid, 'action'],
  ),
  ['a listener that is not there', { ...send, listener_id: nothing }, unknown, nothing],
  ['a listener by another name', { ...send, listener_id: 'web' }, unknown, 'web'],
  ['a listener of TCP', { ...send, listener_id: '<TCP>' }, invalid, 'listener'],
  ['a name of 256 characters', { ...send, name: x(256) }, invalid, 'name'],
  ['a name that is a number', { ...send, name: 5 }, invalid, 'name'],
  ['a description of 256 characters', { ...send, description: x(256) }, invalid, 'description'],
  ['the priority 10001', { ...send, priority: 10_001 }, invalid, 'priority'],
  ['the priority -1', { ...send, priority: -1 }, invalid, 'priority'],
  ['the priority as text', { ...send, priority: '1' }, invalid, 'priority'],
  ['the priority 1.5', { ...send, priority: 1.5 }, invalid, 'priority'],
  [
    'a priority of a redirect to a listener',
    { action: 'REDIRECT_TO_LISTENER', redirect_listener_id: '<HTTPS>', priority: 1 },
    invalid,
    'priority',
  ],
  ['no pool', { action: 'REDIRECT_TO_POOL' }, invalid, 'redirect_pool_id'],
  ['a pool that is not there', { ...send, redirect_pool_id: nothing }, unknown, nothing],
  ['a pool of another load balancer', { ...send, redirect_pool_id: '<FOREIGN>' }, unknown, 'Pool'],
  ['the default pool', { ...send, redirect_pool_id: '<DEFAULT>' }, conflict, 'default pool'],
  ['a pool of policies of another listener', { ...send, redirect_pool_id: '<USED>' }, conflict, 'used by'],
  ['a pool that speaks TCP', { ...send, redirect_pool_id: '<PLAIN>' }, invalid, 'pool protocol'],
  [
    'the default pool among several',
    { action: 'REDIRECT_TO_POOL', redirect_pools_config: [{ pool_id: '<DEFAULT>' }] },
    conflict,
    'default',
  ],
  ['six pools', pools(1, 1, 1, 1, 1, 1), invalid, 'redirect_pools_config'],
  ['no pools', pools(), invalid, 'redirect_pools_config'],
  [
    'a pool twice',
    { action: 'REDIRECT_TO_POOL', redirect_pools_config: [{ pool_id: '<A>' }, { pool_id: '<A>' }] },
    invalid,
    'redirect_pools_config',
  ],
  ...[-1, 101, '101', 'x', 1.5, true].map(
    (weight): Refused => [`the weight ${weight}`, pools(weight), invalid, 'weight'],
  ),
  ...[0, 1_441, '5'].map(
    (timeout): Refused => [
      `stickiness of ${JSON.stringify(timeout)} minutes`,
      { ...pools(1), redirect_pools_sticky_session_config: { enable: true, timeout } },
      invalid,
      'timeout',
    ],
  ),
  ['pools for a URL', { ...url({}), redirect_pools_config: [{ pool_id: '<A>' }] }, invalid, 'redirect_pools_config'],
  [
    'a pool for a listener',
    { action: 'REDIRECT_TO_LISTENER', redirect_listener_id: '<HTTPS>', redirect_pool_id: '<A>' },
    invalid,
    'redirect_pool_id',
  ],
  ['a listener for a pool', { ...send, redirect_listener_id: '<HTTPS>' }, invalid, 'redirect_listener_id'],
  ['no listener', { action: 'REDIRECT_TO_LISTENER' }, invalid, 'redirect_listener_id'],
  [
    'a listener to redirect to that is not there',
    { action: 'REDIRECT_TO_LISTENER', redirect_listener_id: nothing },
    unknown,
    nothing,
  ],
  [
    'a redirect to a listener of HTTP',
    { action: 'REDIRECT_TO_LISTENER', redirect_listener_id: '<OFF>' },
    invalid,
    'redirect_listener_id',
  ],
  [
    'a redirect to a listener elsewhere',
    { action: 'REDIRECT_TO_LISTENER', redirect_listener_id: '<FAR>' },
    invalid,
    'redirect_listener_id',
  ],
  [
    'a redirect from a listener of HTTPS',
    { action: 'REDIRECT_TO_LISTENER', redirect_listener_id: '<HTTPS>', listener_id: '<HTTPS>' },
    invalid,
    'REDIRECT_TO_LISTENER',
  ],
  [
    'rules of a redirect to a listener',
    { action: 'REDIRECT_TO_LISTENER', redirect_listener_id: '<HTTPS>', rules: [by('PATH', '/')] },
    invalid,
    'rules',
  ],
  ['no URL', { action: 'REDIRECT_TO_URL' }, invalid, 'redirect_url'],
  ['a URL without a code', { action: 'REDIRECT_TO_URL', redirect_url_config: { path: '/a' } }, invalid, 'status_code'],
  ...['300', '304', '309', 302].map(
    (code): Refused => [`the code ${JSON.stringify(code)}`, url({ status_code: code }), invalid, 'status_code'],
  ),
  ['a redirect that changes nothing', url({ path: '' }), invalid, 'circles'],
  ['a redirect that changes only the query', url({ path: '', query: 'a=b' }), invalid, 'circles'],
  ['a redirect to its own protocol and port', url({ path: '', protocol: 'HTTP', port: '80' }), invalid, 'circles'],
  ['a redirect to FTP', url({ protocol: 'FTP' }), invalid, 'protocol'],
  ['a redirect to a host of 129 characters', url({ host: x(129) }), invalid, 'host'],
  ...['-a', '.a', 'a_b', 'a b', 'a/b', 'ü'].map(
    (host): Refused => [`a redirect to the host "${host}"`, url({ host }), invalid, 'host'],
  ),
  ...['0', '65536', 'x', '080', 80].map(
    (port): Refused => [`a redirect to the port ${JSON.stringify(port)}`, url({ port }), invalid, 'port'],
  ),
  ['a redirect to a path of 129 characters', url({ path: `/${x(128)}` }), invalid, 'path'],
  ...['a', '/a b', '/a"b', '/a<b', '/a\\b', '/ü'].map(
    (one): Refused => [`a redirect to the path ${one}`, url({ path: one }), invalid, 'path'],
  ),
  ['a redirect to a query of 129 characters', url({ query: x(129) }), invalid, 'query'],
  ...['a b', 'a#b', 'a"b', 'a%b', 'a\nb'].map(
    (one): Refused => [`a redirect to the query ${JSON.stringify(one)}`, url({ query: one }), invalid, 'query'],
  ),
  [
    'a URL for a pool',
    { ...send, redirect_url_config: { status_code: '302', path: '/a' } },
    invalid,
    'redirect_url_config',
  ],
  [
    'an answer for a pool',
    { ...send, fixed_response_config: { status_code: '200' } },
    invalid,
    'fixed_response_config',
  ],
  ['no answer', { action: 'FIXED_RESPONSE' }, invalid, 'fixed_response_config'],
  ...['199', '300', '399', '600', '', 200].map(
    (code): Refused => [`an answer of ${JSON.stringify(code)}`, fixed({ status_code: code }), invalid, 'status_code'],
  ),
  ['an answer of another type', fixed({ content_type: 'image/png' }), invalid, 'content_type'],
  ['an answer of 1025 characters', fixed({ message_body: x(1_025) }), invalid, 'message_body'],
  ['rewriting without a config', extended({ rewrite_url_enable: true }), invalid, 'rewrite_url_config'],
  ...[
    { host: x(129) },
    { host: '-a' },
    { path: 'a' },
    { path: '/a*' },
    { path: '/[a]' },
    { path: '/{a}' },
    { path: '/a b' },
  ].map(
    (parts): Refused => [
      `rewriting to ${JSON.stringify(parts).slice(0, 40)}`,
      rewrite(parts),
      invalid,
      Object.keys(parts)[0] ?? '',
    ],
  ),
  ...['a*', x(129), 'a b'].map(
    (query): Refused => [`rewriting to the query ${query.slice(0, 20)}`, rewrite({ query }), invalid, 'query'],
  ),
  ['a header name of 41 characters', inserted(x(41)), invalid, 'key'],
  ['a header name with a dot', inserted('x.y'), invalid, 'key'],
  ['a header without a name', inserted(''), invalid, 'key'],
  ...refusedHeaders.map((name): Refused => [`the header ${name}`, inserted(name), invalid, 'key']),
  ['a header of another type', inserted('X-A', 'ELSE'), invalid, 'value_type'],
  ['a header value of 129 characters', inserted('X-A', 'USER_DEFINED', x(129)), invalid, 'value'],
  ...['', ' a', 'a ', 'a\nb', 'ü', 'a\u0000'].map(
    (value): Refused => [
      `the header value ${JSON.stringify(value)}`,
      inserted('X-A', 'USER_DEFINED', value),
      invalid,
      'value',
    ],
  ),
  ['a header of the system that is none', inserted('X-A', 'SYSTEM_DEFINED', 'CLIENT'), invalid, 'value'],
  [
    'a removed header that is reserved',
    extended({ remove_headers_config: { configs: [{ key: 'Host' }] } }),
    invalid,
    'key',
  ],
  ...[{ qps: -1 }, { qps: 100_001 }, { burst: 100_001 }, { per_source_ip_qps: 100_001 }, { qps: '5' }].map(
    (limit): Refused => [`the limit ${JSON.stringify(limit)}`, limited(limit), invalid, Object.keys(limit)[0] ?? ''],
  ),
  [
    'a limit of each client that is that of all',
    limited({ qps: 5, per_source_ip_qps: 5 }),
    invalid,
    'per_source_ip_qps',
  ],
  ['eleven conditions', ruled(headers(10), by('PATH', '/')), quota, '10 conditions'],
  ['eleven conditions in one rule', ruled(headers(11)), quota, '10 conditions'],
  ...['HOST_NAME', 'PATH'].map(
    (type): Refused => [
      `two rules of ${type}`,
      ruled(by(type, type === 'PATH' ? '/a' : 'a.b'), by(type, type === 'PATH' ? '/b' : 'b.b')),
      invalid,
      type,
    ],
  ),
  [
    'two rules of METHOD',
    ruled(listing('METHOD', { value: 'GET' }), listing('METHOD', { value: 'PUT' })),
    invalid,
    'METHOD',
  ],
  [
    'two rules of SOURCE_IP',
    ruled(listing('SOURCE_IP', { value: '10.0.0.0/8' }), listing('SOURCE_IP', { value: '11.0.0.0/8' })),
    invalid,
    'SOURCE_IP',
  ],
  ['a rule of another type', ruled(by('FILE_TYPE', 'jpg')), invalid, 'type'],
  ['a rule about bodies', ruled(by('BODY', 'jpg')), invalid, 'type'],
  ['a rule without a comparison', ruled({ type: 'PATH', value: '/a' }), invalid, 'compare_type'],
  ...['CONTAINS', 'ENDS_WITH', 'WILDCARD'].map(
    (compare): Refused => [`a path by ${compare}`, ruled(by('PATH', '/a', compare)), invalid, 'compare_type'],
  ),
  ['a host by its beginning', ruled(by('HOST_NAME', 'a', 'STARTS_WITH')), invalid, 'compare_type'],
  ['a value of 129 characters', ruled(by('PATH', `/${x(128)}`)), invalid, 'value'],
  ['an empty value', ruled(by('PATH', '')), invalid, 'value'],
  ...['a', '/a b', '/a"b', '/a<b', '/ü'].map(
    (value): Refused => [`the path ${value}`, ruled(by('PATH', value)), invalid, 'value'],
  ),
  ...['(', '[', '*', '/(a', '/(?<n'].map(
    (value): Refused => [`the expression ${value}`, ruled(by('PATH', value, 'REGEX')), invalid, 'value'],
  ),
  ...['-a', 'a b', '*a', 'a.*', 'a_b', 'a:80'].map(
    (value): Refused => [`the host ${value}`, ruled(by('HOST_NAME', value)), invalid, 'value'],
  ),
  ['a method by its value', ruled(by('METHOD', 'GET')), invalid, 'conditions'],
  ...['get', 'TRACE', ''].map(
    (value): Refused => [`the method "${value}"`, ruled(listing('METHOD', { value })), invalid, 'value'],
  ),
  ['a method with a key', ruled(listing('METHOD', { key: 'a', value: 'GET' })), invalid, 'key'],
  ['a header without a key', ruled(listing('HEADER', { value: 'a' })), invalid, 'key'],
  ['a header key of 41 characters', ruled(listing('HEADER', { key: x(41), value: 'a' })), invalid, 'key'],
  ...['a b', 'a"b', 'ü', ''].map(
    (value): Refused => [
      `the header value "${value}" of a rule`,
      ruled(listing('HEADER', { key: 'a', value })),
      invalid,
      'value',
    ],
  ),
  ['a parameter of 129 characters', ruled(listing('QUERY_STRING', { key: x(129), value: 'a' })), invalid, 'key'],
  ...['a b', 'a&b', 'a%b', 'a#b', 'a[b'].map(
    (value): Refused => [
      `the parameter ${value}`,
      ruled(listing('QUERY_STRING', { key: 'k', value })),
      invalid,
      'value',
    ],
  ),
  ...['10.0.0.0', '10.0.0.0/33', 'fd00::/129', 'x', '/8'].map(
    (value): Refused => [`the network ${value}`, ruled(listing('SOURCE_IP', { value })), invalid, 'value'],
  ),
  [
    'conditions of two keys',
    ruled(listing('HEADER', { key: 'a', value: '1' }, { key: 'b', value: '2' })),
    invalid,
    'conditions',
  ],
  [
    'a condition twice',
    ruled(listing('HEADER', { key: 'a', value: '1' }, { key: 'a', value: '1' })),
    invalid,
    'conditions',
  ],
  ['rules that are no list', { ...fixed({}), rules: {} }, invalid, 'rules'],
  ['a priority where enhance is off', { ...send, listener_id: '<OFF>', priority: 5 }, invalid, 'priority'],
  ['pools where enhance is off', { ...pools(1), listener_id: '<OFF>' }, invalid, 'redirect_pools_config'],
  ['a URL where enhance is off', { ...url({}), listener_id: '<OFF>' }, invalid, 'enhance_l7policy_enable'],
  ['an answer where enhance is off', { ...fixed({}), listener_id: '<OFF>' }, invalid, 'enhance_l7policy_enable'],
  [
    'conditions where enhance is off',
    { ...send, listener_id: '<OFF>', rules: [listing('METHOD', { value: 'GET' })] },
    invalid,
    'conditions',
  ],
  [
    'a star in a host where enhance is off',
    { ...send, listener_id: '<OFF>', rules: [by('HOST_NAME', '*.a')] },
    invalid,
    'enhance_l7policy_enable',
  ],
]

const policy = (wish: object) => meant({ l7policy: { listener_id: '<ON>', ...wish } })

describe('is taken', () => {
  test.each(good)('%s', async (_, wish) => {
    const answer = await elb('POST', '/l7policies', policy(wish))
    expect([answer.status, answer.at('error_msg')]).toEqual([201, undefined])
    const { id } = answer.at('l7policy') as { id: string }
    // The same again, in an update.
    const { action: _action, ...again } = (policy(wish) as { l7policy: { action: string } }).l7policy
    const updated = await elb('PUT', `/l7policies/${id}`, { l7policy: again })
    expect([updated.status, updated.at('error_msg')]).toEqual([200, undefined])
    expect((await elb('DELETE', `/l7policies/${id}`)).status).toBe(204)
  })
})

describe('is refused', () => {
  test.each(bad)('%s', async (_, wish, [status, code], names) => {
    const answer = await elb('POST', '/l7policies', policy(wish))
    expect([answer.status, answer.at('error_code'), answer.at('error_msg')]).toEqual([
      status,
      code,
      expect.stringContaining(names),
    ])
  })

  test('and nothing of it is there', async () => {
    const left = (await elb('GET', '/l7policies')).at('l7policies') as { listener_id: string }[]
    expect(left.map((one) => one.listener_id)).toEqual([ids['USER']])
  })
})

describe('an update', () => {
  test('keeps to the same limits, and what it refuses stays as it was', async () => {
    const { id } = must(201, await elb('POST', '/l7policies', policy({ ...fixed({}), rules: [by('PATH', '/kept')] })))
    const before = must(200, await elb('GET', `/l7policies/${id}`))
    for (const [wish, status] of [
      [{ action: 'REDIRECT_TO_POOL' }, 400],
      [{ listener_id: '<USER>' }, 400],
      [{ priority: 10_001 }, 400],
      [{ name: x(256) }, 400],
      [{ redirect_pool_id: '<A>' }, 400],
      [{ fixed_response_config: { message_body: x(1_025) } }, 400],
      [{ rules: [headers(11)] }, 409],
      [{ rules: [by('PATH', '/a'), by('PATH', '/b')] }, 400],
    ] as const) {
      const answer = await elb('PUT', `/l7policies/${id}`, meant({ l7policy: wish }))
      expect([wish, answer.status]).toEqual([wish, status])
    }
    expect(must(200, await elb('GET', `/l7policies/${id}`))).toEqual(before)
    const nine = must(201, await elb('POST', `/l7policies/${id}/rules`, { rule: headers(9) }))
    const eleventh = await elb('POST', `/l7policies/${id}/rules`, { rule: listing('COOKIE', { key: 'a', value: 'b' }) })
    expect([eleventh.status, eleventh.at('error_code')]).toEqual([409, 'ELB.8905'])
    const second = await elb('POST', `/l7policies/${id}/rules`, { rule: by('PATH', '/second') })
    expect([second.status, second.at('error_code')]).toEqual([400, 'ELB.8902'])
    const ten = await elb('PUT', `/l7policies/${id}/rules/${nine.id}`, { rule: { conditions: headers(10).conditions } })
    expect([ten.status, ten.at('error_code')]).toEqual([409, 'ELB.8905'])
    expect((await elb('DELETE', `/l7policies/${id}`)).status).toBe(204)
  })
})

test('a listener has a hundred policies, and not one more', async () => {
  const create = () => elb('POST', '/l7policies', policy(fixed({})))
  for (let count = 0; count < 100; count += 1) expect((await create()).status).toBe(201)
  const answer = await create()
  expect([answer.status, answer.at('error_code')]).toEqual([409, 'ELB.8905'])
})
