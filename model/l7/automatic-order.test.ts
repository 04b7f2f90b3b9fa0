import { expect, test } from 'vitest'
import { examplePolicy, exampleRule } from '../graph/graph.examples.ts'
import { automaticOrder } from './automatic-order.ts'

type Rules = readonly (readonly [
  type: 'HOST_NAME' | 'PATH',
  compare_type: 'EQUAL_TO' | 'STARTS_WITH' | 'REGEX',
  value: string,
])[]

// The closest first (reference: ELB v3, 8.4, and the examples of its guide).
const wanted: Rules[] = [
  [
    ['HOST_NAME', 'EQUAL_TO', 'a.test'],
    ['PATH', 'EQUAL_TO', '/test1/test2/test3'],
  ],
  [
    ['HOST_NAME', 'EQUAL_TO', 'a.test'],
    ['PATH', 'STARTS_WITH', '/test1'],
  ],
  [['HOST_NAME', 'EQUAL_TO', 'b.test']],
  [
    ['HOST_NAME', 'EQUAL_TO', 'a.test'],
    ['PATH', 'REGEX', '^/x'],
  ],
  [['PATH', 'EQUAL_TO', '/test1/test2/test3']],
  [['PATH', 'EQUAL_TO', '/t']],
  [['PATH', 'STARTS_WITH', '/test1/test2']],
  [['PATH', 'STARTS_WITH', '/test1']],
  [['PATH', 'REGEX', '^/test[0-9]+/']],
  [['PATH', 'REGEX', '^/t']],
]

test('without an order of anybody the closest is tried first, however policies came', () => {
  for (const shift of wanted.keys()) {
    const came = [...wanted.keys()].map((at) => (at * 3 + shift) % wanted.length)
    const policies = came.map((number, at) =>
      examplePolicy({
        id: String(number),
        position: at + 1,
        created_at: `2026-01-01T00:00:${String(at).padStart(2, '0')}`,
      }),
    )
    const rules = wanted.flatMap((some, number) =>
      some.map(([type, compare_type, value]) =>
        exampleRule({ l7policy_id: String(number), type, compare_type, value }),
      ),
    )
    expect(automaticOrder(policies, rules).map((one) => Number(one.id))).toEqual([...wanted.keys()])
  }
})

test('of two alike the older is tried first', () => {
  const policies = ['2026-02-01', '2026-01-01'].map((created_at, at) => examplePolicy({ id: String(at), created_at }))
  expect(automaticOrder(policies, []).map((one) => one.id)).toEqual(['1', '0'])
})
