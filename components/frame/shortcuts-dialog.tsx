'use client'

import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { sections } from './sections.ts'

const shortcuts: readonly { readonly keys: string; readonly what: string }[] = [
  { keys: 'Ctrl K', what: 'Search or jump to anything' },
  { keys: '/', what: 'Filter the table, or search' },
  { keys: 'c', what: 'Create a load balancer' },
  ...sections.map((section) => ({ keys: section.keys, what: `Go to ${section.label.toLowerCase()}` })),
  { keys: '?', what: 'Show these shortcuts' },
  { keys: 'Esc', what: 'Close what is open' },
]

export function ShortcutsDialog({
  isOpen,
  onOpenChange,
}: {
  readonly isOpen: boolean
  readonly onOpenChange: (isOpen: boolean) => void
}) {
  return (
    <Dialog isOpen={isOpen} onOpenChange={onOpenChange} title="Keyboard shortcuts">
      <dl className="grid gap-1">
        {shortcuts.map(({ keys, what }) => (
          <div key={keys} className="flex h-8 items-center justify-between">
            <dt>{what}</dt>
            <dd className="flex gap-1">
              {keys.split(' ').map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
