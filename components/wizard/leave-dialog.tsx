'use client'

import { DestructiveDialog } from '../ui/destructive-dialog.tsx'
import { useLeaveGuard } from './use-leave-guard.ts'

/** Asks before unsaved input is lost. */
export function LeaveDialog({ isDirty }: { readonly isDirty: boolean }) {
  const guard = useLeaveGuard(isDirty)
  return (
    <DestructiveDialog
      isOpen={guard.isAsking}
      onOpenChange={(isOpen) => {
        if (!isOpen) guard.stay()
      }}
      title="Leave without creating it?"
      description="What you have entered is only on this page, and would be lost."
      cancel="Stay on this page"
      action="Leave page"
      onConfirm={async () => guard.confirm()}
    />
  )
}
