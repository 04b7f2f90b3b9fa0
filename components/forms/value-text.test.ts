import { expect, test } from 'vitest'
import { choicesOf } from './choices.ts'
import { moreSummary } from './more-summary.ts'
import { offeredAttributes, offeredValues } from './offered.ts'
import { valueText } from './value-text.ts'

test.each([
  ['listener', 'connection_limit', -1, 'no limit'],
  ['listener', 'connection_limit', 100, '100'],
  ['listener', 'timeout_client_data', 50_000, '50 s'],
  ['listener', 'timeout_client_data', 1_500, '1.5 s'],
  ['listener', 'allowed_cidrs', null, 'everybody'],
  ['listener', 'allowed_cidrs', ['10.0.0.0/8', 'fd00::/8'], '10.0.0.0/8, fd00::/8'],
  ['listener', 'insert_headers', { 'X-Forwarded-For': 'True', 'X-Forwarded-Port': 'false' }, 'X-Forwarded-For'],
  ['listener', 'protocol', 'HTTPS', 'HTTPS (pass through)'],
  ['listener', 'cache_size', 16, '16 MB'],
  ['listener', 'compression_types', [], 'text of all sorts'],
  ['listener', 'error_pages', { 503: { content_type: 'text/html', body: 'a' } }, '503'],
  ['listener', 'maintenance_page', { content_type: 'text/plain', body: 'away' }, 'Text, 4 characters'],
  ['listener', 'maintenance_page', null, 'the usual one'],
  ['pool', 'lb_algorithm', 'LEAST_CONNECTIONS', 'Least connections'],
  ['pool', 'session_persistence', { type: 'APP_COOKIE', cookie_name: 'JSESSIONID' }, 'Application cookie JSESSIONID'],
  ['health_monitor', 'delay', 5, '5 s'],
  ['member', 'admin_state_up', false, 'no'],
  ['load_balancer', 'vip_address', null, 'next free address'],
] as const)('%s %s %j reads "%s"', (kind, attribute, value, words) => {
  expect(valueText(kind, attribute, value)).toBe(words)
})

test('folded options are summed up in one line', () => {
  expect(moreSummary('listener', { protocol: 'TCP', timeout_client_data: 60_000 })).toContain(
    'timeouts 60 s / 5 s / 50 s',
  )
  expect(moreSummary('member', { weight: 1 })).toContain('monitor port same as the port')
})

test('switches are a word where they are on, and what goes with them is offered then', () => {
  expect(moreSummary('listener', { protocol: 'HTTP' })).not.toMatch(/maintenance|compression|cache|error pages/)
  expect(moreSummary('listener', { protocol: 'HTTP', cache_paths: ['/a'] })).toMatch(
    /cached paths \/a · cached for 60 s/,
  )
  expect(offeredAttributes('listener', { protocol: 'HTTP' })).not.toContain('maintenance_page')
  expect(offeredAttributes('listener', { protocol: 'HTTP', maintenance: true })).toContain('maintenance_page')
  expect(offeredAttributes('listener', { protocol: 'TCP', maintenance: true })).not.toContain('maintenance')
})

test('attributes that have nothing to say are neither drawn nor sent', () => {
  expect(offeredAttributes('listener', { protocol: 'TCP' })).not.toContain('insert_headers')
  expect(offeredAttributes('listener', { protocol: 'HTTP' })).toContain('insert_headers')
  expect(offeredAttributes('listener', { protocol: 'HTTP' }).filter((name) => name.includes('tls'))).toEqual([])
  expect(offeredValues('health_monitor', { type: 'TCP', url_path: '/health', delay: 5 })).toEqual({
    type: 'TCP',
    delay: 5,
  })
  expect(offeredAttributes('member', {})).not.toContain('pool_id')
})

test('only what the data plane can do is offered, and what this machine can not do says why', () => {
  const values = (attribute: string, kind: 'listener' | 'pool' | 'health_monitor') =>
    choicesOf(kind, attribute, {}).map((choice) => choice.value)
  expect(values('protocol', 'listener')).toEqual(['HTTP', 'TCP', 'HTTPS', 'TERMINATED_HTTPS', 'UDP', 'PROMETHEUS'])
  expect(values('type', 'health_monitor')).toEqual(['HTTP', 'HTTPS', 'TCP', 'PING', 'TLS-HELLO', 'UDP-CONNECT'])
  const checks = (poolProtocol: string) =>
    choicesOf('health_monitor', 'type', { poolProtocol }).map((choice) => choice.value)
  expect(checks('UDP')).toEqual(['HTTP', 'TCP', 'UDP-CONNECT'])
  expect(checks('TCP')).toEqual(['HTTP', 'HTTPS', 'TCP', 'PING', 'TLS-HELLO'])
  const abilities = { haproxy: '2.6.12', ping: false, ipv6: true }
  const refused = choicesOf('health_monitor', 'type', { abilities }).filter((choice) => choice.refusal)
  expect(refused.map((choice) => choice.value)).toEqual(['PING'])
})

test('the protocols of a pool are those that its listener can pass on', () => {
  const values = choicesOf('pool', 'protocol', { listenerProtocol: 'HTTP' }).map((choice) => choice.value)
  expect(values).toEqual(['HTTP', 'PROXY', 'PROXYV2'])
})
