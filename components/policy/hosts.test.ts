import { expect, test } from 'vitest'
import { hostsIn } from './hosts.ts'

test('hosts are read from lines, lists and URLs, each once', () => {
  expect(hostsIn('a.test\n B.test, https://c.test:8443/cart?x=1;\thttp://a.test/\n\n')).toEqual([
    'a.test',
    'b.test',
    'c.test',
  ])
})
