'use client'

import type { ResourceKind } from 'model/resources/index'
import type { ReactNode } from 'react'
import { CopyAs } from '../forms/copy-as.tsx'
import { removeCall } from '../forms/row-calls.ts'
import { type ChangedRow, titleOf, useRemove } from '../forms/use-changes.ts'
import { useCounters } from '../live/use-live.ts'
import { DestructiveDialog, type DestructiveDialogProps } from '../ui/destructive-dialog.tsx'
import { toast } from '../ui/toast.tsx'
import { trafficText } from './traffic-text.ts'

/** Asks before a listener, a pool, a member or a monitor is deleted: what dies with it, and what it carries now. */
export function DeleteResource({
  kind,
  row,
  loadbalancer_id,
  description,
  losses,
  onClose,
  onDeleted,
}: {
  readonly kind: ResourceKind
  readonly row: ChangedRow
  readonly loadbalancer_id: string
  readonly description: ReactNode
  readonly losses?: NonNullable<DestructiveDialogProps['losses']>
  readonly onClose: () => void
  readonly onDeleted?: () => void
}) {
  const remove = useRemove(loadbalancer_id)
  const isSampled = kind === 'listener' || kind === 'pool' || kind === 'member'
  const counters = useCounters({ kind: isSampled ? kind : 'listener', id: row.id })
  const traffic = trafficText(counters)
  const title = titleOf(kind, row)
  return (
    <DestructiveDialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={`Delete ${title.charAt(0).toLowerCase()}${title.slice(1)}?`}
      description={description}
      losses={losses ?? []}
      traffic={traffic}
      confirmWord={traffic === null ? null : row.name || row.id}
      aside={<CopyAs calls={() => [removeCall(kind, row)]} />}
      action={`Delete ${kind.replace('_', ' ')}`}
      onConfirm={async () => {
        await remove.mutateAsync({ kind, row })
        toast.done(`${title} is being deleted`)
        onDeleted?.()
      }}
    />
  )
}
