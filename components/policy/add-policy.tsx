'use client'

import { ChevronDown, Plus } from 'lucide-react'
import type { Listener } from 'model/resources/listener'
import { Button } from '../ui/button.tsx'
import { Menu, MenuItem } from '../ui/menu.tsx'
import type { PolicyDraft } from './draft.ts'
import { templatesFor } from './templates.ts'

/** Opens the panel: empty, or filled in for something that people often come for. */
export function AddPolicy({
  listener,
  onAdd,
}: {
  readonly listener: Listener
  readonly onAdd: (draft: PolicyDraft | null) => void
}) {
  return (
    <>
      <Menu
        trigger={
          <Button>
            From a template
            <ChevronDown className="max-sm:hidden" aria-hidden />
          </Button>
        }
      >
        {templatesFor(listener).map(({ id, label, help, make }) => (
          <MenuItem key={id} className="max-w-80 flex-col items-start gap-0 py-1.5" onSelect={() => onAdd(make())}>
            <span className="font-medium">{label}</span>
            <span className="text-caption text-muted">{help}</span>
          </MenuItem>
        ))}
      </Menu>
      <Button look="primary" onClick={() => onAdd(null)}>
        <Plus className="max-sm:hidden" aria-hidden />
        Add policy
      </Button>
    </>
  )
}
