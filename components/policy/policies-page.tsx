'use client'

import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { links } from '../links.ts'
import { useGraph } from '../load-balancer/use-graph.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { takesPolicies } from './takes-policies.ts'

// What drags, windows the list and reads rules comes beside the graph that it shows, not before the page.
const Policies = dynamic<{ readonly graph: Graph; readonly listener: Listener }>(
  () => import('./policies.tsx').then((module) => module.Policies),
  { ssr: false, loading: Waiting },
)

/** The policies of a listener as sentences, in the order in which they are tried. */
export function PoliciesPage({ listener_id }: { readonly listener_id: string }) {
  const graph = useGraph()
  const listener = graph.listeners.find((one) => one.id === listener_id)
  if (listener && takesPolicies(listener.protocol)) return <Policies graph={graph} listener={listener} />
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

function Waiting() {
  return (
    <div className="grid gap-2" aria-busy>
      <Skeleton className="h-8 w-64" />
      <Skeleton className="h-15 w-full" />
      <Skeleton className="h-15 w-full" />
    </div>
  )
}
