import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Box, type TopologyInput, topologyOf } from './layout.ts'

const ids = (prefix: string, count: number) => Array.from({ length: count }, (_, at) => `${prefix}${at}`)

/** Listeners that share all pools, and pools with so many members each. */
function shared(listeners: number, pools: number, members: number): TopologyInput {
  return {
    listeners: ids('l', listeners).map((id, at) => ({ id, pool_ids: pools === 0 ? [] : [`p${at % pools}`] })),
    pools: ids('p', pools).map((id) => ({ id, member_ids: ids(`${id}m`, members) })),
  }
}

function overlap(one: Box, other: Box): boolean {
  const apart =
    one.x + one.width <= other.x ||
    other.x + other.width <= one.x ||
    one.y + one.height <= other.y ||
    other.y + other.height <= one.y
  return !apart
}

describe('for any tree and width', () => {
  const trees = fc.record({
    listeners: fc.nat(6),
    pools: fc.nat(6),
    members: fc.nat(40),
    width: fc.integer({ min: 320, max: 1_440 }),
  })

  test('everything is drawn once, inside, and nothing covers another', () => {
    fc.assert(
      fc.property(trees, ({ listeners, pools, members, width }) => {
        const topology = topologyOf(shared(listeners, pools, members), width)
        expect(topology.boxes).toHaveLength(listeners + pools + pools * members)
        expect(new Set(topology.boxes.map((box) => box.id)).size).toBe(topology.boxes.length)
        for (const box of topology.boxes) {
          expect(box.x).toBeGreaterThanOrEqual(0)
          expect(box.y).toBeGreaterThanOrEqual(0)
          expect(box.x + box.width).toBeLessThanOrEqual(width + 0.01)
          expect(box.y + box.height).toBeLessThanOrEqual(topology.height + 0.01)
        }
        topology.boxes.forEach((one, at) => {
          expect(topology.boxes.slice(at + 1).filter((other) => overlap(one, other))).toEqual([])
        })
      }),
      { numRuns: 60 },
    )
  })

  test('each listener has an edge to each of its pools', () => {
    const edges = topologyOf(shared(3, 2, 0), 1_200).edges
    expect(edges.map((edge) => `${edge.listener_id} ${edge.to}`)).toEqual(['l0 p0', 'l1 p1', 'l2 p0'])
  })
})

test('many members stand in columns, with one edge to all of them', () => {
  const topology = topologyOf(shared(2, 3, 20), 1_392)
  expect(topology.form).toBe('columns')
  expect(topology.edges.filter((edge) => edge.listener_id === null)).toHaveLength(3)
  expect(topology.height).toBeLessThan(1_200)
})

test('few members have an edge each', () => {
  expect(topologyOf(shared(1, 1, 3), 1_200).edges).toHaveLength(4)
})

test('a narrow place gets a stack in the order of reading', () => {
  const topology = topologyOf(shared(1, 1, 2), 358)
  expect(topology.form).toBe('stack')
  expect(topology.boxes.map((box) => `${box.id} ${box.x}`)).toEqual(['l0 0', 'p0 24', 'p0m0 48', 'p0m1 48'])
})

test('a pool that no listener uses is drawn, without an edge', () => {
  const topology = topologyOf({ listeners: [], pools: [{ id: 'p', member_ids: [] }] }, 1_200)
  expect(topology.boxes).toHaveLength(1)
  expect(topology.edges).toEqual([])
})
