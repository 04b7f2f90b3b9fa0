import { beforeAll, describe, expect, test } from 'vitest'
import { type People, people } from '@/server/testing/people.ts'
import { neutron } from '../neutron/index.ts'
import { asking } from '../shared/testing/ask.ts'
import { playEngine } from '../shared/testing/engine.ts'
import { octavia } from './index.ts'

// What the OpenStack client sends for the commands of its manual, in their order (reference: API contract, section 13).

const lb = asking(octavia)
const network = asking(neutron)
const base = '/load-balancer/v2.0/lbaas'
let who: People
let token: string

beforeAll(async () => {
  who = await people()
  token = who.member
  const stop = playEngine()
  return stop
})

const common = [
  'admin_state_up',
  'created_at',
  'id',
  'name',
  'operating_status',
  'project_id',
  'provisioning_status',
  'status_reason',
  'tags',
  'tenant_id',
  'updated_at',
]
/** What a policy can do that Octavia's can not. Its clients do not look at it. */
const beyondOctavia = [
  'cors_config',
  'fixed_response_config',
  'insert_headers_config',
  'insert_response_headers_config',
  'priority',
  'redirect_listener_id',
  'redirect_pools_config',
  'redirect_pools_sticky_session_config',
  'redirect_url_config',
  'remove_headers_config',
  'remove_response_headers_config',
  'rewrite_url_config',
  'traffic_limit_config',
]

/** Exactly the attributes of each object, `status_reason` and `health` being ours. */
const attributes = {
  loadbalancer: [
    ...common,
    'additional_vips',
    'availability_zone',
    'description',
    'flavor_id',
    'listeners',
    'pools',
    'provider',
    'vip_address',
    'vip_network_id',
    'vip_port_id',
    'vip_qos_policy_id',
    'vip_sg_ids',
    'vip_subnet_id',
    'floating_addresses',
    'vip_vnic_type',
  ],
  listener: [
    ...common,
    'allowed_cidrs',
    'alpn_protocols',
    'cache_max_object_size',
    'cache_paths',
    'cache_size',
    'cache_ttl',
    'client_authentication',
    'client_ca_tls_container_ref',
    'client_crl_container_ref',
    'compression',
    'compression_algorithms',
    'compression_types',
    'connection_limit',
    'default_pool_id',
    'default_tls_container_ref',
    'description',
    'hsts_include_subdomains',
    'hsts_max_age',
    'hsts_preload',
    'enhance_l7policy_enable',
    'error_pages',
    'insert_headers',
    'l7policies',
    'loadbalancers',
    'maintenance',
    'maintenance_allowed_cidrs',
    'maintenance_page',
    'maintenance_retry_after',
    'protocol',
    'protocol_port',
    'sni_container_refs',
    'timeout_client_data',
    'timeout_member_connect',
    'timeout_member_data',
    'timeout_tcp_inspect',
    'tls_ciphers',
    'tls_versions',
  ],
  pool: [
    ...common,
    'alpn_protocols',
    'ca_tls_container_ref',
    'crl_container_ref',
    'description',
    'healthmonitor_id',
    'lb_algorithm',
    'listeners',
    'loadbalancers',
    'members',
    'protocol',
    'session_persistence',
    'tls_ciphers',
    'tls_container_ref',
    'tls_enabled',
    'tls_versions',
  ],
  member: [
    ...common,
    'address',
    'backup',
    'health',
    'monitor_address',
    'monitor_port',
    'protocol_port',
    'subnet_id',
    'vnic_type',
    'weight',
  ],
  healthmonitor: [
    ...common,
    'delay',
    'domain_name',
    'expected_codes',
    'http_method',
    'http_version',
    'max_retries',
    'max_retries_down',
    'pools',
    'timeout',
    'type',
    'url_path',
  ],
  l7policy: [
    ...common,
    'action',
    'description',
    'listener_id',
    'position',
    'redirect_http_code',
    'redirect_pool_id',
    'redirect_prefix',
    'redirect_url',
    'rules',
    ...beyondOctavia,
  ],
  rule: [...common.filter((name) => name !== 'name'), 'compare_type', 'conditions', 'invert', 'key', 'type', 'value'],
} as const

function keysOf(value: unknown): string[] {
  return Object.keys(Object(value)).sort()
}

async function firstId(path: string, plural: string): Promise<string> {
  const answer = await lb('GET', `${base}${path}`, { token })
  expect(answer.status).toBe(200)
  return String(answer.at(plural, 0, 'id'))
}

describe('the commands of the manual', () => {
  test('find a subnet by its name and by its id', async () => {
    const byName = await network('GET', '/network/v2.0/subnets?name=private-subnet', { token })
    expect(byName.status).toBe(200)
    const id = byName.at('subnets', 0, 'id')
    const byId = await network('GET', `/network/v2.0/subnets?id=${id}`, { token })
    expect(byId.at('subnets', 0)).toMatchObject({ id, name: 'private-subnet', cidr: '127.10.0.0/16', ip_version: 4 })
    const unknown = await network('GET', '/network/v2.0/subnets?id=private-subnet', { token })
    expect(unknown.body).toEqual({ subnets: [] })
  })

  test('create a load balancer in it, pending and with an address', async () => {
    const subnet = (await network('GET', '/network/v2.0/subnets?name=private-subnet', { token })).at('subnets', 0, 'id')
    const body = { loadbalancer: { name: 'lb_test_1', vip_subnet_id: subnet, admin_state_up: true } }
    const created = await lb('POST', `${base}/loadbalancers`, { token, body })
    expect(created.status).toBe(201)
    expect(keysOf(created.body)).toEqual(['loadbalancer'])
    expect(keysOf(created.at('loadbalancer'))).toEqual([...attributes.loadbalancer].sort())
    expect(created.at('loadbalancer')).toMatchObject({
      name: 'lb_test_1',
      description: '',
      vip_subnet_id: subnet,
      provider: 'fulcrum',
      flavor_id: null,
      availability_zone: null,
      vip_qos_policy_id: null,
      vip_sg_ids: [],
      floating_addresses: [],
      vip_vnic_type: 'normal',
      additional_vips: [],
      tags: [],
      listeners: [],
      pools: [],
      operating_status: 'OFFLINE',
      provisioning_status: 'PENDING_CREATE',
      updated_at: null,
      project_id: who.project,
      tenant_id: who.project,
    })
    expect(created.at('loadbalancer', 'vip_address')).toMatch(/^127\.10\./)
    expect(created.at('loadbalancer', 'created_at')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
    const port = await network('GET', `/network/v2.0/ports/${created.at('loadbalancer', 'vip_port_id')}`, { token })
    expect(port.at('port', 'security_groups')).toEqual([])
    expect(port.at('port', 'fixed_ips')).toEqual([
      { subnet_id: subnet, ip_address: created.at('loadbalancer', 'vip_address') },
    ])
  })

  test('create a listener, in whichever state the one before has left the load balancer', async () => {
    const loadbalancer_id = await firstId('/loadbalancers?name=lb_test_1', 'loadbalancers')
    const listener = { loadbalancer_id, name: '80_listener', protocol: 'TCP', protocol_port: 80, admin_state_up: true }
    const created = await lb('POST', `${base}/listeners`, { token, body: { listener } })
    expect(created.status).toBe(201)
    expect(keysOf(created.at('listener'))).toEqual([...attributes.listener].sort())
    expect(created.at('listener')).toMatchObject({
      name: '80_listener',
      protocol: 'TCP',
      protocol_port: 80,
      connection_limit: -1,
      default_pool_id: null,
      default_tls_container_ref: null,
      sni_container_refs: [],
      client_authentication: 'NONE',
      tls_ciphers: null,
      insert_headers: {},
      allowed_cidrs: null,
      l7policies: [],
      loadbalancers: [{ id: loadbalancer_id }],
      timeout_client_data: 50_000,
      timeout_member_connect: 5_000,
      timeout_member_data: 50_000,
      timeout_tcp_inspect: 0,
      hsts_max_age: null,
      hsts_include_subdomains: false,
      hsts_preload: false,
    })
  })

  test('create a pool, which becomes the default pool of the listener', async () => {
    const listener_id = await firstId('/listeners?name=80_listener', 'listeners')
    const pool = { name: '80_pool', protocol: 'TCP', listener_id, lb_algorithm: 'ROUND_ROBIN', admin_state_up: true }
    const created = await lb('POST', `${base}/pools`, { token, body: { pool } })
    expect(created.status).toBe(201)
    expect(keysOf(created.at('pool'))).toEqual([...attributes.pool].sort())
    expect(created.at('pool')).toMatchObject({
      listeners: [{ id: listener_id }],
      members: [],
      healthmonitor_id: null,
      session_persistence: null,
      tls_enabled: false,
      tls_ciphers: null,
      tls_versions: null,
      alpn_protocols: null,
    })
    const listener = await lb('GET', `${base}/listeners/${listener_id}`, { token })
    expect(listener.at('listener', 'default_pool_id')).toBe(created.at('pool', 'id'))
  })

  test('create a member', async () => {
    const pool = await firstId('/pools?name=80_pool', 'pools')
    const member = { name: 'M', address: '127.0.0.9', protocol_port: 80 }
    const created = await lb('POST', `${base}/pools/${pool}/members`, { token, body: { member } })
    expect(created.status).toBe(201)
    expect(keysOf(created.at('member'))).toEqual([...attributes.member].sort())
    expect(created.at('member')).toMatchObject({
      ...member,
      weight: 1,
      backup: false,
      subnet_id: null,
      monitor_address: null,
      monitor_port: null,
      vnic_type: 'normal',
      operating_status: 'NO_MONITOR',
    })
  })

  test('create a health monitor', async () => {
    const pool_id = await firstId('/pools?name=80_pool', 'pools')
    const healthmonitor = {
      pool_id,
      name: 'H',
      delay: 60,
      timeout: 20,
      max_retries: 2,
      url_path: '/health',
      type: 'HTTP',
      admin_state_up: true,
    }
    const created = await lb('POST', `${base}/healthmonitors`, { token, body: { healthmonitor } })
    expect(created.status).toBe(201)
    expect(keysOf(created.at('healthmonitor'))).toEqual([...attributes.healthmonitor].sort())
    expect(created.at('healthmonitor')).toMatchObject({
      pools: [{ id: pool_id }],
      http_method: 'GET',
      url_path: '/health',
      expected_codes: '200',
      http_version: null,
      domain_name: null,
      max_retries_down: 3,
    })
    const pool = await lb('GET', `${base}/pools/${pool_id}`, { token })
    expect(pool.at('pool', 'healthmonitor_id')).toBe(created.at('healthmonitor', 'id'))
  })

  test('create a policy and its rule on a listener that reads HTTP', async () => {
    const loadbalancer_id = await firstId('/loadbalancers?name=lb_test_1', 'loadbalancers')
    const listener = { loadbalancer_id, name: '81_listener', protocol: 'HTTP', protocol_port: 81 }
    const listener_id = (await lb('POST', `${base}/listeners`, { token, body: { listener } })).at('listener', 'id')
    const l7policy = {
      listener_id,
      name: 'to-https',
      action: 'REDIRECT_PREFIX',
      redirect_prefix: 'https://www.example.com',
      redirect_http_code: 301,
      admin_state_up: true,
    }
    const created = await lb('POST', `${base}/l7policies`, { token, body: { l7policy } })
    expect(created.status).toBe(201)
    expect(keysOf(created.at('l7policy'))).toEqual([...attributes.l7policy].sort())
    expect(created.at('l7policy')).toMatchObject({
      ...l7policy,
      description: '',
      position: 1,
      redirect_pool_id: null,
      redirect_url: null,
      rules: [],
      tags: [],
      tenant_id: who.project,
      operating_status: 'OFFLINE',
      provisioning_status: 'PENDING_CREATE',
      updated_at: null,
    })
    const id = created.at('l7policy', 'id')
    const rule = { type: 'HOST_NAME', compare_type: 'EQUAL_TO', value: 'www.example.com', invert: 'False' }
    const made = await lb('POST', `${base}/l7policies/${id}/rules`, { token, body: { rule } })
    expect(made.status).toBe(201)
    expect(keysOf(made.at('rule'))).toEqual([...attributes.rule].sort())
    expect(made.at('rule')).toMatchObject({ ...rule, invert: false, key: null, admin_state_up: true, tags: [] })
    const shown = await lb('GET', `${base}/l7policies/${id}`, { token })
    expect(shown.at('l7policy', 'rules')).toEqual([{ id: made.at('rule', 'id') }])
    const list = await lb('GET', `${base}/l7policies/${id}/rules`, { token })
    expect(keysOf(list.body)).toEqual(['rules', 'rules_links'])
    expect(list.at('rules', 0, 'id')).toBe(made.at('rule', 'id'))
    const listened = await lb('GET', `${base}/listeners/${listener_id}`, { token })
    expect(listened.at('listener', 'l7policies')).toEqual([{ id }])
  })

  test('show the tree of statuses', async () => {
    const id = await firstId('/loadbalancers?name=lb_test_1', 'loadbalancers')
    const tree = await lb('GET', `${base}/loadbalancers/${id}/status`, { token })
    expect(keysOf(tree.at('statuses', 'loadbalancer'))).toEqual(
      ['id', 'listeners', 'name', 'operating_status', 'provisioning_status'].sort(),
    )
    const pool = tree.at('statuses', 'loadbalancer', 'listeners', 0, 'pools', 0)
    expect(pool).toMatchObject({
      name: '80_pool',
      health_monitor: { name: 'H', type: 'HTTP' },
      members: [{ name: 'M', address: '127.0.0.9', protocol_port: 80 }],
    })
    expect(keysOf(pool)).toEqual(['health_monitor', 'id', 'members', 'name', 'operating_status', 'provisioning_status'])
    const same = await lb('GET', `${base}/loadbalancers/${id}/statuses`, { token })
    expect(keysOf(same.at('statuses', 'loadbalancer'))).toEqual(keysOf(tree.at('statuses', 'loadbalancer')))
  })

  test('show statistics as integers', async () => {
    const zeros = { bytes_in: 0, bytes_out: 0, active_connections: 0, total_connections: 0, request_errors: 0 }
    for (const plural of ['loadbalancers', 'listeners']) {
      const id = await firstId(`/${plural}`, plural)
      expect((await lb('GET', `${base}/${plural}/${id}/stats`, { token })).body).toEqual({ stats: zeros })
    }
  })

  test('reset what they unset', async () => {
    const pool = await firstId('/pools?name=80_pool', 'pools')
    const id = await firstId(`/pools/${pool}/members?name=M`, 'members')
    const set = { name: 'renamed', weight: '7', backup: 'True', tags: ['a'], monitor_port: 8_080 }
    const path = `${base}/pools/${pool}/members/${id}`
    const updated = await lb('PUT', path, { token, body: { member: set } })
    expect(updated.status).toBe(200)
    expect(updated.at('member')).toMatchObject({ ...set, weight: 7, backup: true })
    const unset = { name: null, weight: null, backup: null, tags: [], monitor_port: null }
    const reset = await lb('PUT', path, { token, body: { member: unset } })
    expect(reset.at('member')).toMatchObject({ name: '', weight: 1, backup: false, tags: [], monitor_port: null })
  })

  test('delete everything, leaf first', async () => {
    const pool = await firstId('/pools?name=80_pool', 'pools')
    const policy = await firstId('/l7policies?name=to-https', 'l7policies')
    const id = await firstId('/loadbalancers?name=lb_test_1', 'loadbalancers')
    const paths = [
      `/pools/${pool}/members/${await firstId(`/pools/${pool}/members`, 'members')}`,
      `/healthmonitors/${await firstId('/healthmonitors', 'healthmonitors')}`,
      `/pools/${pool}`,
      `/l7policies/${policy}/rules/${await firstId(`/l7policies/${policy}/rules`, 'rules')}`,
      `/l7policies/${policy}`,
      `/listeners/${await firstId('/listeners?name=80_listener', 'listeners')}`,
      `/listeners/${await firstId('/listeners?name=81_listener', 'listeners')}`,
      `/loadbalancers/${id}`,
    ]
    for (const path of paths) {
      const removed = await lb('DELETE', `${base}${path}`, { token })
      expect([path, removed.status, removed.text]).toEqual([path, 204, ''])
      expect(removed.headers.get('content-type')).toBeNull()
    }
    await expect.poll(async () => (await lb('GET', `${base}/loadbalancers/${id}`, { token })).status).toBe(404)
  })
})
