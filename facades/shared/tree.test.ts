import { describe, expect, test } from 'vitest'
import { treeInput } from './tree.ts'

const pool = { name: 'web', protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' }
const listener = { protocol: 'HTTP', protocol_port: '80' }

const stranger = '00000000-0000-4000-8000-000000000000'

describe('a fully populated create', () => {
  test('has each pool once, wherever it was written out', () => {
    const tree = treeInput({
      name: 'lb',
      listeners: [
        { ...listener, default_pool: { ...pool, members: [{ address: '10.0.0.1', protocol_port: 80 }] } },
        { ...listener, protocol_port: 81, default_pool: { name: 'web' } },
        { ...listener, protocol_port: 82, default_pool: { name: 'other' } },
        { ...listener, protocol_port: 83 },
      ],
      pools: [{ ...pool, name: 'other', healthmonitor: { type: 'TCP', delay: '5', timeout: 3, max_retries: 2 } }],
    })
    expect(tree).toEqual({
      name: 'lb',
      listeners: [
        { protocol: 'HTTP', protocol_port: 80, default_pool: 'web', l7policies: [] },
        { protocol: 'HTTP', protocol_port: 81, default_pool: 'web', l7policies: [] },
        { protocol: 'HTTP', protocol_port: 82, default_pool: 'other', l7policies: [] },
        { protocol: 'HTTP', protocol_port: 83, default_pool: null, l7policies: [] },
      ],
      pools: [
        { ...pool, name: 'other', members: [], healthmonitor: { type: 'TCP', delay: 5, timeout: 3, max_retries: 2 } },
        { ...pool, members: [{ address: '10.0.0.1', protocol_port: 80 }], healthmonitor: null },
      ],
    })
  })

  test.each([
    [
      { pools: [{ ...pool, name: '' }] },
      'Validation failure: Pools must be named when creating a fully populated loadbalancer.',
    ],
    [
      { listeners: [{ ...listener, default_pool: {} }] },
      'Validation failure: Pools must be named when creating a fully populated loadbalancer.',
    ],
    [
      { pools: [pool, pool] },
      'Validation failure: Pool names must be unique when creating a fully populated loadbalancer.',
    ],
    [
      { listeners: [{ ...listener, default_pool: { name: 'x' } }] },
      "Validation failure: Pool 'x' was referenced but no full definition was found.",
    ],
    [{ pools: [{ name: 'x' }] }, "Validation failure: Pool definition for 'x' missing required attribute: protocol"],
    [{ listeners: [{ foo: 1 }] }, 'Unknown attribute for argument load_balancer.loadbalancer.listeners: foo'],
    [
      { listeners: [{ ...listener, default_pool: { foo: 1 } }] },
      'Unknown attribute for argument load_balancer.loadbalancer.listeners.default_pool: foo',
    ],
    [
      { pools: [{ ...pool, members: [{ pool_id: 1 }] }] },
      'Unknown attribute for argument load_balancer.loadbalancer.pools.members: pool_id',
    ],
    [
      { listeners: [{ ...listener, protocol: 'FTP' }] },
      "Invalid input for field/attribute protocol. Value: 'FTP'. Value should be one of: HTTP, TCP, HTTPS",
    ],
    [
      { pools: [{ ...pool, members: [{ address: '10.0.0.1' }] }] },
      "Invalid input for field/attribute protocol_port. Value: 'None'. Mandatory field missing.",
    ],
    [
      { pools: [{ ...pool, session_persistence: { type: 'MOON' } }] },
      "Invalid input for field/attribute type. Value: 'MOON'. Value should be one of: SOURCE_IP",
    ],
    [{ tags: ['a', 5] }, "Invalid input for field/attribute tags. Value: '5'. Value should be string"],
    [{ listeners: 'all' }, "Invalid input for field/attribute listeners. Value: 'all'. Value should be a list"],
    [{ listeners: [null] }, "Invalid input for field/attribute listeners. Value: 'None'. Value should be an object"],
    [{ listeners: [{ ...listener, default_pool_id: stranger }] }, `Pool ${stranger} not found.`],
    [
      { listeners: [{ ...listener, l7policies: [{ action: 'REJECT', listener_id: stranger }] }] },
      'Unknown attribute for argument load_balancer.loadbalancer.listeners.l7policies: listener_id',
    ],
    [
      { listeners: [{ ...listener, l7policies: [{ action: 'REJECT', rules: [{ type: 'MOON' }] }] }] },
      "Invalid input for field/attribute type. Value: 'MOON'. Value should be one of: HOST_NAME, PATH",
    ],
    [
      { listeners: [{ ...listener, l7policies: [{ action: 'REDIRECT_TO_POOL', redirect_pool: { name: 'x' } }] }] },
      "Validation failure: Pool 'x' was referenced but no full definition was found.",
    ],
    [{ constructor: 1 }, 'Unknown attribute for argument load_balancer.loadbalancer: constructor'],
  ])('%j is refused: %s', (root, message) => {
    expect(() => treeInput(root)).toThrow(message)
  })

  test('has the policies of a listener with their rules, and the pools that are written out inside them', () => {
    const rule = { type: 'PATH', compare_type: 'STARTS_WITH', value: '/api' }
    const l7policies = [
      { action: 'REDIRECT_TO_POOL', redirect_pool: { ...pool, name: 'api' }, position: '3', rules: [rule] },
      { action: 'REDIRECT_TO_POOL', redirect_pool: { name: 'web' } },
      { action: 'REDIRECT_TO_URL', redirect_url: 'https://www.example.com/', redirect_http_code: '301' },
    ]
    expect(treeInput({ listeners: [{ ...listener, l7policies }], pools: [pool] })).toEqual({
      listeners: [
        {
          protocol: 'HTTP',
          protocol_port: 80,
          default_pool: null,
          l7policies: [
            { action: 'REDIRECT_TO_POOL', redirect_pool: 'api', position: 3, rules: [rule] },
            { action: 'REDIRECT_TO_POOL', redirect_pool: 'web', rules: [] },
            {
              action: 'REDIRECT_TO_URL',
              redirect_url: 'https://www.example.com/',
              redirect_http_code: 301,
              redirect_pool: null,
              rules: [],
            },
          ],
        },
      ],
      pools: [
        { ...pool, members: [], healthmonitor: null },
        { ...pool, name: 'api', members: [], healthmonitor: null },
      ],
    })
  })
})

test('an issue says where in the body it is', () => {
  const pools = [pool, { ...pool, name: 'b', members: [{ address: 'nowhere', protocol_port: 80 }] }]
  expect(() => treeInput({ pools })).toThrow(
    expect.objectContaining({
      issues: [{ about: 'pools/1/members/0/address', message: 'Value should be IPv4 or IPv6 format' }],
    }),
  )
})
