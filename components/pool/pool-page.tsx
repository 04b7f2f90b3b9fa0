'use client'

import { Pencil, Trash2 } from 'lucide-react'
import { type Graph, listenersOf } from 'model/graph/graph'
import type { Pool } from 'model/resources/pool'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { usePanel } from '../forms/use-panel.ts'
import { valueText } from '../forms/value-text.ts'
import { MonitorCard } from '../health-monitor/monitor-card.tsx'
import { links } from '../links.ts'
import { useGraph } from '../load-balancer/use-graph.tsx'
import { MembersTable } from '../member/members-table.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { OperatingStatusMark, ProvisioningStatusMark } from '../ui/status.tsx'
import { DeletePool, PoolPanel } from './pools-page.tsx'

/** One pool: its members and the monitor that checks them. */
export function PoolPage({ pool_id }: { readonly pool_id: string }) {
  const graph = useGraph()
  const pool = graph.pools.find((one) => one.id === pool_id)
  if (!pool) {
    return (
      <EmptyState
        title="There is no such pool"
        action={
          <Button asChild>
            <Link href={links.pools(graph.load_balancer.id)}>All pools</Link>
          </Button>
        }
      >
        It was deleted, or it belongs to another load balancer.
      </EmptyState>
    )
  }
  return (
    <div className="grid min-w-0 gap-6">
      <PoolHeader graph={graph} pool={pool} />
      <MembersTable pool={pool} />
      <MonitorCard pool={pool} />
    </div>
  )
}

function PoolHeader({ graph, pool }: { readonly graph: Graph; readonly pool: Pool }) {
  const router = useRouter()
  const panel = usePanel('edit-pool')
  const [isDeleting, setDeleting] = useState(false)
  const isGoing = pool.provisioning_status === 'PENDING_DELETE'
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2">
      <div className="grid min-w-0 gap-0.5">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h2 className="min-w-0 break-words font-medium text-section">{pool.name || pool.id}</h2>
          <ProvisioningStatusMark status={pool.provisioning_status} reason={pool.status_reason} />
          <OperatingStatusMark status={pool.operating_status} />
        </div>
        <p className="text-muted">
          {[
            `${valueText('pool', 'protocol', pool.protocol)}${pool.tls_enabled ? ' over TLS' : ''}`,
            valueText('pool', 'lb_algorithm', pool.lb_algorithm),
            `persistence ${valueText('pool', 'session_persistence', pool.session_persistence).toLowerCase()}`,
          ].join(' · ')}
          <Users graph={graph} pool={pool} />
        </p>
      </div>
      <div className="flex gap-2">
        <Button onClick={() => panel.open(pool.id)} disabled={isGoing}>
          <Pencil aria-hidden />
          Edit pool
        </Button>
        <Button look="dangerQuiet" onClick={() => setDeleting(true)} disabled={isGoing}>
          <Trash2 aria-hidden />
          Delete pool
        </Button>
      </div>
      <PoolPanel value={panel.value} onClose={panel.close} />
      {isDeleting && (
        <DeletePool
          graph={graph}
          pool={pool}
          onClose={() => setDeleting(false)}
          onDeleted={() => router.push(links.pools(graph.load_balancer.id))}
        />
      )}
    </div>
  )
}

/** The listeners that send traffic here. */
function Users({ graph, pool }: { readonly graph: Graph; readonly pool: Pool }) {
  const users = listenersOf(graph, pool.id)
  if (users.length === 0) return <> · not used by a listener</>
  return (
    <>
      {' · used by '}
      {users.map((one, at) => (
        <span key={one.id}>
          {at > 0 && ', '}
          <Link
            href={links.listener(graph.load_balancer.id, one.id)}
            className="text-accent-text underline underline-offset-2"
          >
            {one.name || `${one.protocol} ${one.protocol_port}`}
          </Link>
        </span>
      ))}
    </>
  )
}
