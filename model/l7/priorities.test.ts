import { expect, test } from 'vitest'
import { examplePolicy } from '../graph/graph.examples.ts'
import { byPriority, inserted, moved } from './positions.ts'
import { prioritized } from './priorities.ts'

const policies = (...priorities: (number | null)[]) =>
  priorities.map((priority, at) => examplePolicy({ id: String(at), position: at + 1, priority }))
const prioritiesOf = (...given: (number | null)[]) => prioritized(policies(...given)).map((one) => one.priority)

test.each([
  [
    [null, null],
    [1, 2],
  ],
  [
    [5, null, 20],
    [5, 6, 20],
  ],
  [
    [5, null, 6, 9],
    [5, 6, 7, 9],
  ],
  [
    [500, 1, 2],
    [500, 501, 502],
  ],
  [
    [10_000, null],
    [1, 2],
  ],
])('priorities %j become %j', (given, wanted) => {
  expect(prioritiesOf(...given)).toEqual(wanted)
})

test('what ascends already stays the very same', () => {
  const before = policies(3, 9, 10_000)
  expect(prioritized(before).every((one, at) => one === before[at])).toBe(true)
})

test('a redirect to a listener has priority 0, wherever it stands', () => {
  const redirect = examplePolicy({ action: 'REDIRECT_TO_LISTENER', position: 2 })
  expect(prioritized([...policies(1), redirect]).map((one) => one.priority)).toEqual([1, 0])
})

test('more policies than priorities have none at the end', () => {
  const one = examplePolicy({ priority: null })
  const many = prioritized(Array.from({ length: 10_001 }, () => one))
  expect(many.slice(-2).map((one) => one.priority)).toEqual([10_000, null])
})

test('a policy that comes with a priority stands before those with a higher one', () => {
  const fresh = examplePolicy({ id: 'fresh', position: 2_147_483_647, priority: 7 })
  expect(inserted(policies(5, 9), [fresh]).map((one) => one.id)).toEqual(['0', 'fresh', '1'])
})

test('a policy that is moved has the priority of its new place, and the others theirs', () => {
  const after = prioritized(moved(policies(5, 20, 30), ['2'], 1))
  expect(after.map(({ id, priority }) => [id, priority])).toEqual([
    ['2', 5],
    ['0', 20],
    ['1', 30],
  ])
})

test('priorities make the order, all at once', () => {
  expect(byPriority(policies(20, 10, null, 15)).map((one) => one.id)).toEqual(['1', '2', '3', '0'])
})
