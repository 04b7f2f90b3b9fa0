'use client'

import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import dynamic from 'next/dynamic'
import { Skeleton } from '../ui/skeleton.tsx'
import { PolicyListener } from './policy-listener.tsx'

// What drags, windows the list and reads rules comes beside the graph that it shows, not before the page.
const Policies = dynamic<{ readonly graph: Graph; readonly listener: Listener }>(
  () => import('./policies.tsx').then((module) => module.Policies),
  { ssr: false, loading: Waiting },
)

/** The policies of a listener as sentences, in the order in which they are tried. */
export function PoliciesPage({ listener_id }: { readonly listener_id: string }) {
  return (
    <PolicyListener listener_id={listener_id}>
      {(graph, listener) => <Policies graph={graph} listener={listener} />}
    </PolicyListener>
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
