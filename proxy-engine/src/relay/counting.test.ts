import { expect, test } from 'vitest'
import { Counting } from './counting.ts'

test('what is gone is told twice more, so that its last counts are read, and then forgotten', () => {
  const counting = new Counting()
  counting.of('a').datagrams_in += 3
  counting.of('b')
  counting.keepOnly(new Set(['b']))
  const keys = () => counting.read().map(([key, { datagrams_in }]) => `${key} ${datagrams_in}`)
  expect([keys(), keys(), keys()]).toEqual([['a 3', 'b 0'], ['a 3', 'b 0'], ['b 0']])
})

test('what comes back goes on where it was', () => {
  const counting = new Counting()
  counting.of('a').connections += 1
  counting.keepOnly(new Set())
  counting.of('a').connections += 1
  for (let at = 0; at < 5; at += 1) expect(counting.read().map(([, { connections }]) => connections)).toEqual([2])
})
