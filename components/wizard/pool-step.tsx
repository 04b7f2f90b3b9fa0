'use client'

import { ResourceForm } from '../forms/resource-form.tsx'
import { nameOf } from './draft.ts'
import type { Wizard } from './use-wizard.ts'

export function PoolStep({ wizard }: { readonly wizard: Wizard }) {
  return (
    <ResourceForm
      kind="pool"
      mode="create"
      values={{ ...wizard.draft.pool, name: nameOf(wizard.draft, 'pool') }}
      issues={wizard.shown}
      surroundings={{ listenerProtocol: wizard.draft.listener['protocol'] }}
      onChange={(patch) => wizard.set('pool', patch)}
      onLeave={wizard.leave}
    />
  )
}
