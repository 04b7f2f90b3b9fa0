import { describe, expect, test } from 'vitest'
import type { ErrorCode, Issue } from '../errors.ts'
import { fixedResponseConfig, redirectUrlConfig } from '../l7/policy-configs.ts'
import {
  exampleGraph,
  exampleId,
  exampleListener,
  exampleLoadBalancer,
  exampleMember,
  exampleMonitor,
  examplePolicy,
  examplePool,
  exampleRule,
} from './graph.examples.ts'
import type { Graph } from './graph.ts'
import { graphRules, issuesOf } from './rules.ts'

type Breach = { readonly graph: Graph; readonly says: RegExp; readonly code?: ErrorCode }
const second = exampleId(11)
const persistence = {
  type: 'SOURCE_IP',
  cookie_name: null,
  persistence_timeout: null,
  persistence_granularity: null,
} as const
const httpMonitor = { type: 'HTTP', http_method: 'GET', url_path: '/', expected_codes: '200' } as const

/** A redirect of everything for one host, and where it leads. */
const redirecting = (given: Parameters<typeof examplePolicy>[0], rules = [exampleRule()]) =>
  exampleGraph({ l7_policies: [examplePolicy({ redirect_pool_id: null, ...given })], l7_rules: rules })
const hostRule = exampleRule({ type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'Shop.example.com' })

/** A redirect in parts, each of them left as it was asked for but those that are given. */
const inParts = (given: Record<string, string>) =>
  redirecting({
    action: 'REDIRECT_TO_URL',
    redirect_url_config: redirectUrlConfig.parse({ status_code: '302', ...given }),
  })

/** A listener of datagrams, and what is behind it. */
const datagramGraph = (given: Parameters<typeof exampleGraph>[0] = {}) =>
  exampleGraph({
    listeners: [exampleListener({ protocol: 'UDP', protocol_port: 53 })],
    pools: [examplePool({ protocol: 'UDP' })],
    health_monitors: [],
    ...given,
  })

function secureGraph(given: Partial<Graph['listeners'][number]>): Graph {
  const secure = { protocol: 'TERMINATED_HTTPS', protocol_port: 443, default_tls_container_ref: 'x' } as const
  return exampleGraph({ listeners: [exampleListener({ ...secure, ...given })] })
}

/** For every rule, graphs that break it. The keys are the rules': a new rule without a breach does not compile. */
const breaches: Record<keyof typeof graphRules, readonly Breach[]> = {
  'a listener speaks what the data plane can': [
    {
      graph: exampleGraph({ listeners: [exampleListener({ protocol: 'SCTP', default_pool_id: null })] }),
      says: /^Provider 'fulcrum' does not support a requested option: .*not supported/,
      code: 'unsupported',
    },
  ],
  'a pool speaks what the data plane can': [
    {
      graph: exampleGraph({ pools: [examplePool({ protocol: 'SCTP' })] }),
      says: /SCTP protocol pools/,
      code: 'unsupported',
    },
    {
      graph: exampleGraph({ pools: [examplePool({ protocol: 'HTTPS', tls_enabled: true })] }),
      says: /can not be encrypted again/,
      code: 'unsupported',
    },
  ],
  'a monitor checks what the data plane can': [
    {
      graph: exampleGraph({ health_monitors: [exampleMonitor({ type: 'SCTP' })] }),
      says: /SCTP health monitors/,
      code: 'unsupported',
    },
  ],
  'a monitor checks what its pool speaks': [
    {
      graph: exampleGraph({ health_monitors: [exampleMonitor({ type: 'UDP-CONNECT' })] }),
      says: /^Validation failure: The UDP-CONNECT type is only supported for pools of type UDP\/SCTP\.$/,
    },
    ...(['PING', 'HTTPS', 'TLS-HELLO'] as const).map((type) => ({
      graph: datagramGraph({ health_monitors: [exampleMonitor({ type })] }),
      says: /The associated pool protocol is UDP, so only a UDP-CONNECT\/SCTP\/TCP\/HTTP health monitor is supported\.$/,
    })),
    {
      graph: datagramGraph({ health_monitors: [exampleMonitor({ type: 'UDP-CONNECT', delay: 2, timeout: 1 })] }),
      says: /^Validation failure: The request delay value 2 should be larger than 3 for UDP-CONNECT/,
    },
  ],
  'one listener per port and transport': [
    {
      graph: exampleGraph({ listeners: [exampleListener(), exampleListener({ id: second, protocol: 'TCP' })] }),
      says: /^Another Listener on this Load Balancer is already using protocol HTTP and protocol_port 80$/,
      code: 'conflict',
    },
  ],
  'a default pool belongs to the load balancer': [
    {
      graph: exampleGraph({ pools: [], members: [], health_monitors: [] }),
      says: /^Pool .* not found\.$/,
      code: 'not_found',
    },
  ],
  'a default pool speaks what its listener can pass on': [
    {
      graph: exampleGraph({ pools: [examplePool({ protocol: 'TCP' })] }),
      says: /The pool protocol 'TCP' is invalid while the listener protocol is 'HTTP'/,
    },
    {
      graph: exampleGraph({ listeners: [exampleListener({ protocol: 'HTTPS' })] }),
      says: /The pool protocol 'HTTP' is invalid/,
    },
    {
      graph: exampleGraph({ listeners: [exampleListener({ protocol: 'PROMETHEUS' })] }),
      says: /^Protocol PROMETHEUS listeners cannot have child objects\.$/,
    },
  ],
  'headers are inserted only where HTTP is read': [
    {
      graph: exampleGraph({
        listeners: [exampleListener({ protocol: 'TCP', insert_headers: { 'X-Forwarded-For': 'true' } })],
      }),
      says: /^insert-headers is not a valid option for a TCP protocol listener\.$/,
    },
    {
      graph: exampleGraph({ listeners: [exampleListener({ insert_headers: { Foo: 'true' } })] }),
      says: /^dict_keys\(\['Foo'\]\)/,
    },
    {
      graph: exampleGraph({ listeners: [exampleListener({ insert_headers: { 'X-SSL-Client-CN': 'true' } })] }),
      says: /^\['X-SSL-Client-CN'\] is not a valid option for HTTP/,
    },
  ],
  'requests are answered, kept and compressed only where HTTP is read': [
    {
      graph: exampleGraph({ listeners: [exampleListener({ protocol: 'TCP', compression: true })] }),
      says: /compression can only be used for listeners using the HTTP or TERMINATED_HTTPS/,
    },
    {
      graph: exampleGraph({ listeners: [exampleListener({ protocol: 'TCP', cache_paths: ['/'] })] }),
      says: /cache_paths can only be used/,
    },
    {
      graph: exampleGraph({ listeners: [exampleListener({ protocol: 'TCP', maintenance: true })] }),
      says: /maintenance can only be used/,
    },
    {
      graph: exampleGraph({
        listeners: [
          exampleListener({ protocol: 'TCP', error_pages: { 503: { content_type: 'text/plain', body: 'away' } } }),
        ],
      }),
      says: /error_pages can only be used/,
    },
  ],
  'allowed networks fit an address of the load balancer': [
    {
      graph: exampleGraph({ listeners: [exampleListener({ allowed_cidrs: ['fd00::/8'] })] }),
      says: /CIDR fd00::\/8 IP version incompatible/,
    },
  ],
  'TLS settings belong to listeners that terminate TLS': [
    {
      graph: exampleGraph({ listeners: [exampleListener({ default_tls_container_ref: 'x' })] }),
      says: /references are not allowed on HTTP/,
    },
    {
      graph: exampleGraph({ listeners: [exampleListener({ client_authentication: 'MANDATORY' })] }),
      says: /requires a client CA/,
    },
    { graph: exampleGraph({ listeners: [exampleListener({ hsts_preload: true })] }), says: /HSTS feature/ },
  ],
  'a listener that terminates TLS has what it needs': [
    {
      graph: secureGraph({ default_tls_container_ref: null }),
      says: /^Validation failure: An SNI or default certificate container reference must be provided for TERMINATED_HTTPS protocol listeners\.$/,
    },
    {
      graph: secureGraph({ client_authentication: 'MANDATORY' }),
      says: /^Validation failure: Client authentication setting MANDATORY requires a client CA container reference\.$/,
    },
    {
      graph: secureGraph({ client_crl_container_ref: 'x' }),
      says: /^Validation failure: A client authentication CA reference is required to specify a client authentication revocation list\.$/,
    },
    { graph: secureGraph({ tls_versions: ['SSLv3'] }), says: /SSL 3\.0 is broken/, code: 'unsupported' },
    { graph: secureGraph({ tls_versions: ['TLSv1.3', 'TLSv1.1'] }), says: /TLSv1\.2 is left out/, code: 'unsupported' },
    {
      graph: secureGraph({ hsts_include_subdomains: true }),
      says: /^Validation failure: HSTS configuration options hsts_include_subdomains and hsts_preload only make sense if hsts_max_age is set as well\.$/,
    },
  ],
  'session persistence is complete and fits the pool': [
    {
      graph: exampleGraph({ pools: [examplePool({ session_persistence: { ...persistence, type: 'APP_COOKIE' } })] }),
      says: /must be specified/,
    },
    {
      graph: exampleGraph({ pools: [examplePool({ session_persistence: { ...persistence, cookie_name: 'a' } })] }),
      says: /can only be specified/,
    },
    {
      graph: exampleGraph({
        pools: [examplePool({ session_persistence: { ...persistence, type: 'APP_COOKIE', cookie_name: 'a{b}' } })],
      }),
      says: /"cookie_name" is invalid/,
    },
    {
      graph: exampleGraph({
        pools: [examplePool({ session_persistence: { ...persistence, persistence_timeout: 5 } })],
      }),
      says: /only for UDP/,
    },
    {
      graph: datagramGraph({
        pools: [examplePool({ protocol: 'UDP', session_persistence: { ...persistence, type: 'HTTP_COOKIE' } })],
      }),
      says: /^Validation failure: Session persistence of type HTTP_COOKIE is not supported for UDP\/SCTP protocol pools\.$/,
    },
    ...[{ persistence_granularity: '255.0.255.0' }, { persistence_granularity: 'all' }, { persistence_timeout: 0 }].map(
      (given) => ({
        graph: datagramGraph({
          pools: [examplePool({ protocol: 'UDP', session_persistence: { ...persistence, ...given } })],
        }),
        says: /^Validation failure: Invalid session_persistence provided\.$/,
      }),
    ),
  ],
  'TLS to members is of versions that follow each other': [
    {
      graph: exampleGraph({ pools: [examplePool({ tls_enabled: true, tls_versions: ['TLSv1', 'TLSv1.2'] })] }),
      says: /TLSv1\.1 is left out/,
      code: 'unsupported',
    },
    {
      graph: exampleGraph({ pools: [examplePool({ tls_enabled: true, tls_versions: ['SSLv3'] })] }),
      says: /SSL 3\.0 is broken/,
      code: 'unsupported',
    },
  ],
  'a revocation list needs a CA': [
    {
      graph: exampleGraph({ pools: [examplePool({ crl_container_ref: 'x' })] }),
      says: /CA certificate reference is required/,
    },
  ],
  'members of a pool are distinct': [
    {
      graph: exampleGraph({
        members: [exampleMember({ address: 'fd00::1' }), exampleMember({ id: exampleId(31), address: 'FD00:0::1' })],
      }),
      says: /^Another member on this pool is already using ip FD00:0::1 on protocol_port 8080$/,
      code: 'conflict',
    },
  ],
  'a member is not the metadata service': [
    {
      graph: exampleGraph({ members: [exampleMember({ address: '169.254.169.254' })] }),
      says: /is not a valid option for member address/,
    },
    {
      graph: exampleGraph({ members: [exampleMember({ monitor_address: '::ffff:169.254.169.254' })] }),
      says: /is not a valid option/,
    },
  ],
  'members ask for ports that exist': [
    { graph: exampleGraph({ members: [exampleMember({ request_sriov: true })] }), says: /SR-IOV/ },
  ],
  'one monitor per pool': [
    {
      graph: exampleGraph({ health_monitors: [exampleMonitor(), exampleMonitor({ id: exampleId(41) })] }),
      says: /^This pool already has a health monitor$/,
      code: 'conflict',
    },
  ],
  'a monitor has the attributes of its type': [
    {
      graph: exampleGraph({ health_monitors: [exampleMonitor({ url_path: '/' })] }),
      says: /^url_path is not a valid option .* TCP$/,
    },
    {
      graph: exampleGraph({ health_monitors: [exampleMonitor({ ...httpMonitor, domain_name: 'a.example' })] }),
      says: /'http_version' must be specified/,
    },
    {
      graph: exampleGraph({
        health_monitors: [exampleMonitor({ ...httpMonitor, domain_name: 'a.example', http_version: 1 })],
      }),
      says: /^http_version 1\.0 is not a valid option/,
    },
  ],
  'a check ends before the next begins': [
    {
      graph: exampleGraph({ health_monitors: [exampleMonitor({ delay: 5, timeout: 5 })] }),
      says: /timeout 5 should be lower than delay 5/,
    },
  ],
  'policies stand where there is something to decide on': [
    {
      graph: exampleGraph({
        listeners: [exampleListener({ protocol: 'PROMETHEUS', default_pool_id: null })],
        l7_policies: [examplePolicy()],
      }),
      says: /^Protocol PROMETHEUS listeners cannot have child objects\.$/,
    },
    {
      graph: exampleGraph({
        listeners: [exampleListener({ protocol: 'TCP' })],
        l7_policies: [examplePolicy()],
      }),
      says: /TCP protocol listeners do not support L7 policies$/,
      code: 'unsupported',
    },
  ],
  'where TLS is passed through, policies go by what its hello tells': [
    {
      graph: exampleGraph({
        listeners: [exampleListener({ protocol: 'HTTPS', default_pool_id: null })],
        pools: [examplePool({ protocol: 'HTTPS' })],
        l7_policies: [examplePolicy()],
        l7_rules: [exampleRule({ type: 'PATH', compare_type: 'STARTS_WITH', value: '/api' })],
      }),
      says: /passes TLS through, which hides the path of a request\. Rules of type HOST_NAME and SOURCE_IP can be asked\.$/,
    },
    {
      graph: exampleGraph({
        listeners: [exampleListener({ protocol: 'HTTPS', default_pool_id: null })],
        pools: [],
        l7_policies: [
          examplePolicy({
            action: 'REDIRECT_TO_URL',
            redirect_pool_id: null,
            redirect_url: 'https://www.example.com/',
          }),
        ],
      }),
      says: /can not answer a client with a redirect\. It can REDIRECT_TO_POOL, or REJECT/,
    },
  ],
  'a policy goes where its action says': [
    {
      graph: redirecting({ action: 'REDIRECT_TO_URL' }),
      says: /^Invalid L7 Policy arguments: redirect_url must not be None$/,
    },
    { graph: redirecting({ action: 'REDIRECT_TO_POOL' }), says: /redirect_pool_id or redirect_pool must not be None$/ },
  ],
  'a policy sends to a pool of the load balancer that its listener can pass on': [
    {
      graph: exampleGraph({ l7_policies: [examplePolicy({ redirect_pool_id: second })] }),
      says: new RegExp(`^Pool ${second} not found.$`),
      code: 'not_found',
    },
    {
      graph: exampleGraph({
        listeners: [exampleListener({ default_pool_id: null })],
        pools: [examplePool({ protocol: 'TCP' })],
        l7_policies: [examplePolicy()],
      }),
      says: /^Validation failure: The pool protocol 'TCP' is invalid while the listener protocol is 'HTTP'.$/,
    },
  ],
  'a rule says something that can be asked': [
    { graph: redirecting({ action: 'REJECT' }, [exampleRule({ type: 'HEADER' })]), says: /requires a key$/ },
    {
      graph: redirecting({ action: 'REJECT' }, [exampleRule({ type: 'FILE_TYPE', compare_type: 'CONTAINS' })]),
      says: /^Error parsing L7Rule: Invalid L7 Rule: invalid comparison type for rule type$/,
    },
    {
      graph: redirecting({ action: 'REJECT' }, [exampleRule({ compare_type: 'REGEX', value: '(' })]),
      says: /^Error parsing L7Rule: Unable to parse regular expression: /,
    },
  ],
  'a policy has at most 50 rules': [
    {
      graph: redirecting(
        { action: 'REJECT' },
        Array.from({ length: 51 }, (_, at) => exampleRule({ id: exampleId(100 + at) })),
      ),
      says: /^Too many rules on L7 policy /,
      code: 'conflict',
    },
  ],
  'a redirect to a listener leads from HTTP to HTTPS of the same load balancer': [
    {
      graph: redirecting({ action: 'REDIRECT_TO_LISTENER', redirect_listener_id: exampleId(99) }),
      says: /^Listener .* not found\.$/,
      code: 'not_found',
    },
    {
      graph: redirecting({ action: 'REDIRECT_TO_LISTENER', redirect_listener_id: exampleListener().id }),
      says: /must speak HTTPS, and this one speaks HTTP/,
    },
    {
      graph: {
        ...redirecting({ action: 'REDIRECT_TO_LISTENER', redirect_listener_id: exampleListener().id }),
        listeners: secureGraph({}).listeners,
      },
      says: /Only an HTTP listener can redirect to a listener/,
    },
  ],
  'one policy of a listener redirects to a listener': [
    {
      graph: exampleGraph({
        l7_policies: [exampleId(31), exampleId(32)].map((id) =>
          examplePolicy({ id, action: 'REDIRECT_TO_LISTENER', redirect_listener_id: second, redirect_pool_id: null }),
        ),
      }),
      says: /redirects every request of this listener already/,
      code: 'conflict',
    },
  ],
  'a redirect in parts changes more than the query': [
    { graph: inParts({ query: 'a=b' }), says: /go round in circles/ },
    { graph: inParts({ protocol: 'HTTP', port: '80' }), says: /go round in circles/ },
  ],
  'without advanced forwarding there is none': [
    {
      graph: {
        ...redirecting({
          action: 'FIXED_RESPONSE',
          fixed_response_config: fixedResponseConfig.parse({ status_code: '200' }),
        }),
        listeners: [exampleListener({ enhance_l7policy_enable: false })],
      },
      says: /needs advanced forwarding/,
    },
    {
      graph: {
        ...redirecting({ action: 'REJECT' }, [exampleRule({ conditions: [{ key: null, value: '/api' }] })]),
        listeners: [exampleListener({ enhance_l7policy_enable: false })],
      },
      says: /needs advanced forwarding/,
    },
  ],
  'a policy that lists conditions has at most 10': [
    {
      graph: redirecting({ action: 'REJECT' }, [
        exampleRule({ conditions: Array.from({ length: 6 }, (_, at) => ({ key: null, value: `/${at}` })) }),
        exampleRule({
          id: exampleId(71),
          conditions: Array.from({ length: 5 }, (_, at) => ({ key: null, value: `/${at}` })),
        }),
      ]),
      says: /at most 10 conditions/,
      code: 'conflict',
    },
  ],
  'a redirect leads away from its own policy': [
    {
      graph: redirecting({ action: 'REDIRECT_PREFIX', redirect_prefix: 'http://shop.example.com' }, [hostRule]),
      says: /go round in circles/,
    },
    {
      graph: redirecting({ action: 'REDIRECT_TO_URL', redirect_url: 'http://127.10.0.10/api/x' }),
      says: /go round in circles/,
    },
  ],
}

describe('what must hold between resources', () => {
  test('a sound graph has no issues', () => {
    expect(issuesOf(exampleGraph())).toEqual([])
    expect(issuesOf(exampleGraph({ load_balancer: exampleLoadBalancer({ vip_address: null }) }))).toEqual([])
  })

  const rows = Object.entries(breaches).flatMap(([rule, cases]) => cases.map((breach, at) => ({ rule, breach, at })))
  test.each(rows)('$rule ($at)', ({ rule, breach }) => {
    const found: Issue[] = graphRules[rule as keyof typeof graphRules](breach.graph)
    expect(found[0]?.message).toMatch(breach.says)
    expect(found[0]?.code ?? 'invalid').toBe(breach.code ?? 'invalid')
    expect(issuesOf(breach.graph)).toEqual(expect.arrayContaining(found))
  })

  test('the same port number is free on another transport', () => {
    const graph = exampleGraph({
      listeners: [exampleListener(), exampleListener({ id: second, protocol: 'UDP', default_pool_id: null })],
    })
    expect(graphRules['one listener per port and transport'](graph)).toEqual([])
  })
})

test.each([
  ['another scheme', { action: 'REDIRECT_PREFIX', redirect_prefix: 'https://shop.example.com' }, [hostRule]],
  ['another port', { action: 'REDIRECT_PREFIX', redirect_prefix: 'http://shop.example.com:81' }, [hostRule]],
  ['another host', { action: 'REDIRECT_PREFIX', redirect_prefix: 'http://other.example.com' }, [hostRule]],
  ['another path', { action: 'REDIRECT_TO_URL', redirect_url: 'http://127.10.0.10/v2/' }, [exampleRule()]],
] as const)('a redirect to %s does not go round in circles', (_, policy, rules) => {
  expect(issuesOf(redirecting(policy, [...rules]))).toEqual([])
})

test.each(['UDP-CONNECT', 'TCP', 'HTTP'] as const)('a pool of datagrams can be checked by %s', (type) => {
  const http = type === 'HTTP' ? httpMonitor : {}
  expect(issuesOf(datagramGraph({ health_monitors: [exampleMonitor({ type, ...http })] }))).toEqual([])
})
