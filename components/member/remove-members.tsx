'use client'

import type { Member } from 'model/resources/member'
import { withPort } from '../forms/address-text.ts'
import { CopyAs } from '../forms/copy-as.tsx'
import { removeCall } from '../forms/row-calls.ts'
import { useRemove } from '../forms/use-changes.ts'
import { countersOf } from '../live/live-store.ts'
import { useDetailSecond } from '../live/use-live.ts'
import { trafficText } from '../load-balancer/traffic-text.ts'
import { DestructiveDialog } from '../ui/destructive-dialog.tsx'
import { plural } from '../ui/format.ts'
import { toast } from '../ui/toast.tsx'
import { memberName } from './use-member-actions.ts'

/** Asks before members are removed: which, and what they carry now. */
export function RemoveMembers({
  members,
  loadbalancer_id,
  onClose,
  onRemoved,
}: {
  readonly members: readonly Member[]
  readonly loadbalancer_id: string
  readonly onClose: () => void
  readonly onRemoved: () => void
}) {
  const remove = useRemove(loadbalancer_id)
  const traffic = useTrafficOf(members)
  const [first] = members
  const what = members.length === 1 && first ? `member ${memberName(first)}` : plural(members.length, 'member')
  const word = members.length === 1 && first ? memberName(first) : String(members.length)
  return (
    <DestructiveDialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={`Remove ${what}?`}
      description="Its open connections are cut. Drain it first to let them end."
      losses={members.map((one) => ({
        key: one.id,
        label: memberName(one),
        detail: withPort(one.address, one.protocol_port),
      }))}
      traffic={traffic}
      confirmWord={traffic === null ? null : word}
      aside={<CopyAs calls={() => members.map((one) => removeCall('member', one))} />}
      action={members.length === 1 ? 'Remove member' : 'Remove members'}
      onConfirm={async () => {
        // One after the other: they are all changes of one load balancer, which takes one at a time.
        for (const row of members) await remove.mutateAsync({ kind: 'member', row })
        onRemoved()
        toast.done(`${what.charAt(0).toUpperCase()}${what.slice(1)} removed`)
      }}
    />
  )
}

function useTrafficOf(members: readonly Member[]): string | null {
  const second = useDetailSecond()
  if (second === null) return null
  const parts = members.flatMap((one) => countersOf(second, { kind: 'member', id: one.id }) ?? [])
  const sum = { requests: 0, connections: 0, datagrams_in: 0, active: 0 }
  for (const part of parts) {
    sum.requests += part.requests
    sum.connections += part.connections
    sum.datagrams_in += part.datagrams_in
    sum.active += part.active
  }
  return trafficText(sum)
}
