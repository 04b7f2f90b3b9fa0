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
  const rows = [
    'V/ 2',
    'a|h1 1',
    'a|h2 2',
    '2|1|/a no',
    '1|2|/a y',
    '1|/2| no',
    '2|/a?|2 x y; "z" \\ %[src] #',
    'a|h21 no',
    'b|t2 v',
  ]
  const answer = `${rows.map((row, at) => `0x${at} ${row}\n`).join('')}\n`
  expect(runningRows(answer, { isVersioned: true })).toEqual({
    version: 2,
    rows: [
      ['a|h2', '2'],
      ['1|2|/a', 'y'],
      ['2|/a?|2', 'x y; "z" \\ %[src] #'],
      ['b|t2', 'v'],
    ],
  })
  expect(runningRows('\n', { isVersioned: true })).toEqual({ version: Number.NaN, rows: [] })
  expect(runningRows('0x1 V/ 2\n0x2 a x\n', { isVersioned: false })).toEqual({ version: 2, rows: [['a', 'x']] })
})
