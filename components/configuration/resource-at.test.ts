import { pathOf } from 'model/graph/graph'
import { exampleGraph } from 'model/graph/graph.examples'
import { expect, test } from 'vitest'
import { resourceAt } from './resource-at.ts'

const graph = exampleGraph()

test('every path of the graph leads to its resource', () => {
  const [member] = graph.members
  const [listener] = graph.listeners
  const at = (kind: 'listener' | 'member', row: { readonly id: string } | undefined) =>
    resourceAt(graph, pathOf({ kind, id: row?.id ?? '' }))?.href
  expect(at('listener', listener)).toBe(`/load-balancers/${graph.load_balancer.id}/listeners?listener=${listener?.id}`)
  expect(at('member', member)).toBe(
    `/load-balancers/${graph.load_balancer.id}/pools/${member?.pool_id}?member=${member?.id}`,
  )
  expect(resourceAt(graph, 'load_balancer')?.href).toBe(`/load-balancers/${graph.load_balancer.id}`)
})

test('a resource that is gone leads nowhere', () => {
  expect(resourceAt(graph, 'pools/gone')).toBeNull()
  expect(resourceAt(graph, 'global')).toBeNull()
})
