import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { base, lb, makeTree, must, pathRule, stranger, type Tree } from './testing/tree.ts'

let who: People
let token: string
let tree: Tree
let theirs: Tree

beforeAll(async () => {
  who = await people()
  token = who.member
  const stop = playEngine()
  tree = await makeTree({ token, subnet: who.subnet }, 'mine')
  theirs = await makeTree({ token: who.stranger, subnet: who.subnet }, 'theirs')
  return stop
})

const forbidden = 'Policy does not allow this request to be performed.'

/** What a case says about a request. Ids are of this file's trees, so they come late: `tree` is read when the test runs. */
type Case = readonly [method: string, path: () => string, body: () => unknown, status: number, faultstring: string]

const none = () => undefined
const rules = () => `/l7policies/${tree.l7policy}/rules`
const together = 'Cannot specify redirect_pool_id and redirect_url or redirect_prefix at the same time'
/** Bodies that would do, but for what is given. */
const policy = (given: object) => () => ({ l7policy: { listener_id: tree.listener, action: 'REJECT', ...given } })
const rule = (given: object) => () => ({ rule: { ...pathRule('/x'), ...given } })
const cases: readonly Case[] = [
  // ---- policies and rules: where they are ----
  ['GET', () => `/l7policies/${stranger}`, none, 404, `L7 Policy ${stranger} not found.`],
  ['DELETE', () => `/l7policies/${stranger}`, none, 404, `L7 Policy ${stranger} not found.`],
  ['GET', () => `/l7policies/${stranger}/rules`, none, 404, `L7Policy ${stranger} not found.`],
  ['GET', () => `/l7policies/${stranger}/rules/${tree.rule}`, none, 404, `L7Policy ${stranger} not found.`],
  ['POST', () => `/l7policies/${stranger}/rules`, rule({}), 404, `L7Policy ${stranger} not found.`],
  ['GET', () => `/l7policies/${tree.l7policy}/rules/${stranger}`, none, 404, `L7 Rule ${stranger} not found.`],
  ['GET', () => `/l7policies/${tree.l7policy}/rules/${theirs.rule}`, none, 403, forbidden],
  ['POST', () => `/l7policies/${theirs.l7policy}/rules`, rule({}), 403, forbidden],
  ['POST', () => '/l7policies', policy({ listener_id: stranger }), 404, `Listener ${stranger} not found.`],
  ['POST', () => '/l7policies', () => policy({ listener_id: theirs.listener })(), 403, forbidden],
  [
    'POST',
    () => '/l7policies',
    policy({ action: 'REDIRECT_TO_POOL', redirect_pool_id: stranger }),
    404,
    `Pool ${stranger} not found.`,
  ],
  [
    'POST',
    () => '/l7policies',
    () => policy({ action: 'REDIRECT_TO_POOL', redirect_pool_id: theirs.pool })(),
    404,
    'Pool ',
  ],
  [
    'PUT',
    () => `/l7policies/${tree.l7policy}`,
    () => ({ l7policy: { redirect_pool_id: theirs.pool } }),
    404,
    'not found.',
  ],

  // ---- policies: what they say ----
  ['POST', () => '/l7policies', none, 400, 'Missing argument: "l7policy_"'],
  ['POST', () => '/l7policies', policy({ foo: 1 }), 400, 'Unknown attribute for argument l7policy_.l7policy: foo'],
  [
    'POST',
    () => '/l7policies',
    policy({ action: null }),
    400,
    "Invalid input for field/attribute action. Value: 'None'. Mandatory field missing.",
  ],
  [
    'POST',
    () => '/l7policies',
    policy({ action: 'reject' }),
    400,
    "Invalid input for field/attribute action. Value: 'reject'. Value should be one of: REDIRECT_TO_POOL",
  ],
  [
    'POST',
    () => '/l7policies',
    policy({ action: 'REDIRECT_TO_POOL' }),
    400,
    'Invalid L7 Policy arguments: redirect_pool_id or redirect_pool must not be None',
  ],
  [
    'POST',
    () => '/l7policies',
    () => policy({ action: 'REDIRECT_TO_URL', redirect_pool_id: tree.pool })(),
    400,
    'Invalid L7 Policy arguments: redirect_url must not be None',
  ],
  [
    'POST',
    () => '/l7policies',
    policy({ action: 'REDIRECT_PREFIX' }),
    400,
    'Invalid L7 Policy arguments: redirect_prefix must not be None',
  ],
  [
    'POST',
    () => '/l7policies',
    () => policy({ action: 'REDIRECT_TO_POOL', redirect_pool_id: tree.pool, redirect_url: 'http://a.example/' })(),
    400,
    `Invalid L7 Policy arguments: ${together}`,
  ],
  [
    'POST',
    () => '/l7policies',
    () => policy({ action: 'REDIRECT_PREFIX', redirect_prefix: 'http://a.example', redirect_pool_id: tree.pool })(),
    400,
    `Invalid L7 Policy arguments: ${together}`,
  ],
  [
    'PUT',
    () => `/l7policies/${tree.l7policy}`,
    () => ({ l7policy: { redirect_pool_id: tree.pool, redirect_prefix: 'http://a.example' } }),
    400,
    `Invalid L7 Policy arguments: ${together}`,
  ],
  [
    'POST',
    () => '/l7policies',
    policy({ action: 'REDIRECT_TO_URL', redirect_url: 'ftp://a.example/' }),
    400,
    "Invalid input for field/attribute redirect_url. Value: 'ftp://a.example/'. Value should be a valid URL",
  ],
  [
    'POST',
    () => '/l7policies',
    policy({ action: 'REDIRECT_PREFIX', redirect_prefix: 'http://a.example/\r\nX: y' }),
    400,
    'Invalid input for field/attribute redirect_prefix.',
  ],
  [
    'POST',
    () => '/l7policies',
    policy({ action: 'REDIRECT_TO_URL', redirect_url: 'http://a.example/', redirect_http_code: 304 }),
    400,
    "Invalid input for field/attribute redirect_http_code. Value: '304'. Value should be one of: 301, 302, 303, 307, 308",
  ],
  [
    'POST',
    () => '/l7policies',
    policy({ position: 0 }),
    400,
    "Invalid input for field/attribute position. Value: '0'. Value should be greater or equal to 1",
  ],
  [
    'POST',
    () => '/l7policies',
    policy({ position: 2_147_483_648 }),
    400,
    "Invalid input for field/attribute position. Value: '2147483648'. Value should be lower or equal to 2147483647",
  ],
  [
    'POST',
    () => '/l7policies',
    policy({ redirect_pool: { name: 'p', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' } }),
    400,
    'A pool is created first, and named by its redirect_pool_id.',
  ],
  [
    'PUT',
    () => `/l7policies/${tree.l7policy}`,
    () => ({ l7policy: {} }),
    400,
    'Invalid L7 Policy arguments: Invalid update options',
  ],
  [
    'PUT',
    () => `/l7policies/${tree.l7policy}`,
    () => ({ l7policy: { action: null } }),
    400,
    'Invalid L7 Policy action specified: None',
  ],
  [
    'PUT',
    () => `/l7policies/${tree.l7policy}`,
    () => ({ l7policy: { action: 'REDIRECT_TO_URL' } }),
    400,
    'Invalid L7 Policy arguments: redirect_url must not be None',
  ],
  [
    'PUT',
    () => `/l7policies/${tree.l7policy}`,
    () => ({ l7policy: { listener_id: tree.listener } }),
    400,
    'Unknown attribute for argument l7policy_.l7policy: listener_id',
  ],
  [
    'PUT',
    () => `/l7policies/${tree.l7policy}`,
    () => ({ l7policy: { rules: [] } }),
    400,
    'Unknown attribute for argument l7policy_.l7policy: rules',
  ],

  // ---- rules: what they say ----
  ['POST', rules, none, 400, 'Missing argument: "rule_"'],
  ['POST', rules, rule({ name: 'x' }), 400, 'Unknown attribute for argument rule_.rule: name'],
  [
    'POST',
    rules,
    rule({ type: 'MOON' }),
    400,
    "Invalid input for field/attribute type. Value: 'MOON'. Value should be one of: HOST_NAME",
  ],
  [
    'POST',
    rules,
    rule({ value: null }),
    400,
    "Invalid input for field/attribute value. Value: 'None'. Mandatory field missing.",
  ],
  ['POST', rules, rule({ value: 'a'.repeat(256) }), 400, 'Value should have a maximum character requirement of 255'],
  [
    'POST',
    rules,
    rule({ type: 'FILE_TYPE', compare_type: 'STARTS_WITH' }),
    400,
    'Error parsing L7Rule: Invalid L7 Rule: invalid comparison type for rule type',
  ],
  ['POST', rules, rule({ type: 'HEADER' }), 400, 'Error parsing L7Rule: Invalid L7 Rule: L7 rule type requires a key'],
  ['POST', rules, rule({ type: 'COOKIE' }), 400, 'Error parsing L7Rule: Invalid L7 Rule: L7 rule type requires a key'],
  ['POST', rules, rule({ type: 'HEADER', key: 'a b' }), 400, 'Error parsing L7Rule: Invalid characters in key'],
  ['POST', rules, rule({ value: '/a b' }), 400, 'Error parsing L7Rule: Invalid characters in comparison value'],
  [
    'POST',
    rules,
    rule({ type: 'COOKIE', key: 'a', value: 'b;c' }),
    400,
    'Error parsing L7Rule: Invalid characters in cookie value',
  ],
  [
    'POST',
    rules,
    rule({ compare_type: 'REGEX', value: '/(a' }),
    400,
    'Error parsing L7Rule: Unable to parse regular expression: ',
  ],
  [
    'POST',
    rules,
    rule({ type: 'SSL_CONN_HAS_CERT', compare_type: 'EQUAL_TO', value: 'yes' }),
    400,
    'Error parsing L7Rule: ',
  ],
  [
    'PUT',
    () => `${rules()}/${tree.rule}`,
    () => ({ rule: { type: 'FILE_TYPE' } }),
    400,
    'Error parsing L7Rule: Invalid L7 Rule: invalid comparison type for rule type',
  ],
  [
    'PUT',
    () => `${rules()}/${tree.rule}`,
    () => ({ rule: { type: 'HEADER' } }),
    400,
    'Error parsing L7Rule: Invalid L7 Rule: L7 rule type requires a key',
  ],
  [
    'PUT',
    () => `${rules()}/${tree.rule}`,
    () => ({ rule: { value: null } }),
    400,
    'None is not a valid option for value',
  ],
  ['DELETE', () => `${rules()}/${tree.rule}?cascade=true`, none, 400, 'Unknown argument: "cascade"'],

  // ---- references that lead nowhere, or to somebody else ----
  ['GET', () => `/loadbalancers/${stranger}`, none, 404, `Load Balancer ${stranger} not found.`],
  ['GET', () => '/loadbalancers/not-a-uuid', none, 404, 'Load Balancer not-a-uuid not found.'],
  ['GET', () => `/listeners/${stranger}`, none, 404, `Listener ${stranger} not found.`],
  ['GET', () => `/pools/${stranger}`, none, 404, `Pool ${stranger} not found.`],
  ['GET', () => `/pools/${stranger}/members`, none, 404, `Pool ${stranger} not found.`],
  ['GET', () => `/pools/${tree.pool}/members/${stranger}`, none, 404, `Member ${stranger} not found.`],
  ['GET', () => `/healthmonitors/${stranger}`, none, 404, `Health Monitor ${stranger} not found.`],
  ['GET', () => `/loadbalancers/${stranger}/stats`, none, 404, `Load Balancer ${stranger} not found.`],
  ['GET', () => `/loadbalancers/${stranger}/status`, none, 404, `Load Balancer ${stranger} not found.`],
  ['PUT', () => `/listeners/${stranger}`, () => ({ listener: { name: 'x' } }), 404, `Listener ${stranger} not found.`],
  ['DELETE', () => `/pools/${stranger}`, none, 404, `Pool ${stranger} not found.`],
  ['PUT', () => `/pools/${stranger}/members`, () => ({ members: [] }), 404, `Pool ${stranger} not found.`],
  [
    'POST',
    () => '/listeners',
    () => ({ listener: { loadbalancer_id: stranger, protocol: 'HTTP', protocol_port: 81 } }),
    404,
    `Load Balancer ${stranger} not found.`,
  ],
  [
    'POST',
    () => '/pools',
    () => ({ pool: { listener_id: stranger, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' } }),
    404,
    `Listener ${stranger} not found.`,
  ],
  [
    'POST',
    () => '/healthmonitors',
    () => ({ healthmonitor: { pool_id: stranger, type: 'TCP', delay: 5, timeout: 3, max_retries: 2 } }),
    404,
    `Pool ${stranger} not found.`,
  ],
  [
    'POST',
    () => '/listeners',
    () => ({ listener: { loadbalancer_id: theirs.loadbalancer, protocol: 'HTTP', protocol_port: 81 } }),
    403,
    forbidden,
  ],
  [
    'POST',
    () => '/healthmonitors',
    () => ({ healthmonitor: { pool_id: theirs.pool, type: 'TCP', delay: 5, timeout: 3, max_retries: 2 } }),
    403,
    forbidden,
  ],
  ['GET', () => `/pools/${tree.pool}/members/${theirs.member}`, none, 403, forbidden],
  ['PUT', () => `/listeners/${tree.listener}`, () => ({ listener: { default_pool_id: theirs.pool } }), 404, 'Pool '],
  [
    'POST',
    () => '/loadbalancers',
    () => ({ loadbalancer: { vip_subnet_id: who.subnet, project_id: who.otherProject } }),
    403,
    forbidden,
  ],
  ['GET', () => `/loadbalancers?project_id=${who.otherProject}`, none, 403, forbidden],

  // ---- attributes ----
  ['POST', () => '/listeners', none, 400, 'Missing argument: "listener_"'],
  ['POST', () => '/listeners', () => ({}), 400, 'Missing argument: "listener_"'],
  ['POST', () => '/listeners', () => ({ listener: null }), 400, 'Missing argument: "listener_"'],
  ['POST', () => '/listeners', () => [], 400, 'The body should be an object with the key "listener".'],
  ['POST', () => '/listeners', () => ({ listeners: {} }), 400, 'Unknown attribute for argument listener_: listeners'],
  ['POST', () => '/listeners', () => ({ listener: 5 }), 400, "Invalid input for field/attribute listener. Value: '5'."],
  [
    'POST',
    () => '/listeners',
    () => ({ listener: { foo: 1 } }),
    400,
    'Unknown attribute for argument listener_.listener: foo',
  ],
  [
    'POST',
    () => '/loadbalancers',
    () => ({ loadbalancer: { provisioning_status: 'ACTIVE' } }),
    400,
    'Unknown attribute for argument load_balancer.loadbalancer: provisioning_status',
  ],
  [
    'PUT',
    () => `/listeners/${tree.listener}`,
    () => ({ listener: { protocol: 'TCP' } }),
    400,
    'Unknown attribute for argument listener_.listener: protocol',
  ],
  [
    'PUT',
    () => `/loadbalancers/${tree.loadbalancer}`,
    () => ({ loadbalancer: { vip_address: '127.10.0.99' } }),
    400,
    'Unknown attribute for argument load_balancer.loadbalancer: vip_address',
  ],
  [
    'PUT',
    () => `/pools/${tree.pool}/members/${tree.member}`,
    () => ({ member: { address: '127.0.0.1' } }),
    400,
    'Unknown attribute for argument member_.member: address',
  ],
  [
    'POST',
    () => '/listeners',
    () => ({ listener: { loadbalancer_id: tree.loadbalancer, protocol_port: 81 } }),
    400,
    "Invalid input for field/attribute protocol. Value: 'None'. Mandatory field missing.",
  ],
  [
    'POST',
    () => '/listeners',
    () => ({ listener: { loadbalancer_id: tree.loadbalancer, protocol: 'http', protocol_port: 81 } }),
    400,
    "Invalid input for field/attribute protocol. Value: 'http'. Value should be one of: HTTP",
  ],
  [
    'POST',
    () => '/listeners',
    () => ({ listener: { loadbalancer_id: tree.loadbalancer, protocol: 'HTTP', protocol_port: 65_536 } }),
    400,
    "Invalid input for field/attribute protocol_port. Value: '65536'. Value should be lower or equal to 65535",
  ],
  [
    'POST',
    () => '/listeners',
    () => ({ listener: { loadbalancer_id: 'x', protocol: 'HTTP', protocol_port: 81 } }),
    400,
    "Invalid input for field/attribute loadbalancer_id. Value: 'x'. Value should be UUID format",
  ],
  [
    'PUT',
    () => `/listeners/${tree.listener}`,
    () => ({ listener: { admin_state_up: 'maybe' } }),
    400,
    "Invalid input for field/attribute admin_state_up. Value: 'maybe'. Value not an unambiguous boolean: maybe",
  ],
  [
    'PUT',
    () => `/listeners/${tree.listener}`,
    () => ({ listener: { name: 5 } }),
    400,
    "Invalid input for field/attribute name. Value: '5'. Value should be string",
  ],
  [
    'PUT',
    () => `/pools/${tree.pool}`,
    () => ({ pool: { lb_algorithm: null } }),
    400,
    'None is not a valid option for lb_algorithm',
  ],
  [
    'PUT',
    () => `/healthmonitors/${tree.healthmonitor}`,
    () => ({ healthmonitor: { delay: null } }),
    400,
    'None is not a valid option for delay',
  ],
  [
    'POST',
    () => '/pools',
    () => ({ pool: { protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' } }),
    400,
    'Validation failure: Must provide at least one of: loadbalancer_id, listener_id',
  ],
  [
    'POST',
    () => '/loadbalancers',
    () => ({ loadbalancer: {} }),
    400,
    'Validation failure: VIP must contain one of: vip_port_id, vip_network_id, vip_subnet_id.',
  ],
  [
    'POST',
    () => '/loadbalancers',
    () => ({ loadbalancer: { vip_subnet_id: stranger } }),
    400,
    `Subnet ${stranger} not found.`,
  ],
  [
    'POST',
    () => '/loadbalancers',
    () => ({ loadbalancer: { vip_subnet_id: who.subnet, provider: 'amphora' } }),
    400,
    "Provider 'amphora' is not enabled.",
  ],
  [
    'POST',
    () => '/loadbalancers',
    () => ({ loadbalancer: { vip_subnet_id: who.subnet, project_id: { toString: 1 } } }),
    400,
    'Invalid input for field/attribute project_id.',
  ],
  [
    'POST',
    () => `/pools/${tree.pool}/members`,
    () => ({ member: { address: '169.254.169.254', protocol_port: 80 } }),
    400,
    '169.254.169.254 is not a valid option for member address',
  ],
  [
    'PUT',
    () => `/pools/${tree.pool}`,
    () => ({ pool: { session_persistence: { type: 'APP_COOKIE' } } }),
    400,
    'Validation failure: Field "cookie_name" must be specified when using the "APP_COOKIE" session persistence type.',
  ],
  [
    'PUT',
    () => `/pools/${tree.pool}`,
    () => ({ pool: { session_persistence: { type: 'SOURCE_IP', colour: 'red' } } }),
    400,
    'Unknown attribute for argument pool_.pool.session_persistence: colour',
  ],
  ['PUT', () => `/pools/${tree.pool}/members`, () => ({ members: null }), 400, 'Missing argument: "member_"'],
  [
    'PUT',
    () => `/pools/${tree.pool}/members`,
    () => ({ members: 'all' }),
    400,
    "Invalid input for field/attribute members. Value: 'all'. Value should be a list",
  ],

  // ---- what stands in the way ----
  [
    'POST',
    () => '/listeners',
    () => ({ listener: { loadbalancer_id: tree.loadbalancer, protocol: 'TCP', protocol_port: 80 } }),
    409,
    'Another Listener on this Load Balancer is already using protocol HTTP and protocol_port 80',
  ],
  [
    'POST',
    () => '/pools',
    () => ({ pool: { listener_id: tree.listener, protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' } }),
    409,
    'This listener already has a default pool',
  ],
  [
    'POST',
    () => `/pools/${tree.pool}/members`,
    () => ({ member: { address: '127.0.0.9', protocol_port: 8_080 } }),
    409,
    'Another member on this pool is already using ip 127.0.0.9 on protocol_port 8080',
  ],
  [
    'POST',
    () => '/healthmonitors',
    () => ({ healthmonitor: { pool_id: tree.pool, type: 'TCP', delay: 5, timeout: 3, max_retries: 2 } }),
    409,
    'This pool already has a health monitor',
  ],
  [
    'DELETE',
    () => `/loadbalancers/${tree.loadbalancer}`,
    none,
    400,
    'Validation failure: Cannot delete Load Balancer ',
  ],
  ['DELETE', () => `/loadbalancers/${tree.loadbalancer}?cascde=true`, none, 400, 'Unknown argument: "cascde"'],
  ['DELETE', () => `/pools/${tree.pool}?cascade=true`, none, 400, 'Unknown argument: "cascade"'],

  // ---- a listener for metrics has nothing behind it ----
  [
    'POST',
    () => '/listeners',
    () => ({
      listener: {
        loadbalancer_id: tree.loadbalancer,
        protocol: 'PROMETHEUS',
        protocol_port: 8088,
        default_pool_id: tree.pool,
      },
    }),
    400,
    'Protocol PROMETHEUS listeners cannot have child objects.',
  ],

  // ---- datagrams ----
  [
    'POST',
    () => '/pools',
    () => ({
      pool: {
        loadbalancer_id: tree.loadbalancer,
        protocol: 'UDP',
        lb_algorithm: 'ROUND_ROBIN',
        session_persistence: { type: 'HTTP_COOKIE' },
      },
    }),
    400,
    'Validation failure: Session persistence of type HTTP_COOKIE is not supported for UDP/SCTP protocol pools.',
  ],
  [
    'POST',
    () => '/listeners',
    () => ({
      listener: { loadbalancer_id: tree.loadbalancer, protocol: 'UDP', protocol_port: 53, default_pool_id: tree.pool },
    }),
    400,
    "Validation failure: The pool protocol 'HTTP' is invalid while the listener protocol is 'UDP'.",
  ],
  [
    'POST',
    () => '/listeners',
    () => ({
      listener: {
        loadbalancer_id: tree.loadbalancer,
        protocol: 'UDP',
        protocol_port: 53,
        insert_headers: { 'X-Forwarded-For': 'true' },
      },
    }),
    400,
    'insert-headers is not a valid option for a UDP protocol listener.',
  ],

  // ---- what the data plane can not do ----
  [
    'POST',
    () => '/listeners',
    () => ({ listener: { loadbalancer_id: tree.loadbalancer, protocol: 'SCTP', protocol_port: 53 } }),
    501,
    "Provider 'fulcrum' does not support a requested option: SCTP protocol listeners are not supported.",
  ],
  [
    'POST',
    () => '/listeners',
    () => ({
      listener: {
        loadbalancer_id: tree.loadbalancer,
        protocol: 'HTTP',
        protocol_port: 81,
        l7policies: [{ action: 'REJECT' }, { action: 'REDIRECT_TO_POOL' }],
      },
    }),
    400,
    'Invalid L7 Policy arguments: redirect_pool_id or redirect_pool must not be None',
  ],
]

describe('a request that can not be', () => {
  test.each(cases.map((one, at) => ({ at, label: `${one[0]} ${one[4]}` })))('$at: $label', async ({ at }) => {
    const found = cases[at]
    if (!found) throw new Error('no such case')
    const [method, path, body, status, faultstring] = found
    const answer = await lb(method, `${base}${path()}`, { token, body: body() })
    expect([answer.status, answer.at('faultstring')]).toEqual([status, expect.stringContaining(faultstring)])
    expect(answer.at('faultcode')).toBe(status < 500 ? 'Client' : 'Server')
    expect(answer.at('debuginfo')).toBeNull()
    expect(answer.headers.get('x-openstack-request-id')).toMatch(/^req-[0-9a-f-]{36}$/)
  })

  test('changes nothing', async () => {
    const after = must(200, await lb('GET', `${base}/loadbalancers/${tree.loadbalancer}`, { token }))
    expect(after.at('loadbalancer', 'updated_at')).toBeNull()
    expect(after.at('loadbalancer', 'listeners')).toEqual([{ id: tree.listener }])
    const members = must(200, await lb('GET', `${base}/pools/${tree.pool}/members`, { token }))
    expect(members.at('members', 'length')).toBe(1)
  })
})

describe('an input that is lenient in its types', () => {
  test('is what it means', async () => {
    const listener = {
      loadbalancer_id: tree.loadbalancer,
      protocol: 'HTTP',
      protocol_port: '8081',
      connection_limit: '100',
      timeout_client_data: 1_000.7,
      admin_state_up: 'off',
      name: null,
      insert_headers: { 'X-Forwarded-For': 'true' },
      allowed_cidrs: ['127.1.2.3/8'],
    }
    const created = must(201, await lb('POST', `${base}/listeners`, { token, body: { listener } }))
    expect(created.at('listener')).toMatchObject({
      protocol_port: 8_081,
      connection_limit: 100,
      timeout_client_data: 1_000,
      admin_state_up: false,
      name: '',
      insert_headers: { 'X-Forwarded-For': 'true' },
      allowed_cidrs: ['127.0.0.0/8'],
    })
    const reset = { connection_limit: null, admin_state_up: null, insert_headers: null, allowed_cidrs: [] }
    const path = `${base}/listeners/${created.at('listener', 'id')}`
    const updated = must(200, await lb('PUT', path, { token, body: { listener: reset } }))
    expect(updated.at('listener')).toMatchObject({
      connection_limit: -1,
      admin_state_up: true,
      insert_headers: {},
      allowed_cidrs: null,
    })
    must(204, await lb('DELETE', path, { token }))
  })

  test('takes the time of a persistence as text, as the openstack client sends it', async () => {
    const session_persistence = { type: 'SOURCE_IP', persistence_timeout: '60', persistence_granularity: '255.255.0.0' }
    const pool = {
      loadbalancer_id: tree.loadbalancer,
      protocol: 'UDP',
      lb_algorithm: 'ROUND_ROBIN',
      session_persistence,
    }
    const created = must(201, await lb('POST', `${base}/pools`, { token, body: { pool } }))
    expect(created.at('pool', 'session_persistence')).toEqual({
      type: 'SOURCE_IP',
      cookie_name: null,
      persistence_timeout: 60,
      persistence_granularity: '255.255.0.0',
    })
    must(204, await lb('DELETE', `${base}/pools/${created.at('pool', 'id')}`, { token }))
  })

  test('takes null for enabled as "no" in a create', async () => {
    const pool = {
      loadbalancer_id: tree.loadbalancer,
      protocol: 'TCP',
      lb_algorithm: 'SOURCE_IP',
      admin_state_up: null,
    }
    const created = must(201, await lb('POST', `${base}/pools`, { token, body: { pool } }))
    expect(created.at('pool', 'admin_state_up')).toBe(false)
    must(204, await lb('DELETE', `${base}/pools/${created.at('pool', 'id')}`, { token }))
  })

  test('may leave the type out when it changes the persistence that is there', async () => {
    const path = `${base}/pools/${tree.pool}`
    const put = (session_persistence: unknown) => lb('PUT', path, { token, body: { pool: { session_persistence } } })
    const whole = { cookie_name: null, persistence_timeout: null, persistence_granularity: null }
    const set = must(200, await put({ type: 'APP_COOKIE', cookie_name: 'one' }))
    expect(set.at('pool', 'session_persistence')).toEqual({ ...whole, type: 'APP_COOKIE', cookie_name: 'one' })
    const renamed = must(200, await put({ cookie_name: 'two' }))
    expect(renamed.at('pool', 'session_persistence')).toEqual({ ...whole, type: 'APP_COOKIE', cookie_name: 'two' })
    expect(must(200, await put(null)).at('pool', 'session_persistence')).toBeNull()
    expect((await put({ cookie_name: 'three' })).status).toBe(400)
  })
})
