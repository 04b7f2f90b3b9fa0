'use client'

import { Plus } from 'lucide-react'
import { isCached } from 'model/listener/cache'
import Link from 'next/link'
import { links } from '../links.ts'
import { countedBy } from '../live/counted.ts'
import { TrafficCharts } from '../live/traffic-charts.tsx'
import { TopologyPicture } from '../topology/topology.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { useGraph } from './use-graph.tsx'

/** How traffic goes through the load balancer now, and how it went in the last minutes. */
export function LoadBalancerOverview() {
  const graph = useGraph()
  const isEmpty = graph.listeners.length === 0 && graph.pools.length === 0
  return (
    <div className="grid min-w-0 gap-6 pt-2">
      {isEmpty ? <Empty id={graph.load_balancer.id} /> : <TopologyPicture graph={graph} />}
      {!isEmpty && (
        <TrafficCharts
          counted={countedBy(graph.listeners)}
          keepsAnswers={graph.listeners.some(isCached)}
          terminatesTls={graph.listeners.some((one) => one.protocol === 'TERMINATED_HTTPS')}
        />
      )}
    </div>
  )
}

function Empty({ id }: { readonly id: string }) {
  return (
    <EmptyState
      title="Nothing listens yet"
      action={
        <Button look="primary" asChild>
          <Link href={links.listener(id, 'new')}>
            <Plus aria-hidden />
            Add listener
          </Link>
        </Button>
      }
    >
      A listener is the port and protocol that clients connect to. It passes traffic on to a pool of members.
    </EmptyState>
  )
}
