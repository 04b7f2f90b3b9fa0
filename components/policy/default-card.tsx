import { CircleOff, Server } from 'lucide-react'
import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import Link from 'next/link'
import { links } from '../links.ts'
import { poolName } from './names.ts'

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
      className="flex flex-wrap items-center gap-x-3 gap-y-0.5 rounded-surface border border-line-strong border-dashed px-3 py-2.5"
    >
      <Mark className="size-4 shrink-0 text-faint" aria-hidden />
      <p>
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
          </>
        ) : (
          <>
            answer <span className="font-mono">503</span>: the listener has no default pool
          </>
        )}
      </p>
    </section>
  )
}
