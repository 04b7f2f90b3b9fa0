import { resources } from 'model/resources/index'
import { describe, expect, test } from 'vitest'
import { lenient, lenientBoolean } from './coerce.ts'

describe('a boolean', () => {
  test.each([true, 1, '1', 'true', 'TRUE', 't', 'Yes', 'y', 'on'])('may be written %j', (value) => {
    expect(lenientBoolean(value)).toBe(true)
  })
  test.each([false, 0, '0', 'False', 'f', 'no', 'N', 'OFF'])('may be denied by %j', (value) => {
    expect(lenientBoolean(value)).toBe(false)
  })
  test.each(['maybe', '', 2, null, undefined, [], {}])('is not %j', (value) => {
    expect(lenientBoolean(value)).toBeUndefined()
  })
})

describe('a number', () => {
  const { fields } = resources.listener
  test.each([
    ['80', 80],
    [80.9, 80],
    ['80.9', 80],
    ['-1', -1],
    [80, 80],
  ])('may be written %j', (value, number) => {
    expect(lenient(fields.connection_limit, value)).toBe(number)
  })
  test.each(['', 'eighty', '0x50', true, '1e3'])('is not %j, which is left for the schema to refuse', (value) => {
    expect(lenient(fields.connection_limit, value)).toBe(value)
  })
  test('keeps its fraction where the field has one', () => {
    expect(lenient(resources.health_monitor.fields.http_version, '1.1')).toBe(1.1)
    expect(lenient(resources.health_monitor.fields.http_version, '1.0')).toBe(1)
  })
})

test('a text stays what it is: it is not made from a number', () => {
  expect(lenient(resources.listener.fields.name, 5)).toBe(5)
})
