import { expect, test } from 'vitest'
import { filterRows, parseFilter } from './property-filter.ts'

const rows = [
  { name: 'web', status: 'ERROR', ports: [80, 443] },
  { name: 'blue green', status: 'ONLINE', ports: [5432] },
]
const properties = {
  name: (row: (typeof rows)[number]) => [row.name],
  status: (row: (typeof rows)[number]) => [row.status],
  port: (row: (typeof rows)[number]) => row.ports,
}
const names = (text: string) => filterRows(rows, parseFilter(text), properties).map((row) => row.name)

test('a property with a value, with or without a space', () => {
  expect(parseFilter('status: ERROR port:80')).toEqual([
    { property: 'status', value: 'ERROR' },
    { property: 'port', value: '80' },
  ])
  expect(names('status: error')).toEqual(['web'])
  expect(names('port:5432')).toEqual(['blue green'])
})

test('words without a property are looked for everywhere', () => {
  expect(names('443')).toEqual(['web'])
  expect(names('online')).toEqual(['blue green'])
})

test('quotes keep a value together, and all terms have to hold', () => {
  expect(names('name: "blue green"')).toEqual(['blue green'])
  expect(names('name: blue status: ERROR')).toEqual([])
})

test('an address with colons is not taken for a property', () => {
  const addresses = { address: (row: { address: string }) => [row.address] }
  expect(filterRows([{ address: 'fd00::1' }], parseFilter('fd00::1'), addresses)).toHaveLength(1)
})

test('no text keeps every row', () => {
  expect(names('  ')).toHaveLength(2)
})
