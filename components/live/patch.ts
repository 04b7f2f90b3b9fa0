import type { QueryClient } from '@tanstack/react-query'
import type { StatusEvent } from 'model/contract/live'
import { collectionOf, type Graph } from 'model/graph/graph'
import { keys, patchedGraph, patchedRows, queries } from '../queries.ts'

/** Puts the news of a status event into every cached list, object and graph that holds the resource. */
export function patchStatus(client: QueryClient, event: StatusEvent): void {
  const patch = { id: event.id, changes: event.statuses }
  client.setQueriesData({ queryKey: keys.kind(event.kind) }, (cached: unknown) => patchedRows(cached, patch))
  client.setQueryData<Graph>(keys.graph(event.loadbalancer_id), (graph) =>
    graph ? patchedGraph(graph, event.kind, patch) : graph,
  )
  if (isUnknown(client, event)) refetchAround(client, event)
}

/** Somebody else created it: no list that is shown has it yet. */
function isUnknown(client: QueryClient, { kind, id, loadbalancer_id, statuses }: StatusEvent): boolean {
  if (statuses === null) return false
  if (kind === 'load_balancer') {
    const list = client.getQueryData(queries.loadBalancers().queryKey)
    return list !== undefined && !list.some((row) => row.id === id)
  }
  const graph = client.getQueryData<Graph>(keys.graph(loadbalancer_id))
  if (!graph) return false
  const rows: readonly { readonly id: string }[] = graph[collectionOf[kind]]
  return !rows.some((row) => row.id === id)
}

function refetchAround(client: QueryClient, { kind, loadbalancer_id }: StatusEvent): void {
  void client.invalidateQueries({ queryKey: keys.kind(kind) })
  void client.invalidateQueries({ queryKey: keys.graph(loadbalancer_id) })
}

/** Nothing that was asked for before the stream opened can be trusted: nobody told what happened in between, at first as after a break. */
export function refetchAll(client: QueryClient): void {
  void client.invalidateQueries()
}
