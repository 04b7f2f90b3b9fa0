import { inherited } from 'model/l7/inherited'
import { reservedHeaders } from 'model/l7/policy-configs'
import type { Seen, Sent } from './scene.ts'

export type Wish = Readonly<Record<string, unknown>>
/** What is asked below the path of the policy, and some of what comes back. */
export type Asked = readonly [path: string, expected: object | ((seen: Seen) => void), sent?: Sent]

/** An attribute of a policy: a policy that has it, changes of it that are refused and what they are told, and what its traffic shows. */
export type AttributeRow = {
  readonly policy: Wish
  readonly refused: readonly (readonly [change: Wish, names: string])[]
  readonly asked: readonly Asked[]
}

const x = (length: number) => 'x'.repeat(length)
/** `<one>` stands for the id of the pool one, `/ROW` for the path of the policy. */
const send = { action: 'REDIRECT_TO_POOL', redirect_pool_id: '<one>' }
const pools = (...weights: readonly (number | string)[]) => ({
  action: 'REDIRECT_TO_POOL',
  redirect_pools_config: weights.map((weight, at) => ({ pool_id: at === 0 ? '<one>' : '<two>', weight })),
})
const url = (parts: Wish) => ({
  action: 'REDIRECT_TO_URL',
  redirect_url_config: { status_code: '302', path: '/new', ...parts },
})
const changedUrl = (parts: Wish) => ({ redirect_url_config: parts })
const answer = (parts: Wish) => ({
  action: 'FIXED_RESPONSE',
  fixed_response_config: { status_code: '200', message_body: 'here', ...parts },
})
const changedAnswer = (parts: Wish) => ({ fixed_response_config: parts })
const extended = (redirect_pools_extend_config: Wish) => ({ redirect_pools_extend_config })
const inserting = (key: string, value_type = 'USER_DEFINED', value = 'v') => ({
  insert_headers_config: { configs: [{ key, value_type, value }] },
})
const location = (wanted: string) => (seen: Seen) => {
  if (seen.headers.location !== wanted) throw new Error(`${seen.status} ${seen.headers.location} is not ${wanted}`)
}
const memberGot = (headers: Readonly<Record<string, unknown>>): object => ({ member: { headers } })
const to = (pool: string, path = '/ROW') => ({ status: 200, member: { pool, url: path } })
const nasty = `"'%[src] \\x0a \\ # { } %% $HOME\n<b>é😀`

export const attributeRows: Readonly<Record<string, AttributeRow>> = {
  '1.5 name has up to 255 characters': {
    policy: { ...send, name: 'ü'.repeat(255) },
    refused: [[{ name: 'ü'.repeat(256) }, 'name']],
    asked: [['', to('one')]],
  },
  '1.5 description has up to 255 characters': {
    policy: { ...send, description: 'ü'.repeat(255) },
    refused: [[{ description: x(256) }, 'description']],
    asked: [['', to('one')]],
  },
  '1.5 redirect_pool_id is a pool that the listener may send to': {
    policy: send,
    refused: [
      [{ redirect_pool_id: null }, 'redirect_pool_id'],
      [{ redirect_pool_id: '<default>' }, 'default pool'],
      [{ redirect_pool_id: '<elsewhere>' }, 'used by'],
      [{ redirect_listener_id: '<secure>' }, 'redirect_listener_id'],
    ],
    asked: [['', to('one')]],
  },
  '1.5 redirect_pools_config[] has one to five pools with weights from 0 to 100': {
    policy: pools(0, '100'),
    refused: [
      ...[-1, 101, '101'].map((weight) => [pools(weight), 'weight'] as const),
      [{ redirect_pools_config: [] }, 'redirect_pools_config'],
      [pools(1, 1, 1, 1, 1, 1), 'redirect_pools_config'],
    ],
    asked: Array.from({ length: 10 }, (): Asked => ['', to('two')]),
  },
  '1.5 redirect_pools_sticky_session_config keeps a client for 1 to 1440 minutes': {
    policy: { ...pools(1, 1), redirect_pools_sticky_session_config: { enable: true, timeout: 1_440 } },
    refused: [0, 1_441].map((timeout) => [
      { redirect_pools_sticky_session_config: { enable: true, timeout } },
      'timeout',
    ]),
    asked: [
      [
        '',
        ({ headers }) => {
          if (!/Max-Age=86400/.test(String(headers['set-cookie']))) throw new Error(`${headers['set-cookie']}`)
        },
      ],
    ],
  },
  '1.5 redirect_url_config.protocol is HTTP, HTTPS or the one that was asked with': {
    policy: url({ protocol: 'HTTPS' }),
    refused: [[changedUrl({ protocol: 'FTP' }), 'protocol']],
    asked: [['', location('https://a.test:PORT/new')]],
  },
  '1.5 redirect_url_config.host has up to 128 letters, digits, - and .': {
    policy: url({ host: `${'a'.repeat(63)}.b-c.test` }),
    refused: [x(129), '-a.com', 'a_b'].map((host) => [changedUrl({ host }), 'host']),
    asked: [['', location(`http://${'a'.repeat(63)}.b-c.test:PORT/new`)]],
  },
  '1.5 redirect_url_config.port is 1 to 65535': {
    policy: url({ port: '65535' }),
    refused: ['0', '65536', 'abc'].map((port) => [changedUrl({ port }), 'port']),
    asked: [['', location('http://a.test:65535/new')]],
  },
  '1.5 redirect_url_config.path begins with / and has up to 128 characters': {
    policy: url({ path: "/_~';@^-%#&.*+?,=!:|/()[]{}" }),
    refused: ['a', `/${x(128)}`, '/a"b'].map((path) => [changedUrl({ path }), 'path']),
    asked: [['', location("http://a.test:PORT/_~';@^-%#&.*+?,=!:|/()[]{}")]],
  },
  '1.5 redirect_url_config.query is appended to with a template': {
    policy: url({ query: `${inherited.query}&name=my_name` }),
    refused: [x(129), 'a b', 'a#b'].map((query) => [changedUrl({ query }), 'query']),
    asked: [['?type=loadbalancer', location('http://a.test:PORT/new?type=loadbalancer&name=my_name')]],
  },
  '1.5 redirect_url_config.status_code is one of five': {
    policy: url({ status_code: '308' }),
    refused: ['300', '304', '309'].map((status_code) => [changedUrl({ status_code }), 'status_code']),
    asked: [['', { status: 308 }]],
  },
  '1.5 redirect_url_config as a whole sends nobody in circles': {
    policy: url({ host: 'b.test' }),
    refused: [
      [changedUrl({ path: '', host: '' }), 'circles'],
      [{ redirect_pool_id: '<one>' }, 'redirect_pool_id'],
    ],
    asked: [['', location('http://b.test:PORT/new')]],
  },
  '1.5 redirect_url_config.insert_headers_config and remove_headers_config have the limits of all headers': {
    policy: url(inserting('X-A')),
    refused: [
      [changedUrl(inserting('Host')), 'key'],
      [changedUrl({ remove_headers_config: { configs: [{ key: 'a b' }] } }), 'key'],
    ],
    asked: [['', location('http://a.test:PORT/new')]],
  },
  '1.5 fixed_response_config.status_code is 2xx, 4xx or 5xx': {
    policy: answer({ status_code: '418' }),
    refused: ['302', '199', '600'].map((status_code) => [changedAnswer({ status_code }), 'status_code']),
    asked: [['', { status: 418, body: 'here', member: null }]],
  },
  '1.5 fixed_response_config.content_type is one of five': {
    policy: answer({ content_type: 'application/json' }),
    refused: [[changedAnswer({ content_type: 'image/png' }), 'content_type']],
    asked: [['', { headers: { 'content-type': 'application/json' } }]],
  },
  '1.5 fixed_response_config.message_body has up to 1024 characters and comes as it was given': {
    policy: answer({ message_body: `${nasty}${'x'.repeat(1_024 - nasty.length)}`.slice(0, 1_024) }),
    refused: [[changedAnswer({ message_body: x(1_025) }), 'message_body']],
    asked: [['', { body: `${nasty}${'x'.repeat(1_024 - nasty.length)}`.slice(0, 1_024) }]],
  },
  '1.5 fixed_response_config.insert_headers_config, remove_headers_config and traffic_limit_config have their limits': {
    policy: answer({ traffic_limit_config: { qps: 100_000 } }),
    refused: [
      [changedAnswer(inserting('Cookie')), 'key'],
      [changedAnswer({ traffic_limit_config: { qps: 100_001 } }), 'qps'],
    ],
    asked: [['', { body: 'here' }]],
  },
  '1.5 redirect_pools_extend_config.rewrite_url_enable says whether the config counts': {
    policy: { ...send, ...extended({ rewrite_url_enable: false, rewrite_url_config: { path: '/b' } }) },
    refused: [[extended({ rewrite_url_enable: true, rewrite_url_config: null }), 'rewrite_url_config']],
    asked: [['', to('one')]],
  },
  '1.5 redirect_pools_extend_config.rewrite_url_config.host/path/query take groups of the condition': {
    policy: {
      ...send,
      ...extended({
        rewrite_url_enable: true,
        rewrite_url_config: { host: 'm.test', path: '/users/$1', query: 'v=$1' },
      }),
      rules: [{ type: 'PATH', compare_type: 'REGEX', value: '/ROW/v1/users/(.*)' }],
    },
    refused: [{ host: '-a' }, { path: 'a' }, { path: '/{a}' }, { query: 'a b' }].map((rewrite_url_config) => [
      extended({ rewrite_url_enable: true, rewrite_url_config }),
      Object.keys(rewrite_url_config)[0] ?? '',
    ]),
    asked: [['/v1/users/1%2f3', { member: { url: '/users/1%2f3?v=1%2f3', headers: { host: 'm.test' } } }]],
  },
  '1.5 insert_headers_config.configs[] sets headers from texts, other headers and the system': {
    policy: {
      ...send,
      ...extended({
        insert_headers_config: {
          configs: [
            { key: 'X-User', value_type: 'USER_DEFINED', value: '* and ?' },
            { key: 'X-Copy', value_type: 'REFERENCE_HEADER', value: 'X-Src' },
            ...['CLIENT-IP', 'CLIENT-PORT', 'ELB-PROTOCOL', 'ELB-ID'].map((value) => ({
              ...{ key: `X-${value}`, value_type: 'SYSTEM_DEFINED', value },
            })),
          ],
        },
      }),
    },
    refused: [
      [extended(inserting(x(41))), 'key'],
      [extended(inserting('X-A', 'ELSE')), 'value_type'],
      ...['', ' a', 'a\r\nb', x(129)].map(
        (value) => [extended(inserting('X-A', 'USER_DEFINED', value)), 'value'] as const,
      ),
      [extended(inserting('X-A', 'SYSTEM_DEFINED', 'CLIENT')), 'value'],
    ],
    asked: [
      [
        '',
        memberGot({
          ...{ 'x-user': '* and ?', 'x-copy': 'from' },
          ...{ 'x-client-ip': '127.0.0.5', 'x-elb-protocol': 'HTTP', 'x-elb-id': '<lb>' },
        }),
        { headers: { 'X-Src': 'from' }, from: '127.0.0.5' },
      ],
    ],
  },
  '1.5 reserved header names (24) are refused in any case': {
    policy: { ...send, ...extended(inserting('X-Free')) },
    refused: reservedHeaders.flatMap((name) => [
      [extended(inserting(name)), 'key'] as const,
      [extended(inserting(name.toUpperCase())), 'key'] as const,
    ]),
    asked: [['', memberGot({ 'x-free': 'v' })]],
  },
  '1.5 remove_headers_config.configs[].key takes a header away': {
    policy: { ...send, ...extended({ remove_headers_config: { configs: [{ key: 'X-Debug' }] } }) },
    refused: ['Host', 'a.b', ''].map((key) => [extended({ remove_headers_config: { configs: [{ key }] } }), 'key']),
    asked: [
      [
        '',
        ({ member }) => {
          if (member?.headers['x-debug'] !== undefined) throw new Error('X-Debug is there')
        },
        { headers: { 'X-Debug': '1' } },
      ],
    ],
  },
  '1.5 rules[] are replaced as a whole, ten conditions at most': {
    policy: { ...send, rules: [{ type: 'PATH', compare_type: 'EQUAL_TO', value: '/ROW' }] },
    refused: [
      [{ rules: [{ type: 'PATH', compare_type: 'EQUAL_TO', value: 'a' }] }, 'value'],
      [{ rules: ['/a', '/b'].map((value) => ({ type: 'PATH', compare_type: 'EQUAL_TO', value })) }, 'PATH'],
      [{ rules: {} }, 'rules'],
    ],
    asked: [
      ['', to('one')],
      ['/below', to('default', '/ROW/below')],
    ],
  },
}
