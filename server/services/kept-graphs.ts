import { processwide } from '../process.ts'
import type { Transaction } from '../store/client.ts'
import { loadGraphs, type StoredGraph } from '../store/graphs.ts'

/** A load balancer with ten thousand policies is tens of megabytes. */
const mostKept = 2

const kept = () => processwide('kept-graphs', () => new Map<string, StoredGraph>())

/** Keeps a load balancer as a change has left it, for the engines that are about to ask: reading a big one again takes long. */
export function keepGraph(graph: StoredGraph): void {
  const { id } = graph.load_balancer
  kept().delete(id)
  kept().set(id, graph)
  for (const oldest of [...kept().keys()].slice(0, -mostKept)) kept().delete(oldest)
}

/** No engine has to ask for it any more. */
export function dropGraph(id: string): void {
  kept().delete(id)
}

/**
 * Load balancers as engines are to serve them. What is kept is as good as what is stored while the revision is the same: all that
 * differs since are statuses, which no engine reads.
 */
export async function desiredGraphs(
  transaction: Transaction,
  wanted: readonly { readonly id: string; readonly revision: number }[],
): Promise<StoredGraph[]> {
  const known = wanted.flatMap(({ id, revision }) => {
    const graph = kept().get(id)
    return graph?.load_balancer.revision === revision ? [graph] : []
  })
  const ids = new Set(known.map((one) => one.load_balancer.id))
  const others = wanted.filter(({ id }) => !ids.has(id)).map(({ id }) => id)
  return [...known, ...(await loadGraphs(transaction, others))]
}
