'use client'

import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import dynamic from 'next/dynamic'
import { PolicyListener } from './policy-listener.tsx'

// The list comes beside the graph that it shows, not before the page.
const RouteTests = dynamic<{ readonly graph: Graph; readonly listener: Listener }>(
  () => import('./route-tests.tsx').then((module) => module.RouteTests),
  { ssr: false },
)

/** What is expected of a listener, and whether it holds. */
export function RouteTestsPage({ listener_id }: { readonly listener_id: string }) {
  return (
    <PolicyListener listener_id={listener_id}>
      {(graph, listener) => <RouteTests graph={graph} listener={listener} />}
    </PolicyListener>
  )
}
