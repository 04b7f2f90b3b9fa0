import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvRecords, statRows } from './csv.ts'

test('columns are read by their names, in whatever order HAProxy prints them', () => {
  const [row] = statRows('# svname,novelty,pxname,scur,\nFRONTEND,?,listener:1,3,\n\n')
  expect(row).toMatchObject({ pxname: 'listener:1', svname: 'FRONTEND', scur: '3', check_status: '' })
})

test('what a member said may hold commas, quotes and line breaks', () => {
  const [row] = statRows('# svname,last_chk,mode\nweb-1,"500, ""no""\nway",http\n')
  expect(row).toMatchObject({ svname: 'web-1', last_chk: '500, "no"\nway', mode: 'http' })
})

test('an answer that was cut short does not hang the reader', () => {
  expect(csvRecords('a,"b')).toEqual([['a', 'b']])
})

test('any table of text survives being written and read', () => {
  const cell = fc.string({ maxLength: 6 }).map((value) => value.replaceAll('\r', ''))
  const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { maxLength: 5 })
  const written = (value: string) => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
  fc.assert(
    fc.property(table, (rows) => {
      expect(csvRecords(rows.map((row) => `${row.map(written).join(',')}\n`).join(''))).toEqual(rows)
    }),
  )
})
