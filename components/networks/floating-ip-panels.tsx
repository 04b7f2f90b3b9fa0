'use client'

import { useQuery } from '@tanstack/react-query'
import { isIpv6 } from 'model/kit/addresses'
import { useState } from 'react'
import type { FloatingIp, Network } from '../api-answers.ts'
import { queries } from '../queries.ts'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { Select } from '../ui/select.tsx'
import { toast } from '../ui/toast.tsx'
import { associateCall, createFloatingIpCall } from './network-calls.ts'
import { NetworkSheet } from './network-sheet.tsx'

const nowhere = 'nowhere'

/** The VIPs that a floating IP can lead to. */
function useTargets() {
  const { data = [] } = useQuery(queries.loadBalancers())
  return data
    .filter((one) => one.vip_port_id !== null && one.vip_address !== null && !isIpv6(one.vip_address))
    .map((one) => ({ value: one.vip_port_id ?? '', label: one.name || one.id, help: one.vip_address ?? undefined }))
}

export function CreateFloatingIp({
  networks,
  onClose,
}: {
  readonly networks: readonly Network[]
  readonly onClose: () => void
}) {
  const external = networks.filter((one) => one['router:external'])
  const targets = useTargets()
  const [chosen, setChosen] = useState({ floating_network_id: '', port_id: '', description: '' })
  const set = (patch: Partial<typeof chosen>) => setChosen((before) => ({ ...before, ...patch }))
  // The panel may be open before the networks are known.
  const draft = { ...chosen, floating_network_id: chosen.floating_network_id || (external[0]?.id ?? '') }
  return (
    <NetworkSheet
      title="Create floating IP"
      description="An address that the project keeps, and that can lead to one load balancer after another."
      action="Create floating IP"
      call={() => createFloatingIpCall(draft)}
      fields={['floating_network_id', 'port_id', 'description']}
      onDone={() => toast.done('The floating IP is there')}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <Field
            label="Network"
            help="The address is the next free one of this external network."
            error={errorOf('floating_network_id')}
          >
            {(control) => (
              <Select
                {...control}
                value={draft.floating_network_id}
                options={external.map((one) => ({ value: one.id, label: one.name || one.id }))}
                onChange={(floating_network_id) => set({ floating_network_id })}
              />
            )}
          </Field>
          <Field
            label="Load balancer"
            help="Its listeners answer on the floating IP too, as soon as it is created."
            error={errorOf('port_id')}
          >
            {(control) => (
              <Select
                {...control}
                value={draft.port_id === '' ? nowhere : draft.port_id}
                options={[{ value: nowhere, label: 'None yet' }, ...targets]}
                onChange={(port_id) => set({ port_id: port_id === nowhere ? '' : port_id })}
              />
            )}
          </Field>
          <Field label="Description" error={errorOf('description')}>
            {(control) => (
              <Input
                {...control}
                value={draft.description}
                onChange={(event) => set({ description: event.target.value })}
              />
            )}
          </Field>
        </>
      )}
    </NetworkSheet>
  )
}

export function AssociateFloatingIp({ row, onClose }: { readonly row: FloatingIp; readonly onClose: () => void }) {
  const targets = useTargets()
  const [chosen, setChosen] = useState(row.port_id)
  const port_id = chosen ?? targets[0]?.value ?? ''
  const target = targets.find((one) => one.value === port_id)
  return (
    <NetworkSheet
      title={`Associate ${row.floating_ip_address}`}
      description="Traffic to the floating IP reaches the listeners of the load balancer at once. If it leads somewhere now, it stops there."
      action="Associate floating IP"
      call={() => associateCall(row.id, port_id)}
      fields={['port_id']}
      onDone={() => toast.done(`${row.floating_ip_address} leads to ${target?.label ?? 'the load balancer'}`)}
      onClose={onClose}
    >
      {(errorOf) => (
        <Field
          label="Load balancer"
          help={targets.length === 0 ? 'There is no load balancer with an IPv4 address.' : undefined}
          error={errorOf('port_id')}
        >
          {(control) => <Select {...control} value={port_id} options={targets} onChange={setChosen} />}
        </Field>
      )}
    </NetworkSheet>
  )
}
