'use client'

import { Plus } from 'lucide-react'
import { policiesOf } from 'model/graph/graph'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { CreatePanel, EditPanel } from '../forms/panels.ts'
import { usePanel } from '../forms/use-panel.ts'
import { DeleteResource } from '../load-balancer/delete-resource.tsx'
import { useGraph, useSurroundings } from '../load-balancer/use-graph.tsx'
import { policyName } from '../policy/names.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { HeadCell, Table, TableHead } from '../ui/table.tsx'
import { ListenerRow } from './listener-row.tsx'

const HttpsRedirectSwitch = dynamic(
  () => import('./https-redirect-switch.tsx').then((module) => module.HttpsRedirectSwitch),
  { ssr: false },
)

/** The listeners of a load balancer: how they are, what they carry, and everything that can be changed about them. */
export function ListenersPage() {
  const graph = useGraph()
  const panel = usePanel('listener')
  const [doomedId, setDoomedId] = useState<string | null>(null)
  const doomed = graph.listeners.find((one) => one.id === doomedId)
  return (
    <div className="grid gap-3">
      <div className="flex justify-end">
        <Button look="primary" onClick={() => panel.open('new')}>
          <Plus aria-hidden />
          Add listener
        </Button>
      </div>
      {graph.listeners.length === 0 ? (
        <EmptyState title="No listeners">
          A listener is the port and protocol that clients connect to. Without one the load balancer answers nobody.
        </EmptyState>
      ) : (
        <Table label="Listeners">
          <TableHead>
            <HeadCell>Name</HeadCell>
            <HeadCell>Protocol</HeadCell>
            <HeadCell isNumeric>Port</HeadCell>
            <HeadCell>Default pool</HeadCell>
            <HeadCell>Policies</HeadCell>
            <HeadCell>Health</HeadCell>
            <HeadCell>Provisioning</HeadCell>
            <HeadCell isNumeric>Rate</HeadCell>
            <HeadCell isNumeric>Connections</HeadCell>
            <HeadCell isNumeric>Out</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </TableHead>
          <tbody>
            {graph.listeners.map((listener) => (
              <ListenerRow
                key={listener.id}
                graph={graph}
                listener={listener}
                onEdit={() => panel.open(listener.id)}
                onDelete={() => setDoomedId(listener.id)}
              />
            ))}
          </tbody>
        </Table>
      )}
      <OpenPanel value={panel.value} onClose={panel.close} />
      {doomed && (
        <DeleteResource
          kind="listener"
          row={doomed}
          loadbalancer_id={graph.load_balancer.id}
          description={`Clients of port ${doomed.protocol_port} are cut off. Its pool stays.`}
          losses={policiesOf(graph, doomed.id).map((one) => ({ key: one.id, label: `Policy ${policyName(one)}` }))}
          onClose={() => setDoomedId(null)}
        />
      )}
    </div>
  )
}

function OpenPanel({ value, onClose }: { readonly value: string | null; readonly onClose: () => void }) {
  const graph = useGraph()
  const surroundings = useSurroundings()
  const listener = graph.listeners.find((one) => one.id === value)
  if (listener) {
    return (
      <EditPanel
        key={listener.id}
        kind="listener"
        row={listener}
        graph={graph}
        surroundings={surroundings}
        below={listener.protocol === 'TERMINATED_HTTPS' && <HttpsRedirectSwitch graph={graph} listener={listener} />}
        onClose={onClose}
      />
    )
  }
  if (value !== 'new') return null
  const taken = graph.listeners.map((one) => one.protocol_port)
  const protocol_port = [80, 443, 8080, 8443].find((port) => !taken.includes(port)) ?? null
  return (
    <CreatePanel
      kind="listener"
      graph={graph}
      surroundings={surroundings}
      start={{
        protocol: 'HTTP',
        protocol_port,
        insert_headers: { 'X-Forwarded-For': 'true' },
      }}
      parents={{ loadbalancer_id: graph.load_balancer.id }}
      onClose={onClose}
    />
  )
}
