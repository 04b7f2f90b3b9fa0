'use client'

import { Dialog } from '../ui/dialog.tsx'
import { Commands } from './commands.tsx'
import type { ApiCall } from './curl.ts'

export function CopyAsDialog({
  calls,
  openstack,
  onClose,
}: {
  readonly calls: readonly ApiCall[]
  readonly openstack?: string
  readonly onClose: () => void
}) {
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title="Copy as"
      description="The same change from a shell or a script."
      className="max-w-200"
    >
      <Commands calls={calls} {...(openstack === undefined ? {} : { openstack })} />
    </Dialog>
  )
}
