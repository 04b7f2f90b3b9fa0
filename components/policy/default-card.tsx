import { CircleOff, Server } from 'lucide-react'
import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import Link from 'next/link'
import { links } from '../links.ts'
import { rate } from '../ui/format.ts'
import { poolName } from './names.ts'
import { PoolTrouble } from './pool-trouble.tsx'
import { usePoliciesTraffic } from './use-policy-traffic.tsx'

/** What no policy takes, below the figures of those that take the rest. */
function Figures() {
  const { rest: untaken, decided } = usePoliciesTraffic()
  const rest = untaken()
  if (rest === null) return null
  return (
    <span className="flex gap-2 text-caption text-muted tabular-nums max-lg:w-full max-lg:pl-7 lg:pr-42.25 lg:font-mono">
      <span className="lg:w-18 lg:text-right" title={`The ${decided.noun}s that no policy takes`}>
        {rate(rest.rate, decided.unit)}
      </span>
      <span className="lg:w-12 lg:text-right" title={`Its share of the ${decided.noun}s of the listener`}>
        {rest.share === null ? '–' : `${Math.round(rest.share * 100)} %`}
      </span>
    </span>
  )
}

/** Where everything goes that no policy takes. It stands last and can not be moved. */
export function DefaultCard({
  graph,
  listener,
  isAlone,
}: {
  readonly graph: Graph
  readonly listener: Listener
  /** There is no policy above it. */
  readonly isAlone: boolean
}) {
  const pool = graph.pools.find((one) => one.id === listener.default_pool_id)
  const Mark = pool ? Server : CircleOff
  return (
    <section
      aria-label="Default"
      className="flex flex-wrap items-center gap-x-3 gap-y-0.5 rounded-surface border border-line-strong border-dashed py-2.5 pr-2 pl-3"
    >
      <Mark className="size-4 shrink-0 text-faint" aria-hidden />
      <p className="min-w-0 flex-1">
        <span className="font-medium text-caption text-faint uppercase tracking-wide">
          {isAlone ? 'Always' : 'Otherwise'}
        </span>{' '}
        {pool ? (
          <>
            send to the default pool{' '}
            <Link
              href={links.pool(graph.load_balancer.id, pool.id)}
              className="font-medium text-accent-text underline-offset-2 hover:underline"
            >
              {poolName(pool)}
            </Link>
            <PoolTrouble pool={pool} />
          </>
        ) : (
          <>
            answer <span className="font-mono">503</span>: the listener has no default pool
          </>
        )}
      </p>
      <Figures />
    </section>
  )
}
