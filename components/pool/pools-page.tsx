'use client'

import { Plus } from 'lucide-react'
import { type Graph, membersOf } from 'model/graph/graph'
import type { Pool } from 'model/resources/pool'
import { useState } from 'react'
import { withPort } from '../forms/address-text.ts'
import { CreatePanel, EditPanel } from '../forms/panels.ts'
import { usePanel } from '../forms/use-panel.ts'
import { DeleteResource } from '../load-balancer/delete-resource.tsx'
import { useGraph, useSurroundings } from '../load-balancer/use-graph.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { HeadCell, Table, TableHead } from '../ui/table.tsx'
import { PoolRow } from './pool-row.tsx'

/** The pools of a load balancer, with or without a listener that uses them. */
export function PoolsPage() {
  const graph = useGraph()
  const panel = usePanel('edit-pool')
  const [doomedId, setDoomedId] = useState<string | null>(null)
  const doomed = graph.pools.find((one) => one.id === doomedId)
  return (
    <div className="grid gap-3">
      <div className="flex justify-end">
        <Button look="primary" onClick={() => panel.open('new')}>
          <Plus aria-hidden />
          Add pool
        </Button>
      </div>
      {graph.pools.length === 0 ? (
        <EmptyState title="No pools">
          A pool is a group of servers, its members, that share the traffic of a listener.
        </EmptyState>
      ) : (
        <Table label="Pools">
          <TableHead>
            <HeadCell>Name</HeadCell>
            <HeadCell>Protocol</HeadCell>
            <HeadCell>Algorithm</HeadCell>
            <HeadCell>Persistence</HeadCell>
            <HeadCell>Members</HeadCell>
            <HeadCell>Monitor</HeadCell>
            <HeadCell>Health</HeadCell>
            <HeadCell>Provisioning</HeadCell>
            <HeadCell isNumeric>Rate</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </TableHead>
          <tbody>
            {graph.pools.map((pool) => (
              <PoolRow
                key={pool.id}
                graph={graph}
                pool={pool}
                onEdit={() => panel.open(pool.id)}
                onDelete={() => setDoomedId(pool.id)}
              />
            ))}
          </tbody>
        </Table>
      )}
      <PoolPanel value={panel.value} onClose={panel.close} />
      {doomed && <DeletePool graph={graph} pool={doomed} onClose={() => setDoomedId(null)} />}
    </div>
  )
}

/** Edits the pool that `value` names, or adds one when it is `new`. */
export function PoolPanel({ value, onClose }: { readonly value: string | null; readonly onClose: () => void }) {
  const graph = useGraph()
  const surroundings = useSurroundings()
  const pool = graph.pools.find((one) => one.id === value)
  const user = graph.listeners.find((one) => one.default_pool_id === value)
  if (pool) {
    return (
      <EditPanel
        kind="pool"
        row={pool}
        graph={graph}
        surroundings={user ? { ...surroundings, listenerProtocol: user.protocol } : surroundings}
        onClose={onClose}
      />
    )
  }
  if (value !== 'new') return null
  return (
    <CreatePanel
      kind="pool"
      graph={graph}
      surroundings={surroundings}
      start={{ protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN' }}
      parents={{ loadbalancer_id: graph.load_balancer.id }}
      onClose={onClose}
    />
  )
}

export function DeletePool({
  graph,
  pool,
  onClose,
  onDeleted,
}: {
  readonly graph: Graph
  readonly pool: Pool
  readonly onClose: () => void
  readonly onDeleted?: () => void
}) {
  const users = graph.listeners.filter((one) => one.default_pool_id === pool.id)
  const monitors = graph.health_monitors.filter((one) => one.pool_id === pool.id)
  return (
    <DeleteResource
      kind="pool"
      row={pool}
      loadbalancer_id={graph.load_balancer.id}
      description={
        users.length === 0
          ? 'No listener uses it.'
          : `Clients of ${users.map((one) => `listener ${one.name || one.protocol_port}`).join(' and ')} are not served until it has another pool.`
      }
      losses={[
        ...membersOf(graph, pool.id).map((one) => ({
          key: one.id,
          label: `Member ${one.name || one.id}`,
          detail: withPort(one.address, one.protocol_port),
        })),
        ...monitors.map((one) => ({ key: one.id, label: `Health monitor ${one.name || one.id}`, detail: one.type })),
      ]}
      onClose={onClose}
      {...(onDeleted ? { onDeleted } : {})}
    />
  )
}
