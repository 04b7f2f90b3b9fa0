'use client'

import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { links } from '../links.ts'
import { useGraph } from '../load-balancer/use-graph.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { takesPolicies } from './takes-policies.ts'

/** Shows something of a listener that has policies, or says that this one has none. */
export function PolicyListener({
  listener_id,
  children,
}: {
  readonly listener_id: string
  readonly children: (graph: Graph, listener: Listener) => ReactNode
}) {
  const graph = useGraph()
  const listener = graph.listeners.find((one) => one.id === listener_id)
  if (listener && takesPolicies(listener.protocol)) return children(graph, listener)
  return (
    <EmptyState
      title={listener ? 'This listener has no policies' : 'There is no such listener'}
      action={
        <Button asChild>
          <Link href={links.listeners(graph.load_balancer.id)}>All listeners</Link>
        </Button>
      }
    >
      {listener
        ? 'Policies look into HTTP requests. This listener passes bytes on and does not read them.'
        : 'It was deleted, or it belongs to another load balancer.'}
    </EmptyState>
  )
}
