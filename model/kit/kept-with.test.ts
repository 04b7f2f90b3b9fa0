import { expect, test } from 'vitest'
import { keptWith } from './kept-with.ts'

test('what is kept with an object is found there, and only there', () => {
  const [lengths, others] = [keptWith<readonly string[], number>(), keptWith<readonly string[], string>()]
  const [one, other] = [['a', 'b'], ['c']]
  expect(lengths.get(one)).toBeUndefined()
  lengths.set(one, 2)
  others.set(other, 'c')
  expect([lengths.get(one), lengths.get(other), others.get(one), others.get(other)]).toEqual([
    2,
    undefined,
    undefined,
    'c',
  ])
  lengths.set(one, 3)
  expect(lengths.get(one)).toBe(3)
})

test('nobody sees it, and a copy does not have it', () => {
  const kept = keptWith<{ readonly id: string }, number>()
  const row = { id: 'a' }
  kept.set(row, 1)
  expect(kept.get({ ...row })).toBeUndefined()
  expect(Reflect.ownKeys(row)).toEqual(['id'])
  expect(row).toStrictEqual({ id: 'a' })
})
