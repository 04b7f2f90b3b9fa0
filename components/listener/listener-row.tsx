'use client'

import { type Graph, policiesOf } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import Link from 'next/link'
import { valueText } from '../forms/value-text.ts'
import { links } from '../links.ts'
import { countedBy } from '../live/counted.ts'
import { useCounters } from '../live/use-live.ts'
import { RowActions } from '../load-balancer/row-actions.tsx'
import { rateText } from '../load-balancer/traffic-text.ts'
import { takesPolicies } from '../policy/takes-policies.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { byteRate, count } from '../ui/format.ts'
import { OperatingStatusMark, ProvisioningStatusMark } from '../ui/status.tsx'
import { Cell, Row } from '../ui/table.tsx'
import { unserved } from './unserved.ts'

function NoPool({ protocol }: Pick<Listener, 'protocol'>) {
  const what = unserved(protocol)
  return what === null ? <span className="text-faint">–</span> : <span className="text-warn">None: {what}</span>
}

export function ListenerRow({
  graph,
  listener,
  onEdit,
  onDelete,
}: {
  readonly graph: Graph
  readonly listener: Listener
  readonly onEdit: () => void
  readonly onDelete: () => void
}) {
  const loadbalancer_id = graph.load_balancer.id
  const counters = useCounters({ kind: 'listener', id: listener.id })
  const pool = graph.pools.find((one) => one.id === listener.default_pool_id)
  return (
    <Row>
      <Cell className="whitespace-nowrap">
        <Button look="link" onClick={onEdit}>
          {listener.name || listener.id}
        </Button>
        {listener.maintenance && (
          <Badge tone="warn" className="ml-2">
            Maintenance
          </Badge>
        )}
      </Cell>
      <Cell className="whitespace-nowrap">{valueText('listener', 'protocol', listener.protocol)}</Cell>
      <Cell isNumeric>{listener.protocol_port}</Cell>
      <Cell className="whitespace-nowrap">
        {pool && (
          <Link href={links.pool(loadbalancer_id, pool.id)} className="text-accent-text hover:underline">
            {pool.name || pool.id}
          </Link>
        )}
        {!pool && <NoPool protocol={listener.protocol} />}
      </Cell>
      <Cell>
        {takesPolicies(listener.protocol) ? (
          <Link
            href={links.policies(loadbalancer_id, listener.id)}
            className="whitespace-nowrap text-accent-text hover:underline"
          >
            Policies <span className="font-mono tabular-nums">{policiesOf(graph, listener.id).length}</span>
          </Link>
        ) : (
          <span className="text-faint">–</span>
        )}
      </Cell>
      <Cell>
        <OperatingStatusMark status={listener.operating_status} />
      </Cell>
      <Cell>
        <ProvisioningStatusMark status={listener.provisioning_status} reason={listener.status_reason} />
      </Cell>
      <Cell isNumeric className="whitespace-nowrap">
        {rateText(counters, countedBy([listener]))}
      </Cell>
      <Cell isNumeric className="whitespace-nowrap">
        {count(counters?.active ?? 0)}
        {listener.connection_limit >= 0 && <span className="text-faint"> / {count(listener.connection_limit)}</span>}
      </Cell>
      <Cell isNumeric className="whitespace-nowrap">
        {byteRate(counters?.bytes_out ?? 0)}
      </Cell>
      <Cell className="text-right">
        <RowActions
          kind="listener"
          row={listener}
          loadbalancer_id={loadbalancer_id}
          onEdit={onEdit}
          onDelete={onDelete}
        />
      </Cell>
    </Row>
  )
}
