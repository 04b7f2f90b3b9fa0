import { describe, expect, test } from 'vitest'
import type { ApiCall } from './curl.ts'
import { openstackCommand } from './openstack.ts'
import { terraformResource } from './terraform.ts'

const lbaas = '/load-balancer/v2/lbaas'
const call = (method: ApiCall['method'], path: string, body?: unknown): ApiCall => ({ method, path, body })

test('what clients of OpenStack have no word for is no command of theirs, and left out of their configuration', () => {
  const change = call('PUT', `${lbaas}/listeners/L`, { listener: { maintenance: true } })
  expect(openstackCommand(change)).toBeNull()
  const listener = { name: 'web', protocol: 'HTTP', protocol_port: 80, cache_paths: ['/'] }
  expect(terraformResource(call('POST', `${lbaas}/listeners`, { listener }))).not.toMatch(/cache/)
})

describe('a call as commands of the openstack client', () => {
  test.each<[string, ApiCall, string]>([
    [
      'a listener is created behind its load balancer',
      call('POST', `${lbaas}/listeners`, {
        listener: {
          name: "it's web",
          loadbalancer_id: 'LB',
          protocol: 'HTTP',
          protocol_port: 80,
          insert_headers: { 'X-Forwarded-For': 'true' },
          allowed_cidrs: ['10.0.0.0/8', '::1/128'],
          admin_state_up: false,
        },
      }),
      `openstack loadbalancer listener create --name 'it'\\''s web' --protocol HTTP --protocol-port 80 --insert-headers X-Forwarded-For=true --allowed-cidr 10.0.0.0/8 --allowed-cidr ::1/128 --disable LB`,
    ],
    [
      'a member is changed in its pool, and what is reset is unset',
      call('PUT', `${lbaas}/pools/P/members/M`, { member: { weight: 3, backup: true, monitor_port: null, tags: [] } }),
      'openstack loadbalancer member set --weight 3 --enable-backup P M\nopenstack loadbalancer member unset --monitor-port --all-tag P M',
    ],
    [
      'tags are replaced',
      call('PUT', `${lbaas}/pools/P`, {
        pool: { tags: ['a', 'b'], session_persistence: { type: 'APP_COOKIE', cookie_name: 'c' } },
      }),
      'openstack loadbalancer pool set --no-tag --tag a --tag b --session-persistence type=APP_COOKIE,cookie_name=c P',
    ],
    [
      'a policy is created with its rules',
      call('POST', `${lbaas}/l7policies`, {
        l7policy: {
          listener_id: 'L',
          action: 'REDIRECT_TO_POOL',
          redirect_pool_id: 'P',
          rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/a', invert: true }],
        },
      }),
      'POLICY_ID=$(openstack loadbalancer l7policy create --action REDIRECT_TO_POOL --redirect-pool P L -f value -c id)\nopenstack loadbalancer l7rule create --type PATH --compare-type STARTS_WITH --value /a --invert "$POLICY_ID"',
    ],
    [
      'a cascade',
      call('DELETE', `${lbaas}/loadbalancers/LB?cascade=true`),
      'openstack loadbalancer delete --cascade LB',
    ],
    ['a rule goes', call('DELETE', `${lbaas}/l7policies/P/rules/R`), 'openstack loadbalancer l7rule delete P R'],
    [
      'a floating IP is associated',
      call('PUT', '/network/v2.0/floatingips/F', { floatingip: { port_id: 'P' } }),
      'openstack floating ip set --port P F',
    ],
    [
      'and leads nowhere again',
      call('PUT', '/network/v2.0/floatingips/F', { floatingip: { port_id: null } }),
      'openstack floating ip unset --port F',
    ],
    [
      'a subnet',
      call('POST', '/network/v2.0/subnets', {
        subnet: {
          name: 'lan',
          network_id: 'N',
          cidr: '192.168.1.0/24',
          gateway_ip: null,
          allocation_pools: [{ start: '192.168.1.10', end: '192.168.1.20' }],
        },
      }),
      'openstack subnet create --network N --subnet-range 192.168.1.0/24 --gateway none --allocation-pool start=192.168.1.10,end=192.168.1.20 lan',
    ],
    [
      'a policy and its rules that change in one go are changed one after the other',
      call('PUT', '/console/l7policies/P', {
        l7policy: {
          action: 'REJECT',
          rules: [{ id: 'A' }, { id: 'B', value: '/b' }, { type: 'PATH', compare_type: 'REGEX', value: 'c' }],
        },
        if_l7policy: { rules: [{ id: 'A' }, { id: 'B' }, { id: 'D' }] },
      }),
      [
        'openstack loadbalancer l7policy set --action REJECT P',
        'openstack loadbalancer l7rule set --value /b P B',
        'openstack loadbalancer l7rule create --type PATH --compare-type REGEX --value c P',
        'openstack loadbalancer l7rule delete P D',
      ].join('\n'),
    ],
    [
      'several policies are created one after the other',
      call('POST', '/console/listeners/L/l7policies', {
        l7policies: [
          { action: 'REJECT', position: 1 },
          { name: 'b', action: 'REJECT' },
        ],
      }),
      [
        'openstack loadbalancer l7policy create --action REJECT --position 1 L',
        'openstack loadbalancer l7policy create --name b --action REJECT L',
      ].join('\n'),
    ],
    [
      'members are added one after the other',
      call('PUT', `${lbaas}/pools/P/members?additive_only=true`, {
        members: [
          { address: '10.0.0.4', protocol_port: 80 },
          { address: '10.0.0.5', protocol_port: 80, weight: 2 },
        ],
      }),
      [
        'openstack loadbalancer member create --address 10.0.0.4 --protocol-port 80 P',
        'openstack loadbalancer member create --address 10.0.0.5 --protocol-port 80 --weight 2 P',
      ].join('\n'),
    ],
    [
      'a policy that is dragged up is one move',
      call('PUT', '/console/listeners/L/policy-order', { l7policies: ['c', 'a', 'b'], if_order: ['a', 'b', 'c'] }),
      'openstack loadbalancer l7policy set --position 1 c',
    ],
    [
      'and so is one that is dragged down',
      call('PUT', '/console/listeners/L/policy-order', { l7policies: ['b', 'c', 'a'], if_order: ['a', 'b', 'c'] }),
      'openstack loadbalancer l7policy set --position 3 a',
    ],
  ])('%s', (_, one, wanted) => {
    expect(openstackCommand(one)?.replaceAll(' \\\n  ', ' ')).toBe(wanted)
  })

  test('is none where the client has no word for it', () => {
    expect(openstackCommand(call('PUT', '/console/listeners/L/policy-order', { move: ['a'], to: 1 }))).toBeNull()
    expect(openstackCommand(call('PUT', `${lbaas}/pools/P/members`, { members: [] }))).toBeNull()
    expect(openstackCommand(call('POST', `${lbaas}/loadbalancers`, { loadbalancer: { listeners: [] } }))).toBeNull()
  })
})

describe('a create as a resource of Terraform', () => {
  test('spells what the provider spells in its own way', () => {
    const session_persistence = { type: 'APP_COOKIE', cookie_name: 'c' }
    const pool = {
      name: 'Web pool',
      listener_id: 'L',
      protocol: 'HTTP',
      lb_algorithm: 'ROUND_ROBIN',
      session_persistence,
    }
    expect(terraformResource(call('POST', `${lbaas}/pools`, { pool }))).toBe(
      [
        'resource "openstack_lb_pool_v2" "web_pool" {',
        '  name = "Web pool"',
        '  listener_id = "L"',
        '  protocol = "HTTP"',
        '  lb_method = "ROUND_ROBIN"',
        '  persistence {',
        '    type = "APP_COOKIE"',
        '    cookie_name = "c"',
        '  }',
        '}',
      ].join('\n'),
    )
  })

  test('never lets a text become a template, and says to what a member belongs', () => {
    const member = {
      name: `$\{file("/etc/passwd")} "x" %{ if true }`,
      address: '10.0.0.4',
      protocol_port: 80,
      backup: false,
    }
    expect(terraformResource(call('POST', `${lbaas}/pools/P/members`, { member }))).toBe(
      [
        'resource "openstack_lb_member_v2" "file_etc_passwd_x_if_true" {',
        '  pool_id = "P"',
        '  name = "$${file(\\"/etc/passwd\\")} \\"x\\" %%{ if true }"',
        '  address = "10.0.0.4"',
        '  protocol_port = 80',
        '  backup = false',
        '}',
      ].join('\n'),
    )
  })

  test('is none for changes, deletes and trees', () => {
    expect(terraformResource(call('PUT', `${lbaas}/pools/P`, { pool: { name: 'x' } }))).toBeNull()
    expect(terraformResource(call('DELETE', `${lbaas}/pools/P`))).toBeNull()
    const loadbalancer = { name: 'x', listeners: [{ name: 'y' }] }
    expect(terraformResource(call('POST', `${lbaas}/loadbalancers`, { loadbalancer }))).toBeNull()
  })
})
