'use client'

import { useQuery } from '@tanstack/react-query'
import { collectionOf, type Graph } from 'model/graph/graph'
import { isPending } from 'model/statuses'
import { useEffect, useRef } from 'react'
import { queries } from '../queries.ts'

/** A status that comes while an older answer is on its way is overtaken by it: while something is pending we look again. */
const lookAgainMs = 3_000

/** The graph of a load balancer, kept true: statuses come by the live stream, the words of the checks with a new answer. */
export function useFreshGraph(id: string) {
  const query = useQuery({
    ...queries.graph(id),
    refetchInterval: ({ state }) => (state.data && hasPending(state.data) ? lookAgainMs : false),
  })
  const { data: graph, refetch } = query
  const health = graph?.members.map((one) => `${one.id} ${one.operating_status}`).join()
  const known = useRef(health)
  useEffect(() => {
    // The stream tells that a member is down, not why: the reason, the code and the time stand in the row.
    if (known.current !== undefined && known.current !== health) void refetch()
    known.current = health
  }, [health, refetch])
  return query
}

type Waiting = Pick<Graph['load_balancer'], 'provisioning_status'>

function hasPending(graph: Graph): boolean {
  const children = Object.values(collectionOf).flatMap((name) => graph[name] as readonly Waiting[])
  return [graph.load_balancer, ...children].some((row) => isPending(row.provisioning_status))
}
