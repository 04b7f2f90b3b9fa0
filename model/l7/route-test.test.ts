import { expect, test } from 'vitest'
import { routeExpectation } from './route-test.ts'

const pool_id = '00000000-0000-4000-8000-000000000020'

test.each([
  [{ kind: 'pool', pool_id }, true],
  [{ kind: 'redirect', location: 'https://www.example.com/' }, true],
  [{ kind: 'redirect', location: 'https://www.example.com/', code: 308 }, true],
  [{ kind: 'reject' }, true],
  [{ kind: 'unavailable' }, true],
  [{ kind: 'pool' }, false],
  [{ kind: 'pool', pool_id: 'web' }, false],
  [{ kind: 'redirect', location: '' }, false],
  [{ kind: 'redirect', location: '/', code: 304 }, false],
  [{ kind: 'reject', pool_id }, false],
  [{ kind: 'elsewhere' }, false],
])('%j can be expected: %s', (expectation, isOne) => {
  expect(routeExpectation.safeParse(expectation).success).toBe(isOne)
})
