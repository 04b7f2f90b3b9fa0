'use client'

import { useQueryClient } from '@tanstack/react-query'
import { shortId } from 'model/short-id'
import { api } from '../api.ts'
import { CopyAs } from '../forms/copy-as.tsx'
import { removeCall } from '../forms/row-calls.ts'
import { useLive } from '../live/live-provider.tsx'
import { type LiveSnapshot, totalOf } from '../live/live-store.ts'
import { keys, patchedRows } from '../queries.ts'
import { DestructiveDialog } from '../ui/destructive-dialog.tsx'
import { plural, rate } from '../ui/format.ts'
import { toast } from '../ui/toast.tsx'
import type { ListRow } from './list-rows.ts'

/** Asks before load balancers go, with all that stands under them and what they carry now. */
export function DeleteLoadBalancers({
  rows,
  onClose,
  onDeleted,
}: {
  readonly rows: readonly ListRow[]
  readonly onClose: () => void
  readonly onDeleted?: () => void
}) {
  const { store } = useLive()
  const remove = useRemoval()
  const [first] = rows
  const traffic = trafficNow(store.read(), rows)
  const isOne = rows.length === 1
  const what = isOne ? 'load balancer' : plural(rows.length, 'load balancer')
  return (
    <DestructiveDialog
      isOpen={rows.length > 0}
      onOpenChange={(isOpen) => !isOpen && onClose()}
      title={isOne ? `Delete ${nameOf(first)}?` : `Delete ${what}?`}
      description="Their addresses stop answering as soon as the data plane has let go of them. This can not be undone."
      losses={rows.map((one) => ({
        key: one.row.id,
        label: nameOf(one),
        detail: [plural(one.listeners.length, 'listener'), plural(one.row.pools.length, 'pool')].join(', '),
      }))}
      traffic={traffic}
      confirmWord={traffic === null ? null : isOne ? nameOf(first) : `delete ${rows.length}`}
      aside={<CopyAs calls={() => rows.map(({ row }) => removeCall('load_balancer', row))} />}
      action={isOne ? 'Delete load balancer' : `Delete ${what}`}
      onConfirm={async () => {
        await remove(rows)
        onDeleted?.()
      }}
    />
  )
}

function nameOf(one: ListRow | undefined): string {
  return one ? one.row.name || shortId(one.row.id) : ''
}

/** What goes through them at this moment, in words; null when nothing does. */
function trafficNow({ seconds }: LiveSnapshot, rows: readonly ListRow[]): string | null {
  const latest = seconds.at(-1)
  if (!latest) return null
  const totals = rows.map((one) => totalOf(latest, one.row.id))
  const sumOf = (name: 'requests' | 'datagrams_in' | 'active') => totals.reduce((sum, one) => sum + one[name], 0)
  const [requests, datagrams, active] = [sumOf('requests'), sumOf('datagrams_in'), sumOf('active')]
  if (requests + datagrams + active === 0) return null
  const rates = [rate(requests, 'req'), ...(datagrams > 0 ? [rate(datagrams, 'dgram')] : [])]
  return `Right now: ${rates.join(', ')}, ${plural(active, 'open connection')}. They are cut.`
}

/** Marks the rows as deleting at once; one that is refused goes back to what it was, and the reason is shown. */
function useRemoval(): (rows: readonly ListRow[]) => Promise<void> {
  const client = useQueryClient()
  const mark = (id: string, provisioning_status: string) =>
    client.setQueriesData({ queryKey: keys.kind('load_balancer') }, (cached: unknown) =>
      patchedRows(cached, { id, changes: { provisioning_status } }),
    )
  return async (rows) => {
    const ends = await Promise.allSettled(
      rows.map(async ({ row }) => {
        mark(row.id, 'PENDING_DELETE')
        try {
          await api.load_balancer.remove(row.id, { cascade: true })
        } catch (error) {
          mark(row.id, row.provisioning_status)
          toast.failed(`${row.name || row.id} was not deleted`, error)
          throw error
        }
      }),
    )
    const deleted = ends.filter((end) => end.status === 'fulfilled').length
    if (deleted > 0) toast.done(`${plural(deleted, 'load balancer')} deleted`)
  }
}
