'use client'

import { ResourceForm } from '../forms/resource-form.tsx'
import { nameOf } from './draft.ts'
import type { Wizard } from './use-wizard.ts'

const drawnElsewhere = ['default_pool_id']

export function ListenerStep({ wizard }: { readonly wizard: Wizard }) {
  return (
    <ResourceForm
      kind="listener"
      mode="create"
      values={{ ...wizard.draft.listener, name: nameOf(wizard.draft, 'listener') }}
      issues={wizard.shown}
      without={drawnElsewhere}
      onChange={(patch) => wizard.set('listener', patch)}
      onLeave={wizard.leave}
    />
  )
}
