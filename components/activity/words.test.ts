import { expect, test } from 'vitest'
import type { Activity } from '../api-answers.ts'
import { labelOf } from './labels.ts'
import { deed, plainLabels, valueText } from './words.ts'

const activity: Activity = {
  id: '1',
  at: '2026-11-21T00:00:00Z',
  user_name: 'admin',
  loadbalancer_id: 'lb',
  loadbalancer_name: 'shop',
  action: 'update',
  kind: 'member',
  id_of_resource: '4f1c2a9e-0000-4000-8000-00007d31c0de',
  name: 'web-1',
  changes: [{ attribute: 'weight', before: 1, after: 5 }],
  revision: 3,
  outcome: 'applied',
  steps: [],
  diagnostics: [],
  settled_at: null,
}

test('a deed says what was done to what, in the words of the forms', () => {
  expect(deed(activity, labelOf)).toBe('Changed weight of member web-1')
  expect(deed(activity, plainLabels)).toBe('Changed weight of member web-1')
  expect(deed({ ...activity, action: 'create', kind: 'listener', name: '' }, labelOf)).toBe('Created listener 7d31c0de')
  const three = ['weight', 'backup', 'admin_state_up'].map((attribute) => ({ attribute, before: 0, after: 1 }))
  expect(deed({ ...activity, changes: three }, labelOf)).toBe('Changed weight, backup and 1 more of member web-1')
})

test('several resources of one kind are said once', () => {
  const rule = (id: string, attribute: string) => ({ attribute: `l7_rules/${id}${attribute}`, before: 'a', after: 'b' })
  const changes = [{ attribute: 'name', before: 'a', after: 'b' }, rule('1', '/value'), rule('2', '')]
  expect(deed({ ...activity, kind: 'l7_policy', name: 'shop', changes }, labelOf)).toBe(
    'Changed name and L7 rule of l7 policy shop',
  )
})

test('a deed against route tests says so, and does not take them for attributes', () => {
  const red = { attribute: 'route_tests/1', before: 'cart is green', after: 'cart is red; saved anyway: sale is over' }
  const changes = [...activity.changes, red]
  expect(deed({ ...activity, changes }, labelOf)).toBe('Changed weight of member web-1, against 1 route test')
  expect([labelOf('member', red.attribute), plainLabels('member', red.attribute)]).toEqual(['Route test', 'Route test'])
})

test.each([
  [null, 'none'],
  [[], 'none'],
  [false, 'no'],
  [['10.0.0.0/8', 'fd00::/8'], '10.0.0.0/8, fd00::/8'],
  [{ type: 'APP_COOKIE', cookie_name: 'SID', persistence_timeout: null }, 'type APP_COOKIE, cookie_name SID'],
])('%j reads as %s', (value, text) => {
  expect(valueText(value)).toBe(text)
})
