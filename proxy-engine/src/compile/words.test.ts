import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wordsOf } from './golden/haproxy-words.ts'
import { anyText } from './golden/hostile.ts'
import {
  address,
  comment,
  endpoint,
  expression,
  format,
  keyword,
  milliseconds,
  network,
  number,
  probeSocket,
  quoted,
  sample,
  Unprintable,
  withMapFolder,
  withProbeSocket,
} from './words.ts'

describe('quoted', () => {
  test.each([
    ['/health', '/health'],
    ['/a#b', "'/a#b'"],
    ["it's", "'it'\\''s'"],
    ['a b', "'a b'"],
    ['$HOME', "'$HOME'"],
    ['a\\', "'a\\'"],
    ['a\nbind :1', "'a'\\x0a'bind :1'"],
    ['a\r', "'a'\\x0d''"],
    ['-f', "'-f'"],
  ])('prints %j as one word', (text, printed) => {
    expect(quoted(text)).toBe(printed)
  })

  test('says to HAProxy exactly what it was given, on one line', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(text !== '' && !text.includes('\0'))
        expect(wordsOf(quoted(text))).toEqual([text])
        expect(quoted(text)).not.toMatch(/[\n\r]/)
      }),
    )
  })

  test('refuses what no spelling can carry: an empty text ends the line, a null character the file', () => {
    expect(() => quoted('')).toThrow(Unprintable)
    expect(() => quoted('a\0b')).toThrow(Unprintable)
  })

  test('keeps text apart from the marks that stand for folders and sockets', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        fc.pre(text !== '' && !text.includes('\0'))
        const line = quoted(text)
        expect(withProbeSocket(withMapFolder(line, '/maps'), '/1.sock')).toBe(line)
      }),
    )
    expect(withProbeSocket(quoted('\x01id'), '/1.sock')).toBe("'\x01id'")
    expect(withProbeSocket(probeSocket('id'), '/1.sock')).toBe("'unix@/1.id'")
  })
})

test('a percent sign in a log-format is itself, and calls no variable', () => {
  expect(format('/a%20b')).toBe("'/a%%20b'")
  expect(format('%[src]')).toBe("'%%[src]'")
})

test('the key of a sample is quoted twice, because HAProxy parses what is in parentheses a second time', () => {
  expect(sample(expression('req.cook'), `a'b"c\\d`, '')).toBe(`'req.cook("a'\\''b\\"c\\\\d")'`)
  expect(sample(expression('req.cook'), 'JSESSIONID', ',sha2(256)')).toBe(`'req.cook("JSESSIONID"),sha2(256)'`)
})

test('a name has only characters that mean nothing else', () => {
  expect(keyword('pool:7f-3')).toBe('pool:7f-3')
  for (const text of ['', 'a b', '-f', 'a#', 'a\n', 'é', "a'"]) expect(() => keyword(text)).toThrow(Unprintable)
})

test('addresses, networks and numbers are parsed before they are printed', () => {
  expect(endpoint('10.0.0.4', 80)).toBe('10.0.0.4:80')
  expect(endpoint('fd00::4', 80)).toBe('[fd00::4]:80')
  expect(network('10.0.0.0/8')).toBe('10.0.0.0/8')
  for (const text of ['', '127.1', 'localhost', '10.0.0.4 #', 'fe80::1%eth0'])
    expect(() => address(text)).toThrow(Unprintable)
  for (const text of ['', '10.0.0.0', '10.0.0.0/33', '0.0.0.0/0 unless'])
    expect(() => network(text)).toThrow(Unprintable)
  for (const value of [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => number(value)).toThrow(Unprintable)
})

test('a time of 0 is no limit, and no time is longer than HAProxy can count', () => {
  expect(milliseconds(50_000)).toBe('50s')
  expect(milliseconds(1_500)).toBe('1500ms')
  expect(milliseconds(0)).toBe('24d')
  expect(milliseconds(2_147_483_000)).toBe('24d')
})

test('a remark keeps to its line and hides nothing', () => {
  expect(comment('web\n    bind :1')).toBe('# web     bind :1')
  fc.assert(
    fc.property(anyText, (text) => {
      expect(wordsOf(comment(text))).toEqual([])
      expect(comment(text)).not.toMatch(/[\p{Cc}\u2028\u2029]/u)
    }),
  )
})
