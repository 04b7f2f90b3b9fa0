import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pairsOf } from './pairs.ts'

type Row = { readonly id: string }
const [a, b, c, d] = ['a', 'b', 'c', 'd'].map((id): Row => ({ id })) as [Row, Row, Row, Row]

test.each([
  { says: 'nothing differs', before: [a, b], after: [a, b], pairs: [] },
  { says: 'an object of its own is another row', before: [a, b], after: [a, { ...b }], pairs: [[b, { ...b }]] },
  { says: 'a new row', before: [a, c], after: [a, b, c], pairs: [[null, b]] },
  { says: 'a row that went', before: [a, b, c], after: [a, c], pairs: [[b, null]] },
  { says: 'another order is no difference', before: [a, b, c, d], after: [a, c, b, d], pairs: [] },
  {
    says: 'all at once',
    before: [a, b, c],
    after: [d, { ...b }, a],
    pairs: [
      [b, { ...b }],
      [c, null],
      [null, d],
    ],
  },
])('$says', ({ before, after, pairs }) => {
  expect(pairsOf<Row>(before, after)).toEqual(pairs.map(([before, after]) => ({ before, after })))
})

const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'))

test('every row that differs is told once, whatever stands where', () => {
  fc.assert(
    fc.property(ids, ids, fc.func(fc.boolean()), (old, now, isKept) => {
      const before = old.map((id) => ({ id }))
      const after = now.map((id) => before.find((row) => row.id === id && isKept(id)) ?? { id })
      const expected = [...new Set([...old, ...now])].flatMap((id) => {
        const of = (rows: readonly Row[]) => rows.find((row) => row.id === id) ?? null
        return of(before) === of(after) ? [] : [{ before: of(before), after: of(after) }]
      })
      expect(pairsOf(before, after)).toEqual(expected)
    }),
  )
})
