'use client'

import { useQueryClient } from '@tanstack/react-query'
import type { Graph } from 'model/graph/graph'
import { api } from '../api.ts'
import { withPort } from '../forms/address-text.ts'
import { CopyAs } from '../forms/copy-as.tsx'
import { removeCall } from '../forms/row-calls.ts'
import { useTraffic } from '../live/use-live.ts'
import { keys } from '../queries.ts'
import { DestructiveDialog } from '../ui/destructive-dialog.tsx'
import { plural } from '../ui/format.ts'
import { toast } from '../ui/toast.tsx'
import { trafficText } from './traffic-text.ts'

/** Deletes a load balancer with everything under it, after saying what that is and what it carries. */
export function DeleteLoadBalancer({
  graph,
  isOpen,
  onOpenChange,
  onDeleted,
}: {
  readonly graph: Graph
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
  readonly onDeleted: () => void
}) {
  const client = useQueryClient()
  const row = graph.load_balancer
  const traffic = trafficText(useTraffic(row.id))
  const name = row.name || row.id
  return (
    <DestructiveDialog
      isOpen={isOpen}
      onOpenChange={onOpenChange}
      title={`Delete load balancer ${name}?`}
      description="Everything under it is deleted too. This can't be undone."
      losses={lossesOf(graph)}
      traffic={traffic}
      confirmWord={traffic === null ? null : name}
      aside={<CopyAs calls={() => [removeCall('load_balancer', row)]} />}
      action="Delete load balancer"
      onConfirm={async () => {
        await api.load_balancer.remove(row.id, { cascade: true })
        toast.done(`Load balancer ${name} is being deleted`)
        onDeleted()
        await client.invalidateQueries({ queryKey: keys.kind('load_balancer') })
      }}
    />
  )
}

function lossesOf(graph: Graph) {
  return [
    ...graph.listeners.map((one) => ({
      key: one.id,
      label: `Listener ${one.name || one.id}`,
      detail: `${one.protocol} ${one.protocol_port}`,
    })),
    ...graph.pools.map((one) => ({
      key: one.id,
      label: `Pool ${one.name || one.id}`,
      detail: plural(graph.members.filter((member) => member.pool_id === one.id).length, 'member'),
    })),
    ...graph.health_monitors.map((one) => ({
      key: one.id,
      label: `Health monitor ${one.name || one.id}`,
      detail: one.type,
    })),
    ...graph.members.map((one) => ({
      key: one.id,
      label: `Member ${one.name || one.id}`,
      detail: withPort(one.address, one.protocol_port),
    })),
  ]
}
