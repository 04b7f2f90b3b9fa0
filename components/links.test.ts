import { expect, test } from 'vitest'
import { linkTo } from './links.ts'

const of = (kind: Parameters<typeof linkTo>[0]['kind'], pool_id: string | null = null) =>
  linkTo({ kind, id: 'id', loadbalancer_id: 'lb', pool_id })

test('a member is found in its own panel, a health monitor on the page of its pool', () => {
  expect([of('member', 'p'), of('health_monitor', 'p')]).toEqual([
    '/load-balancers/lb/pools/p?member=id',
    '/load-balancers/lb/pools/p',
  ])
})

test('a policy and a rule lead on to the policies of their listener', () => {
  expect([of('l7_policy'), of('l7_rule')]).toEqual(['/load-balancers/lb/policies/id', '/load-balancers/lb/policies/id'])
})

test('a certificate is found in its own panel', () => {
  const href = linkTo({ kind: 'certificate', id: 'id', loadbalancer_id: null })
  expect(href).toBe('/certificates?certificate=id')
})

test('of whose pool nobody knows, the list of pools is the nearest place', () => {
  expect([of('member'), of('health_monitor')]).toEqual(['/load-balancers/lb/pools', '/load-balancers/lb/pools'])
})
