import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Persistence, sourceOf } from './persistence.ts'

const whole = { ipv4: 32, ipv6: 128 }

test('who comes back in time finds the same member; later nobody is remembered', () => {
  const persistence = new Persistence()
  persistence.keep('a', 'one', 1_000)
  expect([persistence.memberOf('a', 999), persistence.memberOf('a', 1_000), persistence.memberOf('b', 0)]).toEqual([
    'one',
    undefined,
    undefined,
  ])
  persistence.forgetOld(1_000)
  expect(persistence.size).toBe(0)
})

test('more than can be remembered push out those that were silent for longest', () => {
  const persistence = new Persistence()
  for (let at = 0; at < 100_010; at += 1) persistence.keep(`client ${at}`, 'one', 9e9)
  expect(persistence.size).toBe(100_000)
  expect([persistence.memberOf('client 9', 0), persistence.memberOf('client 10', 0)]).toEqual([undefined, 'one'])
})

test('clients of one network are one client', () => {
  expect(sourceOf('10.1.2.3', { ...whole, ipv4: 24 })).toBe(sourceOf('10.1.2.200', { ...whole, ipv4: 24 }))
  expect(sourceOf('10.1.2.3', { ...whole, ipv4: 24 })).not.toBe(sourceOf('10.1.3.3', { ...whole, ipv4: 24 }))
  expect(sourceOf('10.1.2.3', { ...whole, ipv4: 20 })).toBe('0a010000')
  expect(sourceOf('fd00:1::5', { ...whole, ipv6: 64 })).toBe(sourceOf('fd00:1:0:0:ffff::', { ...whole, ipv6: 64 }))
  expect(sourceOf('::ffff:10.0.0.1%eth0', whole)).toBe('00000000000000000000ffff0a000001')
})

test('different addresses are different clients when the whole address counts', () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.ipV4(), (one, other) => one === other || sourceOf(one, whole) !== sourceOf(other, whole)),
  )
})
