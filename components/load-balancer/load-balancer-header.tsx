'use client'

import { Pencil, Power, Trash2 } from 'lucide-react'
import type { Graph } from 'model/graph/graph'
import { boundAddresses } from 'model/load-balancer/vip-addresses'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { EditPanel } from '../forms/panels.ts'
import { changeCall } from '../forms/row-calls.ts'
import { toastChange } from '../forms/shown-calls.ts'
import { useUpdate } from '../forms/use-changes.ts'
import { usePanel } from '../forms/use-panel.ts'
import { links } from '../links.ts'
import { MaintenanceBanner } from '../listener/maintenance-banner.tsx'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { OperatingStatusMark, ProvisioningStatusMark } from '../ui/status.tsx'
import { DeleteLoadBalancer } from './delete-load-balancer.tsx'
import { ReasonBanner } from './reason-banner.tsx'
import { useSurroundings } from './use-graph.tsx'

export function LoadBalancerHeader({ graph }: { readonly graph: Graph }) {
  const row = graph.load_balancer
  return (
    <>
      <PageHeader
        title={row.name || row.id}
        description={row.description || undefined}
        status={
          <>
            <ProvisioningStatusMark status={row.provisioning_status} reason={row.status_reason} />
            <OperatingStatusMark status={row.operating_status} />
            <Addresses addresses={boundAddresses(row)} />
          </>
        }
        actions={<Actions graph={graph} />}
      />
      <ReasonBanner graph={graph} />
      <MaintenanceBanner graph={graph} />
    </>
  )
}

function Addresses({ addresses }: { readonly addresses: readonly string[] }) {
  return (
    <ul className="flex flex-wrap gap-x-2" aria-label="Addresses">
      {addresses.map((address) => (
        <li key={address} className="flex items-center font-mono text-muted tabular-nums">
          {address}
          <CopyButton text={address} what={address} />
        </li>
      ))}
    </ul>
  )
}

function Actions({ graph }: { readonly graph: Graph }) {
  const row = graph.load_balancer
  const router = useRouter()
  const panel = usePanel('edit')
  const surroundings = useSurroundings()
  const update = useUpdate(row.id)
  const [isDeleting, setDeleting] = useState(false)
  const isGoing = row.provisioning_status === 'PENDING_DELETE'
  const toggle = (admin_state_up: boolean) =>
    update.mutate(
      { kind: 'load_balancer', row, patch: { admin_state_up } },
      {
        onSuccess: () =>
          toastChange(
            admin_state_up ? `${row.name || 'It'} takes traffic again` : `${row.name || 'It'} takes no traffic now`,
            {
              calls: [changeCall('load_balancer', row, { admin_state_up })],
              undo: () =>
                update.mutate({
                  kind: 'load_balancer',
                  row: { ...row, admin_state_up },
                  patch: { admin_state_up: !admin_state_up },
                }),
            },
          ),
      },
    )
  return (
    <>
      <Button onClick={() => panel.open('load-balancer')} disabled={isGoing}>
        <Pencil aria-hidden />
        Edit
      </Button>
      <Button onClick={() => toggle(!row.admin_state_up)} disabled={isGoing}>
        <Power aria-hidden />
        {row.admin_state_up ? 'Disable' : 'Enable'}
      </Button>
      <Button look="dangerQuiet" onClick={() => setDeleting(true)} disabled={isGoing}>
        <Trash2 aria-hidden />
        Delete
      </Button>
      {panel.value === 'load-balancer' && (
        <EditPanel kind="load_balancer" row={row} graph={graph} surroundings={surroundings} onClose={panel.close} />
      )}
      <DeleteLoadBalancer
        graph={graph}
        isOpen={isDeleting}
        onOpenChange={setDeleting}
        onDeleted={() => router.push(links.loadBalancers())}
      />
    </>
  )
}
