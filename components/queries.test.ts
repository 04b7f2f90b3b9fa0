import { expect, test } from 'vitest'
import { patchedRows } from './queries.ts'

const rows = [
  { id: 'a', operating_status: 'ONLINE' },
  { id: 'b', operating_status: 'ONLINE' },
]

test('a patch changes its row and leaves the others as they are', () => {
  const patched = patchedRows(rows, { id: 'b', changes: { operating_status: 'ERROR' } }) as typeof rows
  expect(patched.map((row) => row.operating_status)).toEqual(['ONLINE', 'ERROR'])
  expect(patched[0]).toBe(rows[0])
})

test('a removal takes the row out of a list', () => {
  expect(patchedRows(rows, { id: 'a', changes: null })).toEqual([rows[1]])
})

test('what does not hold the row stays the same object, so that nothing is drawn anew', () => {
  expect(patchedRows(rows, { id: 'c', changes: null })).toBe(rows)
  expect(patchedRows(undefined, { id: 'a', changes: null })).toBe(undefined)
})

test('a single row is patched as well', () => {
  expect(patchedRows(rows[0], { id: 'a', changes: { operating_status: 'ERROR' } })).toEqual({
    id: 'a',
    operating_status: 'ERROR',
  })
})
