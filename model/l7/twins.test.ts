import { expect, test } from 'vitest'
import { examplePolicy, exampleRule } from '../graph/graph.examples.ts'
import { twinsAmong } from './twins.ts'

const policies = ['a', 'b', 'c'].map((id, at) => examplePolicy({ id, created_at: `2026-01-0${3 - at}` }))
const rule = (l7policy_id: string, given: Parameters<typeof exampleRule>[0]) => exampleRule({ ...given, l7policy_id })
const path = { type: 'PATH', compare_type: 'STARTS_WITH', value: '/api' } as const
const values = (...all: string[]) => ({ value: all[0] ?? '', conditions: all.map((value) => ({ key: null, value })) })

test('the younger of two with the same rules is the twin, in whichever order rules and conditions come', () => {
  const host = { type: 'HOST_NAME', compare_type: 'EQUAL_TO' } as const
  const rules = [
    rule('a', path),
    rule('a', { ...host, ...values('x.test', 'Y.test') }),
    rule('b', { ...host, ...values('y.test', 'x.test') }),
    rule('b', path),
    rule('c', path),
  ]
  expect([...twinsAmong(policies, rules)]).toEqual([['a', 'b']])
})

test('a value and a list of that one value ask the same', () => {
  expect([...twinsAmong(policies, [rule('a', path), rule('c', { ...path, ...values('/api') })])]).toEqual([['a', 'c']])
})

test('policies without rules, and rules that ask otherwise, have no twins', () => {
  const rules = [rule('a', path), rule('b', { ...path, invert: true })]
  expect(twinsAmong(policies, rules).size).toBe(0)
})
