import { describe, expect, test } from 'vitest'
import { canonicalAddress, contains, isAddress } from './addresses.ts'
import { address, cidr } from './values.ts'

describe('addresses', () => {
  test.each(['127.0.0.1', '0.0.0.0', 'fd00::1', '::', '::ffff:10.0.0.1'])('%s is one', (value) =>
    expect(isAddress(value)).toBe(true),
  )
  test.each([
    '127.1',
    '0x7f.0.0.1',
    '256.0.0.1',
    '1.2.3.4/8',
    'fe80::1%eth0',
    'a.example',
    '',
    ' 127.0.0.1',
    '127.0.0.1\n',
  ])('%j is none', (value) => expect(address.accepts.safeParse(value).success).toBe(false))
  test('equal addresses have one spelling', () => {
    expect(canonicalAddress('FD00:0:0::1')).toBe('fd00::1')
    expect(canonicalAddress('::ffff:10.0.0.1')).toBe('10.0.0.1')
  })
})

describe('networks', () => {
  test('hold the addresses of their own family', () => {
    expect(contains('127.10.0.0/16', '127.10.255.1')).toBe(true)
    expect(contains('127.10.0.0/16', '127.11.0.1')).toBe(false)
    expect(contains('127.10.0.0/16', '::1')).toBe(false)
  })
  test.each(['10.0.0.0', '10.0.0.0/33', 'fd00::/129', '10.0.0/8', 'x/8', '10.0.0.0/8/8', '10.0.0.0/-1'])(
    '%j is none',
    (value) => expect(cidr.safeParse(value).success).toBe(false),
  )
})
