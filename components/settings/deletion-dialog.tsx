'use client'

import type { ApiCall } from '../forms/curl.ts'
import { useDirectoryDeed } from '../forms/use-deed.ts'
import { DestructiveDialog } from '../ui/destructive-dialog.tsx'
import { toast } from '../ui/toast.tsx'

/** Asks before something of the directory goes, and makes the call that takes it away. */
export function DeletionDialog({
  title,
  description,
  action,
  call,
  done,
  onClose,
}: {
  readonly title: string
  readonly description: string
  /** Verb and object. */
  readonly action: string
  readonly call: ApiCall
  /** What is said when it has gone. */
  readonly done: string
  readonly onClose: () => void
}) {
  const { run } = useDirectoryDeed()
  return (
    <DestructiveDialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={title}
      description={description}
      action={action}
      onConfirm={async () => {
        await run(call)
        toast.done(done)
      }}
    />
  )
}
