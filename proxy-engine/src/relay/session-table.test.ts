import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SessionTable } from './session-table.ts'

test('the quietest is the one that nothing passed over for longest, to a second', () => {
  const keys = fc.constantFrom('a', 'b', 'c', 'd')
  fc.assert(
    fc.property(fc.array(fc.tuple(keys, fc.integer({ min: 1_000, max: 5_000 })), { minLength: 1 }), (passes) => {
      const table = new SessionTable<string>()
      const last = new Map<string, number>()
      let now = 0
      for (const [key, pause] of passes) {
        now += pause
        if (table.get(key, now) === undefined) table.add(key, key, now)
        last.set(key, now)
      }
      const [quietest] = [...last].toSorted(([, one], [, other]) => one - other)
      return table.quietest() === quietest?.[0] && table.size === last.size
    }),
  )
})

test('within a second the order stays as it is', () => {
  const table = new SessionTable<number>()
  table.add('one', 1, 0)
  table.add('two', 2, 10)
  expect(table.get('one', 900)).toBe(1)
  expect(table.quietest()).toBe(1)
  expect(table.get('one', 1_000)).toBe(1)
  expect(table.quietest()).toBe(2)
  table.delete('two')
  expect([table.values(), table.get('two', 2_000)]).toEqual([[1], undefined])
})
