import { expect, test } from 'vitest'
import { expectationOf, expectationText, outcomeText, type RouteOutcome, requestText } from './outcome.ts'

const id = '00000000-0000-4000-8000-000000000020'
const names = { pools: [{ id, name: 'api' }], l7_policies: [{ id, name: 'to-api' }] } as unknown as Parameters<
  typeof outcomeText
>[1]
const location = 'https://www.example.com/'

test.each<[RouteOutcome, string, string]>([
  [{ kind: 'pool', pool_id: id, policy_id: id }, 'pool api, by policy to-api', 'pool api'],
  [{ kind: 'pool', pool_id: id, policy_id: null }, 'pool api, the default', 'pool api'],
  [
    { kind: 'redirect', code: 308, location, policy_id: id },
    `308 to ${location}, by policy to-api`,
    `308 to ${location}`,
  ],
  [{ kind: 'reject', policy_id: '0-f00dface' }, '403, by policy f00dface', '403'],
  [{ kind: 'unavailable', policy_id: null }, '503, there is no pool for it', '503'],
])('%j is told as %s, and expected as %s', (outcome, told, expected) => {
  expect(outcomeText(outcome, names)).toBe(told)
  expect(expectationText(expectationOf(outcome), names)).toBe(expected)
})

test('a redirect of any code is expected without one', () => {
  expect(expectationText({ kind: 'redirect', location }, names)).toBe(`redirected to ${location}`)
})

test('a request is told by its method, host, path and query', () => {
  const request = {
    method: 'GET',
    path: '/cart',
    query: 'id=1',
    headers: [['Host', 'A.example:80']],
    source: '',
  } as const
  expect(requestText(request)).toBe('GET a.example/cart?id=1')
  expect(requestText({ ...request, query: '', headers: [] })).toBe('GET /cart')
})
