'use client'

import Link from 'next/link'
import { type ReactNode, useEffect } from 'react'
import { ApiError } from '../api-error.ts'
import { preloadPanels } from '../forms/panels.ts'
import { links } from '../links.ts'
import { useDetail } from '../live/use-live.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { LinkTabs } from '../ui/link-tabs.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { LoadBalancerHeader } from './load-balancer-header.tsx'
import { useFreshGraph } from './use-fresh-graph.ts'
import { GraphProvider } from './use-graph.tsx'

/** What all pages of a load balancer stand in: its head, its tabs, and the graph that they read. */
export function LoadBalancerFrame({ id, children }: { readonly id: string; readonly children: ReactNode }) {
  useDetail(id)
  useEffect(preloadPanels, [])
  const { data: graph, error, refetch } = useFreshGraph(id)
  if (!graph && error instanceof ApiError && error.code === 'not_found') return <Gone />
  if (!graph && error) return <ErrorState title="The load balancer can't be shown" error={error} onRetry={refetch} />
  if (!graph) return <Waiting />
  const tabs = [
    { href: links.loadBalancer(id), label: 'Overview', isExact: true },
    { href: links.listeners(id), label: 'Listeners', count: graph.listeners.length },
    { href: links.pools(id), label: 'Pools', count: graph.pools.length },
    { href: links.configuration(id), label: 'Configuration' },
    { href: links.loadBalancerActivity(id), label: 'Activity' },
  ]
  return (
    <GraphProvider graph={graph}>
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-4">
        <LoadBalancerHeader graph={graph} />
        <LinkTabs label="Load balancer" tabs={tabs} />
        {children}
      </div>
    </GraphProvider>
  )
}

function Gone() {
  return (
    <EmptyState
      title="There is no such load balancer"
      action={
        <Button asChild>
          <Link href={links.loadBalancers()}>All load balancers</Link>
        </Button>
      }
    >
      It was deleted, or it belongs to another project.
    </EmptyState>
  )
}

function Waiting() {
  return (
    <div className="grid gap-4" aria-busy>
      <Skeleton className="h-7 w-64" />
      <Skeleton className="h-9 w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  )
}
