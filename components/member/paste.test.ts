import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseMembers } from './paste.ts'

const valuesOf = (text: string) => parseMembers(text).members.map((one) => one.values)
const problemsOf = (text: string) => parseMembers(text).problems.map((one) => `${one.line}: ${one.message}`)

describe('one member a line', () => {
  test('an address and a port, with a colon, in brackets or with a space', () => {
    expect(valuesOf('10.0.0.4:80\n[fd00::1]:80\n10.0.0.5 8080\nfd00::2 443')).toEqual([
      { address: '10.0.0.4', protocol_port: 80 },
      { address: 'fd00::1', protocol_port: 80 },
      { address: '10.0.0.5', protocol_port: 8080 },
      { address: 'fd00::2', protocol_port: 443 },
    ])
  })

  test('weight, backup, name and monitor port, in any order, with or without an equals sign', () => {
    expect(valuesOf('10.0.0.4:80 weight 3 backup\n10.0.0.5:80 name=web-2 weight=0 monitor_port 9000')).toEqual([
      { address: '10.0.0.4', protocol_port: 80, weight: 3, backup: true },
      { address: '10.0.0.5', protocol_port: 80, name: 'web-2', weight: 0, monitor_port: 9000 },
    ])
  })

  test('comments, empty lines and the line breaks of every system are passed over', () => {
    expect(valuesOf('# the web servers\r\n\r\n10.0.0.4:80 # rack 3\r10.0.0.5:80\n')).toHaveLength(2)
  })

  test('each line that can not be read says why, and the others are kept', () => {
    const text =
      '10.0.0.4\nweb-1:80\n10.0.0.5:80 wieght 3\n10.0.0.6:80 weight\n10.0.0.7:80 weight 300\n10.0.0.8:99999\n10.0.0.9:80'
    expect(problemsOf(text)).toEqual([
      '1: The port is missing: write 10.0.0.4:80.',
      '2: "web-1:80" is not an address: write 10.0.0.4:80, [fd00::1]:80 or 10.0.0.4 80.',
      '3: "wieght" is not known here: weight, backup, name, monitor_address and monitor_port are.',
      '4: "weight" needs a value.',
      '5: weight: Value should be lower or equal to 256',
      '6: port: Value should be lower or equal to 65535',
    ])
    expect(valuesOf(text)).toEqual([{ address: '10.0.0.9', protocol_port: 80 }])
  })
})

describe('tables', () => {
  test('name, address, port, weight, backup without a line of names', () => {
    expect(valuesOf('web-1,10.0.0.4,80,3,true\n10.0.0.5,80\nweb-3, 10.0.0.6 ,80,,no')).toEqual([
      { name: 'web-1', address: '10.0.0.4', protocol_port: 80, weight: 3, backup: true },
      { address: '10.0.0.5', protocol_port: 80 },
      { name: 'web-3', address: '10.0.0.6', protocol_port: 80 },
    ])
  })

  test('columns in the order of their names; unknown ones are passed over', () => {
    expect(valuesOf('Rack;Port;IP Address;Name\n7;80;10.0.0.4;web-1')).toEqual([
      { name: 'web-1', address: '10.0.0.4', protocol_port: 80 },
    ])
  })

  test('tabs, as a spreadsheet copies them, and quoted cells', () => {
    expect(valuesOf('name\taddress\tport\nweb-1\t10.0.0.4\t80')).toHaveLength(1)
    expect(valuesOf('"web, the ""first""",10.0.0.4,80')).toEqual([
      { name: 'web, the "first"', address: '10.0.0.4', protocol_port: 80 },
    ])
  })

  test('what is wrong in a row is said', () => {
    expect(
      problemsOf('web-1,,80\nweb-2,10.0.0.300,80\nweb-3,10.0.0.4\nweb-4,10.0.0.5,80,1,perhaps\na,10.0.0.6,80,1,no,,,x'),
    ).toEqual([
      '1: The address is missing.',
      '2: "10.0.0.300" is not an address.',
      '3: The port is missing.',
      '4: "perhaps" is neither true nor false, in the column backup.',
      '5: 8 values, but only 7 columns: name, address, port, weight, backup, monitor_address, monitor_port.',
    ])
  })
})

test('the same member twice is told, whatever its spelling, and so is one that the pool has already', () => {
  const pasted = parseMembers('[fd00:0::1]:80\n[FD00::1]:80\n10.0.0.4:80', [{ address: '10.0.0.4', protocol_port: 80 }])
  expect(pasted.members).toHaveLength(1)
  expect(pasted.problems.map((one) => one.message)).toEqual([
    '[FD00::1]:80 stands on line 1 already.',
    '10.0.0.4:80 is in the pool already.',
  ])
})

test('no text makes the parser fail: every line with content becomes a member or a problem', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (lines) => {
      const text = lines.map((line) => line.replaceAll(/[\r\n#,;\t]/g, ' ')).join('\n')
      const { members, problems } = parseMembers(text)
      expect(members.length + problems.length).toBe(text.split('\n').filter((line) => line.trim() !== '').length)
    }),
  )
})
