import { collectionOf, type Graph } from 'model/graph/graph'
import { titleOf } from '../forms/use-changes.ts'
import { linkTo } from '../links.ts'

export type ResourceAt = { readonly title: string; readonly href: string }

/** The resource that a path of the graph names, `members/{id}`: its name and its page; null when it is not there any more. */
export function resourceAt(graph: Graph, about: string): ResourceAt | null {
  const loadbalancer_id = graph.load_balancer.id
  if (about === 'load_balancer') {
    const row = graph.load_balancer
    return {
      title: titleOf('load_balancer', row),
      href: linkTo({ kind: 'load_balancer', id: row.id, loadbalancer_id }),
    }
  }
  const [collection, id] = about.split('/')
  for (const kind of ['listener', 'pool', 'member', 'health_monitor', 'l7_policy', 'l7_rule'] as const) {
    if (collectionOf[kind] !== collection) continue
    const row = graph[collectionOf[kind]].find((one) => one.id === id)
    if (!row) return null
    const pool_id = 'pool_id' in row ? row.pool_id : null
    return { title: titleOf(kind, row), href: linkTo({ kind, id: row.id, loadbalancer_id, pool_id }) }
  }
  return null
}
