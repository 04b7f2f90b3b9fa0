import { describe, expect, test } from 'vitest'
import type { MapRow } from '../compile/compiled.ts'
import { commandWord, mapPayloads, runningRows } from './map-payload.ts'

test('a payload fits into the buffer of HAProxy, and all rows are in one', () => {
  const rows = Array.from({ length: 2_000 }, (_, at): MapRow => [`h|host-${at}.example`, 'ü'.repeat(at % 50) + at])
  const payloads = mapPayloads(rows)
  expect(payloads.length).toBeGreaterThan(2)
  for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(14_000)
  expect(payloads.join('')).toBe(rows.map(([key, value]) => `${key} ${value}\n`).join(''))
  expect(mapPayloads([])).toEqual([])
})

describe('what could end the payload, and so begin a command, is refused:', () => {
  const hostile: readonly MapRow[] = [
    ['', 'x'],
    ['a b', 'x'],
    ['#a', 'x'],
    ['a\n\nshow', 'x'],
    ['a', ''],
    ['a', ' '],
    ['a', 'x '],
    ['a', 'x\n\nshow info'],
    ['a', 'x\ry'],
    ['a', 'x'.repeat(14_000)],
  ]
  test.each(hostile)('%j', (key, value) => {
    expect(() => mapPayloads([[key, value]])).toThrow('Not a row')
  })
})

test('a path with blanks is one word of a command', () => {
  expect(commandWord('/a b/\\c.map')).toBe('/a\\ b/\\\\c.map')
})

test('of all versions in a map, the rows of the one that holds are read', () => {
  const answer = '0x1 V/ 2\n0x2 1|h|a 1\n0x3 2|h|a 2\n0x4 2|h|b x y; "z" \\ %[src] #\n0x5 21|h|a 9\n\n'
  expect(runningRows(answer, { isVersioned: true })).toEqual([
    ['h|a', '2'],
    ['h|b', 'x y; "z" \\ %[src] #'],
  ])
  expect(runningRows('\n', { isVersioned: true })).toEqual([])
  expect(runningRows('0x1 V/ 2\n0x2 a x\n', { isVersioned: false })).toEqual([['a', 'x']])
})
