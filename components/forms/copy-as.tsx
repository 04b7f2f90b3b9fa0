'use client'

import { Terminal } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import type { ApiCall } from './curl.ts'

const Commands = dynamic(() => import('./commands.tsx').then((one) => one.Commands))

/** The same change as commands: what can be clicked can be scripted. */
export function CopyAs({
  calls,
  openstack,
}: {
  readonly calls: () => readonly ApiCall[]
  readonly openstack?: () => string
}) {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button look="ghost" onClick={() => setOpen(true)}>
        <Terminal aria-hidden />
        Copy as
      </Button>
      <Dialog
        isOpen={isOpen}
        onOpenChange={setOpen}
        title="Copy as"
        description="The same change from a shell or a script."
        className="max-w-200"
      >
        <Commands calls={calls()} {...(openstack ? { openstack: openstack() } : {})} />
      </Dialog>
    </>
  )
}
