import { expect, test } from 'vitest'
import { newDraft, withMembers } from './draft.ts'
import { placedIssue } from './placed-issues.ts'

const draft = withMembers(newDraft({ name: 'web', vip_subnet_id: null }), [
  { address: '10.0.0.4' },
  { address: '10.0.0.5' },
])

test.each([
  ['vip_address', 'load_balancer', 'vip_address'],
  ['load_balancer/vip_address', 'load_balancer', 'vip_address'],
  ['listeners/0/protocol_port', 'listener', 'protocol_port'],
  ['listeners/6f0a2a3e-1111-4222-8333-444455556666/allowed_cidrs/0', 'listener', 'allowed_cidrs/0'],
  ['listeners/0/default_pool_id', 'pool', 'protocol'],
  ['pools/0/session_persistence/cookie_name', 'pool', 'session_persistence/cookie_name'],
  ['pools/0/healthmonitor/timeout', 'health_monitor', 'timeout'],
  ['health_monitors/6f0a2a3e-1111-4222-8333-444455556666/timeout', 'health_monitor', 'timeout'],
  ['pools/0/members/1/address', 'members', '2/address'],
  ['members/6f0a2a3e-1111-4222-8333-444455556666/address', 'members', ''],
  ['', 'review', ''],
])('%s is told in the step %s at %s', (about, step, at) => {
  expect(placedIssue({ about, message: 'no' }, draft)).toEqual({ about: at, step, message: 'no' })
})
