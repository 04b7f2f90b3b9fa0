import { describe, expect, test } from 'vitest'
import { examplePolicy } from '../graph/graph.examples.ts'
import type { L7Policy } from '../resources/l7-policy.ts'
import { inserted, moved } from './positions.ts'

const policies = (names: string): L7Policy[] =>
  [...names].map((name, at) => examplePolicy({ id: name, name, position: at + 1 }))
const policy = (id: string, position: number) => examplePolicy({ id, position })

/** The ids in their order, which must be numbered from 1 without gaps. */
function order(rows: readonly L7Policy[]): string {
  const sorted = rows.toSorted((one, other) => one.position - other.position)
  expect(sorted.map((one) => one.position)).toEqual(sorted.map((_, at) => at + 1))
  return sorted.map((one) => one.id).join('')
}

describe('positions', () => {
  test.each([
    [1, 'XABC'],
    [3, 'ABXC'],
    [4, 'ABCX'],
    [2_147_483_647, 'ABCX'],
  ])('an insert at %d shifts what is behind it', (position, after) => {
    expect(order(inserted(policies('ABC'), [policy('X', position)]))).toBe(after)
  })

  test.each([
    ['A', 3, 'BCAD'],
    ['D', 1, 'DABC'],
    ['DB', 2, 'ADBC'],
    ['B', 99, 'ACDB'],
    ['X', 1, 'ABCD'],
  ])('a move of %s to %d takes it out first', (ids, position, after) => {
    expect(order(moved(policies('ABCD'), [...ids], position))).toBe(after)
  })

  test('policies that are new together are each placed among those before them', () => {
    expect(order(inserted([], [policy('A', 9), policy('B', 1), policy('C', 2), policy('D', 9)]))).toBe('BCAD')
  })

  test('what stays where it is stays the very same row', () => {
    const before = policies('ABCD')
    expect(
      moved(before, ['D'], 3)
        .filter((one) => before.includes(one))
        .map((one) => one.id),
    ).toEqual(['A', 'B'])
  })
})
