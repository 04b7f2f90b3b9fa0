'use client'

import { Ellipsis, Pencil, Power, Trash2 } from 'lucide-react'
import type { ResourceKind } from 'model/resources/index'
import { changeCall } from '../forms/row-calls.ts'
import { toastChange } from '../forms/shown-calls.ts'
import { type ChangedRow, titleOf, useUpdate } from '../forms/use-changes.ts'
import { thing } from '../resource-words.ts'
import { IconButton } from '../ui/button.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'

/** Switches a resource on or off; it can be taken back for ten seconds. */
export function useAdminState(loadbalancer_id: string) {
  const update = useUpdate(loadbalancer_id)
  return (kind: ResourceKind, row: ChangedRow, admin_state_up: boolean) => {
    const back = () =>
      update.mutate({ kind, row: { ...row, admin_state_up }, patch: { admin_state_up: !admin_state_up } })
    update.mutate(
      { kind, row, patch: { admin_state_up } },
      {
        onSuccess: () =>
          toastChange(`${titleOf(kind, row)} is ${admin_state_up ? 'enabled' : 'disabled'}`, {
            undo: back,
            calls: [changeCall(kind, row, { admin_state_up })],
          }),
      },
    )
  }
}

/** What can be done to a row of a table. */
export function RowActions({
  kind,
  row,
  loadbalancer_id,
  onEdit,
  onDelete,
}: {
  readonly kind: ResourceKind
  readonly row: ChangedRow
  readonly loadbalancer_id: string
  readonly onEdit: () => void
  readonly onDelete: () => void
}) {
  const setAdminState = useAdminState(loadbalancer_id)
  const isUp = row['admin_state_up'] === true
  const what = thing(kind)
  return (
    <Menu
      trigger={
        <IconButton
          label={`Actions of ${titleOf(kind, row)}`}
          size="iconSmall"
          disabled={row['provisioning_status'] === 'PENDING_DELETE'}
        >
          <Ellipsis aria-hidden />
        </IconButton>
      }
    >
      <MenuItem onSelect={onEdit}>
        <Pencil aria-hidden />
        Edit {what}
      </MenuItem>
      <MenuItem onSelect={() => setAdminState(kind, row, !isUp)}>
        <Power aria-hidden />
        {isUp ? 'Disable' : 'Enable'} {what}
      </MenuItem>
      <MenuSeparator />
      <MenuItem isDanger onSelect={onDelete}>
        <Trash2 aria-hidden />
        Delete {what}
      </MenuItem>
    </Menu>
  )
}
