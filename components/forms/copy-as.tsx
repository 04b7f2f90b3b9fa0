'use client'

import { Terminal } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { Button } from '../ui/button.tsx'
import type { ApiCall } from './curl.ts'

const CopyAsDialog = dynamic(() => import('./copy-as-dialog.tsx').then((one) => one.CopyAsDialog), { ssr: false })

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
      {isOpen && (
        <CopyAsDialog
          calls={calls()}
          {...(openstack ? { openstack: openstack() } : {})}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  )
}
