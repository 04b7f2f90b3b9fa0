'use client'

import type { Abilities } from 'model/contract/report'
import { ResourceForm } from '../forms/resource-form.tsx'
import { RadioCards } from '../ui/radio-cards.tsx'
import { nameOf } from './draft.ts'
import type { Wizard } from './use-wizard.ts'

const choices = [
  { value: 'check', label: 'Check the members', help: 'A member that fails is taken out until it works again.' },
  {
    value: 'skip',
    label: 'No health monitor',
    help: 'Every member gets traffic, whether it works or not. A monitor can be added later.',
  },
] as const

export function MonitorStep({ wizard, abilities }: { readonly wizard: Wizard; readonly abilities: Abilities | null }) {
  const { draft } = wizard
  return (
    <div className="grid gap-5">
      <RadioCards
        label="Health checks"
        value={draft.hasMonitor ? 'check' : 'skip'}
        choices={choices}
        columns={2}
        onChange={(value) => wizard.change((before) => ({ ...before, hasMonitor: value === 'check' }))}
      />
      {draft.hasMonitor && (
        <ResourceForm
          kind="health_monitor"
          mode="create"
          values={{ ...draft.health_monitor, name: nameOf(draft, 'health_monitor') }}
          issues={wizard.shown}
          surroundings={{ abilities, poolProtocol: draft.pool['protocol'] }}
          onChange={(patch) => wizard.set('health_monitor', patch)}
          onLeave={wizard.leave}
        />
      )}
    </div>
  )
}
