'use client'

import { useState } from 'react'
import type { Network } from '../api-answers.ts'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { RadioCards } from '../ui/radio-cards.tsx'
import { Select } from '../ui/select.tsx'
import { toast } from '../ui/toast.tsx'
import { createNetworkCall, createSubnetCall, type SubnetDraft } from './network-calls.ts'
import { NetworkSheet } from './network-sheet.tsx'

type TextField = {
  readonly name: keyof SubnetDraft
  readonly label: string
  readonly help: string
  readonly isMono: boolean
}

const texts: readonly TextField[] = [
  { name: 'name', label: 'Name', help: 'How people and commands call it.', isMono: false },
  {
    name: 'cidr',
    label: 'Range',
    help: 'Addresses that the engine’s machine has or can take: 192.168.1.0/24.',
    isMono: true,
  },
  { name: 'gateway_ip', label: 'Gateway', help: 'Never given out. Leave it empty if there is none.', isMono: true },
  {
    name: 'start',
    label: 'First address given out',
    help: 'Leave both empty to give out all of the range.',
    isMono: true,
  },
  { name: 'end', label: 'Last address given out', help: 'Others of the range can be asked for by name.', isMono: true },
]

/** `allocation_pools` is two fields here. */
const fieldOf = (name: keyof SubnetDraft) => (name === 'start' || name === 'end' ? 'allocation_pools' : name)

export function CreateSubnet({
  networks,
  onClose,
}: {
  readonly networks: readonly Network[]
  readonly onClose: () => void
}) {
  const [chosen, setDraft] = useState<SubnetDraft>({
    name: '',
    network_id: '',
    cidr: '',
    gateway_ip: '',
    start: '',
    end: '',
  })
  // The panel may be open before the networks are known.
  const draft = { ...chosen, network_id: chosen.network_id || (networks[0]?.id ?? '') }
  return (
    <NetworkSheet
      title="Create subnet"
      description="A range of addresses that load balancers, or floating IPs, are given."
      action="Create subnet"
      call={() => createSubnetCall(draft)}
      fields={['name', 'network_id', 'cidr', 'gateway_ip', 'allocation_pools']}
      onDone={() => toast.done(`Subnet ${draft.name || draft.cidr} is there`)}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <Field
            label="Network"
            help="Floating IPs come from subnets of external networks."
            error={errorOf('network_id')}
          >
            {(control) => (
              <Select
                {...control}
                value={draft.network_id}
                options={networks.map((one) => ({
                  value: one.id,
                  label: one.name || one.id,
                  help: one['router:external'] ? 'External' : undefined,
                }))}
                onChange={(network_id) => setDraft({ ...draft, network_id })}
              />
            )}
          </Field>
          {texts.map(({ name, label, help, isMono }) => (
            <Field key={name} label={label} help={help} error={name === 'end' ? undefined : errorOf(fieldOf(name))}>
              {(control) => (
                <Input
                  {...control}
                  isMono={isMono}
                  autoComplete="off"
                  spellCheck={false}
                  value={draft[name]}
                  onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
                />
              )}
            </Field>
          ))}
        </>
      )}
    </NetworkSheet>
  )
}

const networkKinds = [
  { value: 'internal', label: 'Internal', help: 'Load balancers take their addresses from it.' },
  { value: 'external', label: 'External', help: 'Floating IPs are taken from it.' },
] as const

export function CreateNetwork({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('')
  const [kind, setKind] = useState<'internal' | 'external'>('internal')
  return (
    <NetworkSheet
      title="Create network"
      description="Subnets that belong together: a load balancer may have an address in each of them."
      action="Create network"
      call={() => createNetworkCall(name, kind === 'external')}
      fields={['name']}
      onDone={() => toast.done(`Network ${name} is there`)}
      onClose={onClose}
    >
      {(errorOf) => (
        <>
          <Field label="Name" help="How people and commands call it." error={errorOf('name')}>
            {(control) => (
              <Input {...control} autoComplete="off" value={name} onChange={(event) => setName(event.target.value)} />
            )}
          </Field>
          <RadioCards label="Kind" value={kind} choices={networkKinds} onChange={setKind} />
        </>
      )}
    </NetworkSheet>
  )
}
