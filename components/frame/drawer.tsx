'use client'

import { Menu as MenuIcon } from 'lucide-react'
import * as DialogParts from 'radix-ui/dialog'
import { useState } from 'react'
import { IconButton } from '../ui/button.tsx'
import { scrimLooks } from '../ui/dialog.tsx'
import { Mark } from './mark.tsx'
import { RailLinks } from './rail.tsx'

/** The rail on a phone. */
export function Drawer() {
  const [isOpen, setOpen] = useState(false)
  return (
    <DialogParts.Root open={isOpen} onOpenChange={setOpen}>
      <DialogParts.Trigger asChild>
        <IconButton label="Menu" className="-ml-2 md:hidden">
          <MenuIcon aria-hidden />
        </IconButton>
      </DialogParts.Trigger>
      <DialogParts.Portal>
        <DialogParts.Overlay className={scrimLooks} />
        <DialogParts.Content
          aria-describedby={undefined}
          className="fixed inset-y-0 left-0 z-50 w-64 animate-slide-in-left border-r bg-surface shadow-float"
        >
          <DialogParts.Title className="flex h-12 items-center gap-2.5 px-4 font-medium text-section">
            <Mark className="size-6" />
            Fulcrum
          </DialogParts.Title>
          <RailLinks onGo={() => setOpen(false)} />
        </DialogParts.Content>
      </DialogParts.Portal>
    </DialogParts.Root>
  )
}
