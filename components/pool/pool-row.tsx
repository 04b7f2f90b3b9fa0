'use client'

import { type Graph, membersOf, monitorOf } from 'model/graph/graph'
import type { Pool } from 'model/resources/pool'
import Link from 'next/link'
import { valueText } from '../forms/value-text.ts'
import { links } from '../links.ts'
import { countedIn } from '../live/counted.ts'
import { useCounters } from '../live/use-live.ts'
import { RowActions } from '../load-balancer/row-actions.tsx'
import { rateText } from '../load-balancer/traffic-text.ts'
import { OperatingStatusMark, ProvisioningStatusMark } from '../ui/status.tsx'
import { Cell, Row } from '../ui/table.tsx'

export function PoolRow({
  graph,
  pool,
  onEdit,
  onDelete,
}: {
  readonly graph: Graph
  readonly pool: Pool
  readonly onEdit: () => void
  readonly onDelete: () => void
}) {
  const loadbalancer_id = graph.load_balancer.id
  const counters = useCounters({ kind: 'pool', id: pool.id })
  const members = membersOf(graph, pool.id)
  const monitor = monitorOf(graph, pool.id)
  const online = members.filter((one) => one.operating_status === 'ONLINE').length
  return (
    <Row>
      <Cell className="whitespace-nowrap">
        <Link href={links.pool(loadbalancer_id, pool.id)} className="font-medium text-accent-text hover:underline">
          {pool.name || pool.id}
        </Link>
      </Cell>
      <Cell className="whitespace-nowrap">{valueText('pool', 'protocol', pool.protocol)}</Cell>
      <Cell className="whitespace-nowrap">{valueText('pool', 'lb_algorithm', pool.lb_algorithm)}</Cell>
      <Cell className="whitespace-nowrap">{valueText('pool', 'session_persistence', pool.session_persistence)}</Cell>
      <Cell className="whitespace-nowrap tabular-nums">
        {monitor ? `${online} of ${members.length} online` : members.length}
      </Cell>
      <Cell className="whitespace-nowrap">{monitor ? valueText('health_monitor', 'type', monitor.type) : 'None'}</Cell>
      <Cell>
        <OperatingStatusMark status={pool.operating_status} />
      </Cell>
      <Cell>
        <ProvisioningStatusMark status={pool.provisioning_status} reason={pool.status_reason} />
      </Cell>
      <Cell isNumeric className="whitespace-nowrap">
        {rateText(counters, countedIn(graph, pool.id))}
      </Cell>
      <Cell className="text-right">
        <RowActions kind="pool" row={pool} loadbalancer_id={loadbalancer_id} onEdit={onEdit} onDelete={onDelete} />
      </Cell>
    </Row>
  )
}
