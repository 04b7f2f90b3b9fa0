'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus } from 'lucide-react'
import Link from 'next/link'
import type { Overview, StatusCounts } from '../api-answers.ts'
import { links } from '../links.ts'
import { queries } from '../queries.ts'
import { Button } from '../ui/button.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { plural } from '../ui/format.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { Skeleton } from '../ui/skeleton.tsx'
import { AttentionList } from './attention-list.tsx'
import { ExposedTable } from './exposed-table.tsx'
import { FirstRun } from './first-run.tsx'
import { Vitals } from './vitals.tsx'

/** In ten seconds: what is exposed, is it healthy, how much traffic, and what is wrong. */
export function OverviewPage() {
  const { data: overview, error, refetch } = useQuery(queries.overview())
  if (overview && total(overview.load_balancers) === 0) return <FirstRun />
  return (
    <div className="grid gap-6">
      <PageHeader
        title="Overview"
        description={overview && summary(overview)}
        actions={
          <Button look="primary" asChild>
            <Link href={links.newLoadBalancer()}>
              <Plus aria-hidden />
              Create load balancer
            </Link>
          </Button>
        }
      />
      {overview && <Facts overview={overview} />}
      {!overview && error && <ErrorState title="The overview could not be loaded" error={error} onRetry={refetch} />}
      {!overview && !error && <Waiting />}
    </div>
  )
}

function Facts({ overview }: { readonly overview: Overview }) {
  return (
    <>
      <Vitals overview={overview} />
      <AttentionList attention={overview.attention} exposed={overview.exposed} />
      <section aria-labelledby="exposed" className="grid gap-2">
        <h2 id="exposed" className="font-medium text-section">
          What is exposed
        </h2>
        {overview.exposed.length > 0 ? (
          <ExposedTable exposed={overview.exposed} />
        ) : (
          <p className="text-muted">
            No load balancer has a listener, so nothing answers yet. Open one of your{' '}
            <Link href={links.loadBalancers()} className="text-accent-text underline underline-offset-2">
              load balancers
            </Link>{' '}
            and add one.
          </p>
        )}
      </section>
    </>
  )
}

function summary({ load_balancers, listeners, pools }: Overview): string {
  const parts = [
    plural(total(load_balancers), 'load balancer'),
    plural(total(listeners), 'listener'),
    plural(total(pools), 'pool'),
  ]
  return parts.join(', ')
}

function total(counts: StatusCounts): number {
  return Object.values(counts).reduce((sum, amount) => sum + amount, 0)
}

function Waiting() {
  return (
    <div className="grid gap-6" role="status" aria-label="Loading the overview">
      <Skeleton className="h-21 w-full rounded-surface" />
      <Skeleton className="w-48" />
      <Skeleton className="h-60 w-full rounded-surface" />
    </div>
  )
}
