import { expect, test } from 'vitest'
import { isBeyondOctavia } from './beyond-octavia.ts'
import type { ApiCall } from './curl.ts'
import { openstackCommand } from './openstack.ts'
import { terraformResource } from './terraform.ts'

const path = '/load-balancer/v2/lbaas/l7policies'
const create = (l7policy: object): ApiCall => ({
  method: 'POST',
  path,
  body: { l7policy: { listener_id: 'L', action: 'REJECT', ...l7policy } },
})
const change = (l7policy: object): ApiCall => ({
  method: 'PUT',
  path: '/console/l7policies/P',
  body: { l7policy, if_l7policy: { fixed_response_config: { status_code: '200' }, rules: [] } },
})

test.each([
  ['an action of ours', create({ action: 'FIXED_RESPONSE' })],
  ['several pools', create({ redirect_pools_config: [{ pool_id: 'P', weight: 1 }] })],
  ['a limit', create({ traffic_limit_config: { qps: 1 } })],
  ['a wildcard', create({ rules: [{ type: 'PATH', compare_type: 'WILDCARD', value: '/*' }] })],
  ['several values', create({ rules: [{ type: 'PATH', compare_type: 'EQUAL_TO', conditions: [] }] })],
  ['a limit that is taken away', change({ traffic_limit_config: null })],
])('%s is left to curl', (_, call) => {
  expect([isBeyondOctavia(call), openstackCommand(call), terraformResource(call)]).toEqual([true, null, null])
})

test('what Octavia knows is said as ever, whatever was there before', () => {
  const oneLine = (call: ApiCall) => openstackCommand(call)?.replace(/\s*\\\n\s*/g, ' ')
  expect(oneLine(create({}))).toBe('openstack loadbalancer l7policy create --action REJECT L')
  const back = change({ redirect_pool_id: 'X', redirect_pools_config: [] })
  expect(oneLine(back)).toBe('openstack loadbalancer l7policy set --redirect-pool X P')
})
