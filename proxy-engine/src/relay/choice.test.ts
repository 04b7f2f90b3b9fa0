import fc from 'fast-check'
import type { Algorithm } from 'model/pool/algorithms'
import { describe, expect, test } from 'vitest'
import { type Candidate, Choice, type Client, eligible } from './choice.ts'

const client = (address = '10.0.0.1', port = 40_000): Client => ({ address, port })
const idle = () => 0

/** How often each member was chosen. */
function shares(algorithm: Algorithm, candidates: readonly Candidate[], clients: readonly Client[]) {
  const choice = new Choice()
  const counts = new Map(candidates.map((one) => [one.member_id, 0]))
  for (const one of clients) {
    const id = choice.next(algorithm, { candidates, client: one }, idle)?.member_id ?? ''
    counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  return counts
}

const members = fc.uniqueArray(fc.record({ member_id: fc.uuid(), weight: fc.integer({ min: 1, max: 256 }) }), {
  minLength: 1,
  maxLength: 6,
  selector: (one) => one.member_id,
})

describe('round robin', () => {
  test('gives everybody exactly the share of the weight', () => {
    fc.assert(
      fc.property(members, (candidates) => {
        const sum = candidates.reduce((total, one) => total + one.weight, 0)
        const counts = shares(
          'ROUND_ROBIN',
          candidates,
          Array.from({ length: sum }, () => client()),
        )
        return candidates.every((one) => counts.get(one.member_id) === one.weight)
      }),
    )
  })

  test('spreads a share evenly, and does not give it in one piece', () => {
    const choice = new Choice()
    const candidates = [
      { member_id: 'a', weight: 3 },
      { member_id: 'b', weight: 1 },
    ]
    const turns = Array.from(
      { length: 8 },
      () => choice.next('ROUND_ROBIN', { candidates, client: client() }, idle)?.member_id,
    )
    expect(turns.join('')).toBe('aabaaaba')
  })
})

test('the fewest sessions are those for the weight', () => {
  const choice = new Choice()
  const candidates = [
    { member_id: 'small', weight: 1 },
    { member_id: 'large', weight: 10 },
  ]
  const sessions: Record<string, number> = { small: 1, large: 9 }
  const next = () =>
    choice.next('LEAST_CONNECTIONS', { candidates, client: client() }, (one) => sessions[one.member_id] ?? 0)
  expect(next()?.member_id).toBe('large')
  sessions['large'] = 11
  expect(next()?.member_id).toBe('small')
})

describe('by source', () => {
  const clients = Array.from({ length: 4_000 }, (_, at) => client(`10.${at % 7}.${at >> 8}.${at & 255}`, 1_024 + at))

  test('one address has one member, whatever its port; with the port its sessions spread', () => {
    const candidates = ['a', 'b', 'c'].map((member_id) => ({ member_id, weight: 1 }))
    const one = Array.from({ length: 300 }, (_, at) => client('10.0.0.1', 1_024 + at))
    expect([...shares('SOURCE_IP', candidates, one).values()].filter((count) => count > 0)).toEqual([300])
    expect([...shares('SOURCE_IP_PORT', candidates, one).values()].every((count) => count > 50)).toBe(true)
  })

  test('weights are shares', () => {
    const candidates = [
      { member_id: 'a', weight: 1 },
      { member_id: 'b', weight: 3 },
    ]
    const counts = shares('SOURCE_IP', candidates, clients)
    expect((counts.get('b') ?? 0) / 4_000).toBeGreaterThan(0.7)
    expect((counts.get('b') ?? 0) / 4_000).toBeLessThan(0.8)
  })

  test('a member that goes moves its own clients and no others', () => {
    fc.assert(
      fc.property(members, fc.ipV4(), fc.nat(), (candidates, address, at) => {
        const choice = new Choice()
        const before = choice.next('SOURCE_IP', { candidates, client: client(address) }, idle)
        const left = candidates.filter((_, index) => index !== at % candidates.length)
        const after = choice.next('SOURCE_IP', { candidates: left, client: client(address) }, idle)
        return !left.some((one) => one === before) || after === before
      }),
    )
  })
})

test('nobody is chosen from nobody', () => {
  for (const algorithm of ['ROUND_ROBIN', 'LEAST_CONNECTIONS', 'SOURCE_IP', 'SOURCE_IP_PORT'] as const)
    expect(new Choice().next(algorithm, { candidates: [], client: client() }, idle)).toBeNull()
})

test('backups stand in when no other member can, and neither drained nor switched off ones are given anything', () => {
  const one = { weight: 1, backup: false, isOn: true, id: 'one' }
  const all = [
    one,
    { ...one, backup: true, id: 'backup' },
    { ...one, weight: 0, id: 'drained' },
    { ...one, isOn: false, id: 'off' },
  ]
  const ids = (isDown: string[]) => eligible(all, ({ id }) => isDown.includes(id)).map(({ id }) => id)
  expect(ids([])).toEqual(['one'])
  expect(ids(['one'])).toEqual(['backup'])
  expect(ids(['one', 'backup'])).toEqual([])
})
