import { expect, test } from 'vitest'
import { z } from 'zod'
import { newId } from './ids.ts'

test('ids sort in the order in which they were made, also when there are many in a millisecond', () => {
  const ids = Array.from({ length: 20_000 }, newId)
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids.every((id) => z.uuidv7().safeParse(id).success)).toBe(true)
})
