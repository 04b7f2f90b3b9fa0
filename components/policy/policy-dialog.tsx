import type { Graph } from 'model/graph/graph'
import type { HttpRequest } from 'model/l7/request'
import { CopyDialog } from './copy-dialog.tsx'
import { DeletePolicies } from './delete-policies.tsx'
import type { PolicyEntry } from './entries.ts'
import { MoveDialog } from './move-dialog.tsx'
import { MovePreview } from './move-preview.tsx'
import { policyName } from './names.ts'
import { OverlapsDialog } from './shadow/overlaps-dialog.tsx'

export type DialogKind = 'move' | 'copy' | 'remove' | 'overlaps'

/** The dialog about some of the policies that is open. */
export function PolicyDialog({
  graph,
  what,
  entries,
  ids,
  position,
  order,
  onMove,
  onWalk,
  onDeleted,
  onClose,
}: {
  readonly graph: Graph
  readonly what: DialogKind
  /** One at least. */
  readonly entries: readonly PolicyEntry[]
  /** Their ids, the same array from draw to draw. */
  readonly ids: readonly string[]
  readonly position: number
  /** The ids of all policies of the listener. */
  readonly order: readonly string[]
  readonly onMove: (position: number) => void
  readonly onWalk: (request: HttpRequest) => void
  readonly onDeleted: () => void
  readonly onClose: () => void
}) {
  const [first] = entries
  if (!first) return null
  if (what === 'copy') return <CopyDialog graph={graph} entry={first} onClose={onClose} />
  if (what === 'overlaps')
    return <OverlapsDialog graph={graph} policy={first.policy} onWalk={onWalk} onClose={onClose} />
  if (what === 'move') {
    const names = entries.map((one) => policyName(one.policy))
    const place = { loadbalancer_id: graph.load_balancer.id, listener_id: first.policy.listener_id }
    return (
      <MoveDialog
        names={names}
        position={position}
        total={order.length}
        preview={(to) => <MovePreview {...place} order={order} ids={ids} position={to} />}
        onMove={onMove}
        onClose={onClose}
      />
    )
  }
  return (
    <DeletePolicies
      entries={entries}
      loadbalancer_id={graph.load_balancer.id}
      onClose={onClose}
      onDeleted={onDeleted}
    />
  )
}
