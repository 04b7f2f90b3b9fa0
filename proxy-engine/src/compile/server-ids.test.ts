import type { Member } from 'model/resources/member'
import { expect, test } from 'vitest'
import { desiredOf } from './golden/rows.ts'
import { serverIdsOf } from './server-ids.ts'

test('a thousand members have a thousand numbers below 2^20, whatever the order', () => {
  const all = members(1_000)
  const ids = serverIdsOf(all)
  expect(new Set(ids.values()).size).toBe(1_000)
  expect(Math.max(...ids.values())).toBeLessThan(2 ** 20)
  expect(Math.min(...ids.values())).toBeGreaterThan(0)
  expect(serverIdsOf(all.toReversed())).toEqual(ids)
})

test('where two collide, the older one keeps its number', () => {
  const all = members(20_000)
  const before = serverIdsOf(all.slice(0, 19_000))
  const after = serverIdsOf(all)
  expect([...before].every(([id, number]) => after.get(id) === number)).toBe(true)
})

function members(count: number): Member[] {
  const [row] = desiredOf({
    listeners: [],
    pools: [{ pool: { protocol: 'TCP' }, members: [{ address: '10.0.0.1', protocol_port: 1 }] }],
  }).graph.members
  if (row === undefined) throw new Error('The case has no member.')
  return Array.from({ length: count }, (_, at) => ({
    ...row,
    id: `${at}-${(at * 7919).toString(16)}`,
    created_at: `2026-01-01T00:00:00.${String(at).padStart(6, '0')}`,
  }))
}
