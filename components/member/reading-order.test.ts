import { exampleMember } from 'model/graph/graph.examples'
import { expect, test } from 'vitest'
import { inReadingOrder } from './reading-order.ts'

test('members stand by name, with numbers as numbers, and those without a name by address after them', () => {
  const named = (name: string, address: string) => exampleMember({ name, address })
  const members = [
    named('web-10', '10.0.0.1'),
    named('', '10.0.0.20'),
    named('', '10.0.0.3'),
    named('web-2', '10.0.0.2'),
  ]
  expect(inReadingOrder(members).map((one) => one.name || one.address)).toEqual([
    'web-2',
    'web-10',
    '10.0.0.3',
    '10.0.0.20',
  ])
})
