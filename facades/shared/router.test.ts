import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalPath } from '../octavia/index.ts'
import { matchOperation } from './router.ts'

const table = [
  { method: 'GET', path: '/' },
  { method: 'GET', path: '/quotas/defaults' },
  { method: 'GET', path: '/quotas/{id}' },
  { method: 'PUT', path: '/pools/{pool_id}/members' },
  { method: 'DELETE', path: '/pools/{pool_id}/members/{id}' },
] as const

describe('a path and a method lead to', () => {
  test('the operation and the values in its path', () => {
    expect(matchOperation(table, 'DELETE', '/pools/p%2F1/members/m')).toEqual({
      found: true,
      operation: table[4],
      parameters: { pool_id: 'p/1', id: 'm' },
    })
  })

  test('the literal one rather than the one with a parameter', () => {
    expect(matchOperation(table, 'GET', '/quotas/defaults')).toMatchObject({ operation: table[1] })
  })

  test('the methods that the path has, when it has others', () => {
    expect(matchOperation(table, 'PATCH', '/pools/p/members')).toEqual({ found: false, methods: ['PUT'] })
  })

  test.each(['/nowhere', '/pools/p', '/quotas/%', '/quotas/%00', '/quotas/%E0%A4%A'])('nothing: %s', (path) => {
    expect(matchOperation(table, 'GET', path)).toEqual({ found: false, methods: [] })
  })

  test('an answer for every text', () => {
    fc.assert(fc.property(fc.string(), (path) => typeof matchOperation(table, 'GET', path).found === 'boolean'))
  })
})

test.each([
  ['', '/'],
  ['/', '/'],
  ['/v2', '/v2/lbaas'],
  ['/v2.0/', '/v2/lbaas'],
  ['/v2/lbaas/pools', '/v2/lbaas/pools'],
  ['/v2.0/lbaas/pools.json', '/v2/lbaas/pools'],
  ['/v2.0/pools/', '/v2/lbaas/pools'],
  ['/v2.0/lbaas', '/v2/lbaas'],
  ['/v2.1/pools', '/v2.1/pools'],
  ['/v3/pools', '/v3/pools'],
])('the load balancer path %j is %s', (path, canonical) => {
  expect(canonicalPath(path)).toBe(canonical)
})
