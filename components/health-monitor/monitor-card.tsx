'use client'

import { Plus } from 'lucide-react'
import { monitorOf } from 'model/graph/graph'
import { monitorKinds } from 'model/health-monitor/monitor-kinds'
import type { HealthMonitor } from 'model/resources/health-monitor'
import type { Pool } from 'model/resources/pool'
import { useState } from 'react'
import { CreatePanel, EditPanel } from '../forms/panels.ts'
import { usePanel } from '../forms/use-panel.ts'
import { valueText } from '../forms/value-text.ts'
import { DeleteResource } from '../load-balancer/delete-resource.tsx'
import { RowActions } from '../load-balancer/row-actions.tsx'
import { useGraph, useSurroundings } from '../load-balancer/use-graph.tsx'
import { Button } from '../ui/button.tsx'
import { OperatingStatusMark, ProvisioningStatusMark } from '../ui/status.tsx'
import { usualMonitor } from '../wizard/draft.ts'

/** How the members of a pool are checked. */
export function MonitorCard({ pool }: { readonly pool: Pool }) {
  const graph = useGraph()
  const surroundings = { ...useSurroundings(), poolProtocol: pool.protocol }
  const panel = usePanel('monitor')
  const [isDeleting, setDeleting] = useState(false)
  const monitor = monitorOf(graph, pool.id)
  const loadbalancer_id = graph.load_balancer.id
  return (
    <section className="grid gap-3" aria-label="Health monitor">
      <h2 className="font-medium text-section">Health monitor</h2>
      <div className="rounded-surface border bg-surface px-4 py-3">
        {monitor ? (
          <div className="flex items-start justify-between gap-4">
            <Summary monitor={monitor} />
            <RowActions
              kind="health_monitor"
              row={monitor}
              loadbalancer_id={loadbalancer_id}
              onEdit={() => panel.open('edit')}
              onDelete={() => setDeleting(true)}
            />
          </div>
        ) : (
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p className="text-muted">Nobody checks these members: they get traffic whether they work or not.</p>
            <Button onClick={() => panel.open('new')}>
              <Plus aria-hidden />
              Add health monitor
            </Button>
          </div>
        )}
      </div>
      {monitor && panel.value === 'edit' && (
        <EditPanel
          kind="health_monitor"
          row={monitor}
          graph={graph}
          surroundings={surroundings}
          onClose={panel.close}
        />
      )}
      {!monitor && panel.value === 'new' && (
        <CreatePanel
          kind="health_monitor"
          graph={graph}
          surroundings={surroundings}
          start={{ type: usualMonitor(pool.protocol), delay: 5, timeout: 3, max_retries: 2, max_retries_down: 3 }}
          parents={{ pool_id: pool.id }}
          pool_id={pool.id}
          onClose={panel.close}
        />
      )}
      {monitor && isDeleting && (
        <DeleteResource
          kind="health_monitor"
          row={monitor}
          loadbalancer_id={loadbalancer_id}
          description="Members that are down now get traffic again, because nobody checks them."
          onClose={() => setDeleting(false)}
        />
      )}
    </section>
  )
}

function Summary({ monitor }: { readonly monitor: HealthMonitor }) {
  return (
    <div className="grid gap-1">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">{monitor.name || valueText('health_monitor', 'type', monitor.type)}</span>
        <OperatingStatusMark status={monitor.operating_status} />
        <ProvisioningStatusMark status={monitor.provisioning_status} reason={monitor.status_reason} />
      </div>
      <p className="text-muted">{sentence(monitor)}</p>
    </div>
  )
}

/** "GET /health every 5 s, expects 200 within 3 s. Down after 3 failures, up after 2 successes." */
function sentence(monitor: HealthMonitor): string {
  const text = (name: 'http_method' | 'url_path' | 'expected_codes') => valueText('health_monitor', name, monitor[name])
  const { isHttp, label } = monitorKinds[monitor.type]
  const ask = isHttp ? `${label}: ${text('http_method')} ${text('url_path')}` : `${label}:`
  const answer = monitor.type === 'UDP-CONNECT' ? 'must not be refused within' : 'must answer within'
  const want = isHttp ? `expects ${text('expected_codes')} within` : answer
  return `${ask} every ${monitor.delay} s, ${want} ${monitor.timeout} s. Down after ${monitor.max_retries_down} failures, up after ${monitor.max_retries} successes.`
}
