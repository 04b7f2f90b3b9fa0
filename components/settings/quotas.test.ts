import { expect, test } from 'vitest'
import { draftOf, isFull, limitText, quotaCall, quotaCommand } from './quotas.ts'

const none = {
  load_balancer: null,
  listener: null,
  pool: null,
  member: null,
  health_monitor: null,
  l7_policy: null,
  l7_rule: null,
}

test('an empty limit goes back to the default, and what is no number is left to the API', () => {
  const draft = { ...draftOf({ ...none, pool: 4 }), member: ' -1 ', listener: 'many' }
  expect(quotaCall({ id: 'p1', name: 'shop' }, draft)).toEqual({
    method: 'PUT',
    path: '/load-balancer/v2/lbaas/quotas/p1',
    body: {
      quota: {
        load_balancer: null,
        listener: 'many',
        pool: 4,
        member: -1,
        health_monitor: null,
        l7policy: null,
        l7rule: null,
      },
    },
  })
  expect(quotaCall(null, draft).path).toBe('/load-balancer/v2/lbaas/quotas/defaults')
})

test('the commands set what is given and unset what is not', () => {
  const draft = draftOf({ ...none, load_balancer: 10, l7_rule: -1 })
  expect(quotaCommand({ id: 'p1' }, draft).split('\n')).toEqual([
    "openstack loadbalancer quota set --loadbalancer 10 '--l7rule=-1' p1",
    'openstack loadbalancer quota unset --listener --pool --member --healthmonitor --l7policy p1',
  ])
})

test('a limit reads as a number or as none, and is reached when there is no room', () => {
  expect([limitText(-1), limitText(1_200)]).toEqual(['no limit', '1,200'])
  expect([isFull(-1, 9), isFull(3, 2), isFull(3, 3), isFull(0, 0), isFull(3, 5)]).toEqual([
    false,
    false,
    true,
    true,
    true,
  ])
})
