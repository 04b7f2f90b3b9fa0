import { askedHost } from 'model/l7/asked-host'
import { describe, expect, test } from 'vitest'
import {
  nameOf,
  newDraft,
  passesOn,
  withEmptyMember,
  withMember,
  withMembers,
  withoutMembers,
  withTlsWay,
  withValues,
} from './draft.ts'
import { draftIssues } from './draft-issues.ts'
import { openstackLines } from './openstack-lines.ts'
import { markOf, stepsOf } from './steps.ts'
import { treeBody } from './tree-body.ts'

const subnet = '6f0a2a3e-1111-4222-8333-444455556666'
const start = newDraft({ name: 'web', vip_subnet_id: subnet })
const said = (draft: typeof start, vip: string | null = null) =>
  draftIssues(draft, vip).map((one) => `${one.step} ${one.about}: ${one.message}`)

describe('a new draft', () => {
  test('can be created as it is', () => {
    expect(draftIssues(start, '127.10.0.10')).toEqual([])
  })

  test('is one short tree: what is the default is not said', () => {
    expect(treeBody(start)).toEqual({
      loadbalancer: {
        name: 'web',
        vip_subnet_id: subnet,
        listeners: [
          {
            name: 'http-80',
            protocol: 'HTTP',
            protocol_port: 80,
            insert_headers: { 'X-Forwarded-For': 'true' },
            default_pool: { name: 'http-80-pool' },
          },
        ],
        pools: [
          {
            name: 'http-80-pool',
            protocol: 'HTTP',
            lb_algorithm: 'ROUND_ROBIN',
            members: [],
            healthmonitor: { name: 'http-80-check', type: 'HTTP', delay: 5, timeout: 3, max_retries: 2 },
          },
        ],
      },
    })
  })
})

describe('what follows from a choice', () => {
  test('port, pool and monitor follow the protocol of the listener', () => {
    const https = withValues(start, 'listener', { protocol: 'HTTPS' })
    expect(https.listener['protocol_port']).toBe(443)
    expect(https.pool['protocol']).toBe('HTTPS')
    expect(https.health_monitor['type']).toBe('TLS-HELLO')
    expect(nameOf(https, 'pool')).toBe('https-443-pool')
    expect(draftIssues(https, null)).toEqual([])
  })

  test('a listener for metrics has nothing behind it: neither pool nor members are asked for, or sent', () => {
    const metrics = withValues(withEmptyMember(start), 'listener', { protocol: 'PROMETHEUS' })
    expect(stepsOf(passesOn(metrics))).toEqual(['load_balancer', 'listener', 'review'])
    expect(draftIssues(metrics, null)).toEqual([])
    const listener = { name: 'prometheus-8088', protocol: 'PROMETHEUS', protocol_port: 8088 }
    expect(treeBody(metrics).loadbalancer['listeners']).toEqual([listener])
    expect(treeBody(metrics).loadbalancer).not.toHaveProperty('pools')
    expect(openstackLines(metrics)).not.toContain('pool create')
    expect(stepsOf(passesOn(start))).toHaveLength(6)
  })

  test('behind datagrams are a pool of datagrams, a check that fits, and no cookies', () => {
    const cookie = { type: 'HTTP_COOKIE', cookie_name: null }
    const dns = withValues(withValues(start, 'pool', { session_persistence: cookie }), 'listener', { protocol: 'UDP' })
    expect(dns.listener['protocol_port']).toBe(53)
    expect(dns.pool).toMatchObject({ protocol: 'UDP', session_persistence: null })
    expect(dns.health_monitor['type']).toBe('UDP-CONNECT')
    expect(draftIssues(dns, null)).toEqual([])
    expect(treeBody(dns).loadbalancer['listeners']).toEqual([
      { name: 'udp-53', protocol: 'UDP', protocol_port: 53, default_pool: { name: 'udp-53-pool' } },
    ])
    const source = { type: 'SOURCE_IP', persistence_timeout: 60, persistence_granularity: '255.255.0.0' }
    expect(openstackLines(withValues(dns, 'pool', { session_persistence: source }))).toContain(
      '--session-persistence type=SOURCE_IP,persistence_timeout=60,persistence_granularity=255.255.0.0',
    )
  })

  test('what somebody chose is kept', () => {
    const chosen = withValues(withValues(start, 'listener', { protocol_port: 8080 }), 'health_monitor', {
      type: 'PING',
    })
    const tcp = withValues(chosen, 'listener', { protocol: 'TCP' })
    expect(tcp.listener['protocol_port']).toBe(8080)
    expect(tcp.health_monitor['type']).toBe('PING')
  })

  test('headers typed for HTTP are not sent for TCP', () => {
    const tcp = withValues(start, 'listener', { protocol: 'TCP' })
    expect(draftIssues(tcp, null)).toEqual([])
    expect(treeBody(tcp).loadbalancer['listeners']).toEqual([
      { name: 'tcp-80', protocol: 'TCP', protocol_port: 80, default_pool: { name: 'tcp-80-pool' } },
    ])
  })
})

describe('what is wrong is said at its step and attribute, in the words of the API', () => {
  test('a schema speaks at the attribute', () => {
    const draft = withValues(withValues(start, 'listener', { protocol_port: 70_000 }), 'pool', { name: '' })
    expect(said(draft)).toEqual([
      'listener protocol_port: Value should be lower or equal to 65535',
      'pool name: Validation failure: Pools must be named when creating a fully populated loadbalancer.',
    ])
  })

  test('a rule of the graph speaks at the attribute', () => {
    expect(said(withValues(start, 'health_monitor', { delay: 3, timeout: 3 }))).toEqual([
      'health_monitor timeout: Validation failure: timeout 3 should be lower than delay 3.',
    ])
    const persistence = withValues(start, 'pool', { session_persistence: { type: 'APP_COOKIE', cookie_name: null } })
    expect(said(persistence)).toEqual([
      'pool session_persistence: Validation failure: Field "cookie_name" must be specified when using the "APP_COOKIE" session persistence type.',
    ])
  })

  test('a pool that does not fit is told at the pool', () => {
    expect(said(withValues(start, 'pool', { protocol: 'TCP' }))[0]).toBe(
      "pool protocol: Validation failure: The pool protocol 'TCP' is invalid while the listener protocol is 'HTTP'.",
    )
  })

  test('allowed networks are held against the address that will be taken', () => {
    const draft = withValues(start, 'listener', { allowed_cidrs: ['fd00::/8'] })
    expect(said(draft, '127.10.0.10')[0]).toContain('listener allowed_cidrs: Validation failure: CIDR fd00::/8')
    expect(said(draft, '::1')).toEqual([])
  })

  test('a monitor that is left out has nothing wrong', () => {
    expect(said({ ...withValues(start, 'health_monitor', { delay: 1, timeout: 9 }), hasMonitor: false })).toEqual([])
  })

  test('a missing subnet is told', () => {
    expect(said(newDraft({ name: '', vip_subnet_id: null }))[0]).toContain('load_balancer vip_subnet_id:')
  })
})

describe('members', () => {
  test('an empty row asks for nothing; a started one must be complete', () => {
    const draft = withEmptyMember(start)
    expect(said(draft)).toEqual([])
    expect(said(withMember(draft, 1, { address: '10.0.0.4' }))).toEqual([
      'members 1/protocol_port: Mandatory field missing.',
    ])
    expect(said(withMember(draft, 1, { protocol_port: 80 }))).toEqual(['members 1/address: Mandatory field missing.'])
  })

  test('pasted members take the place of empty rows, and twins are told at their row', () => {
    const draft = withMembers(start, [
      { address: '10.0.0.4', protocol_port: 80 },
      { address: '10.0.0.4', protocol_port: 80 },
    ])
    expect(draft.members.map((row) => row.key)).toEqual([1, 2])
    expect(said(draft)).toEqual([
      'members 2/address: Another member on this pool is already using ip 10.0.0.4 on protocol_port 80',
    ])
    expect(said(withoutMembers(draft, new Set([2])))).toEqual([])
  })
})

test('a step is an error only once it has been seen', () => {
  const issues = [{ step: 'pool' as const }]
  expect(markOf('pool', 'load_balancer', new Set(), issues)).toBe('ahead')
  expect(markOf('pool', 'load_balancer', new Set(['pool']), issues)).toBe('error')
  expect(markOf('listener', 'load_balancer', new Set(['listener']), issues)).toBe('done')
  expect(markOf('pool', 'pool', new Set(['pool']), issues)).toBe('current')
})

test('the openstack lines create the same, name by name and option by option', () => {
  const draft = withMembers(withValues(start, 'load_balancer', { name: "-it's web" }), [
    { name: 'web-1', address: '10.0.0.4', protocol_port: 80, weight: 0, backup: true },
  ])
  expect(openstackLines(draft)).toBe(`LB_ID=$(openstack loadbalancer create \\
  '--name=-it'\\''s web' \\
  --vip-subnet-id ${subnet} \\
  --wait \\
  -f value -c id)
LISTENER_ID=$(openstack loadbalancer listener create \\
  --name http-80 \\
  --protocol HTTP \\
  --protocol-port 80 \\
  --insert-headers X-Forwarded-For=true \\
  "$LB_ID" \\
  --wait \\
  -f value -c id)
POOL_ID=$(openstack loadbalancer pool create \\
  --name http-80-pool \\
  --protocol HTTP \\
  --lb-algorithm ROUND_ROBIN \\
  --listener "$LISTENER_ID" \\
  --wait \\
  -f value -c id)
openstack loadbalancer member create \\
  --name web-1 \\
  --address 10.0.0.4 \\
  --protocol-port 80 \\
  --weight 0 \\
  --enable-backup \\
  --wait \\
  "$POOL_ID"
openstack loadbalancer healthmonitor create \\
  --name http-80-check \\
  --type HTTP \\
  --delay 5 \\
  --timeout 3 \\
  --max-retries 2 \\
  --wait \\
  "$POOL_ID"`)
})

describe('HTTP that is redirected', () => {
  const secure = withValues(start, 'listener', { protocol: 'TERMINATED_HTTPS', default_tls_container_ref: 'c' })
  const redirected = { ...withValues(secure, 'listener', { protocol_port: 8_443 }), redirectsHttp: true }

  test('is a listener, a policy and a rule of their own', () => {
    const { listeners } = treeBody(redirected).loadbalancer as { listeners: object[] }
    expect(listeners).toHaveLength(2)
    expect(listeners[1]).toEqual({
      name: 'http-80',
      protocol: 'HTTP',
      protocol_port: 80,
      tags: ['https-redirect:8443'],
      l7policies: [
        {
          name: 'to-https',
          action: 'REDIRECT_PREFIX',
          redirect_prefix: `https://${askedHost}:8443`,
          redirect_http_code: 301,
          position: 1,
          tags: ['https-redirect:8443'],
          rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/' }],
        },
      ],
    })
  })

  test('is commands, too, and no shell reads what stands for the host', () => {
    const lines = openstackLines(redirected)
    expect(lines).toContain('--default-tls-container-ref c')
    expect(lines).toContain(`--redirect-prefix 'https://${askedHost}:8443'`)
    expect(lines).toContain('openstack loadbalancer l7rule create')
  })

  test('is nothing for a listener on port 80 itself, or one that terminates no TLS', () => {
    const listenersOf = (draft: typeof start) => (treeBody(draft).loadbalancer as { listeners: object[] }).listeners
    expect(listenersOf({ ...start, redirectsHttp: true })).toHaveLength(1)
    expect(listenersOf(withValues(redirected, 'listener', { protocol_port: 80 }))).toHaveLength(1)
  })
})

test.each([
  ['terminate', 'TERMINATED_HTTPS', 'HTTP', false],
  ['terminate-and-re-encrypt', 'TERMINATED_HTTPS', 'HTTP', true],
  ['pass-through', 'HTTPS', 'HTTPS', false],
] as const)('where TLS ends decides what listener and pool speak: %s', (way, listener, pool, tls_enabled) => {
  // Whichever was chosen before.
  const before = withTlsWay(start, way === 'terminate-and-re-encrypt' ? 'pass-through' : 'terminate-and-re-encrypt')
  const draft = withTlsWay(before, way)
  expect([draft.listener['protocol'], draft.pool['protocol'], draft.pool['tls_enabled']]).toEqual([
    listener,
    pool,
    tls_enabled,
  ])
})
