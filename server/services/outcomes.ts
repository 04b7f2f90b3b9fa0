import type { Diagnostic } from 'model/contract/report'
import { type ChildKind, collectionOf, eachCollection, pathOf } from 'model/graph/graph'
import { operatingStatusesOf } from 'model/graph/status'
import type { ResourceKind } from 'model/resources/index'
import { isPending, unansweredReason } from 'model/statuses'
import { livingGraph } from '../store/graphs.ts'
import type { Stored } from '../store/rows.ts'
import type { StoredGraph } from '../store/stored-graph.ts'

// Pure: what a load balancer looks like after an engine has answered, or has not.

const longestReason = 2_000

type Row<K extends ResourceKind> = Stored<K>
type Each = <K extends ChildKind>(kind: K, row: Row<K>) => Row<K>

/** An engine runs this revision. `null` says that nothing is left of it. */
export function appliedGraph(stored: StoredGraph, revision: number): StoredGraph {
  const own = stored.load_balancer
  const isGone = (row: { readonly removed_in: number | null }) => row.removed_in !== null && row.removed_in <= revision
  const kept = withChildren(
    stored,
    (_, row) => row,
    (row) => !isGone(row),
  )
  const marks = {
    applied_revision: Math.max(own.applied_revision ?? 0, revision),
    settled_revision: Math.max(own.settled_revision ?? 0, revision),
  }
  // A newer change waits already: its own answer will say how things stand.
  if (revision < own.revision) return { ...kept, load_balancer: { ...own, ...marks } }
  const done = withChildren(kept, (_, row) => withStatuses(row, { provisioning_status: 'ACTIVE', status_reason: null }))
  return {
    ...done,
    load_balancer: { ...own, ...marks, provisioning_status: 'ACTIVE', status_reason: null, pending_since: null },
  }
}

/** An engine could not run this revision; what ran before goes on. */
export function refusedGraph(stored: StoredGraph, revision: number, diagnostics: readonly Diagnostic[]): StoredGraph {
  const own = stored.load_balancer
  const settled_revision = Math.max(own.settled_revision ?? 0, revision)
  if (revision < own.revision) return { ...stored, load_balancer: { ...own, settled_revision } }
  const reason = sentences(diagnostics) ?? 'The engine refused this change and did not say why.'
  const failed = failedGraph(stored, reason, (path) =>
    sentences(diagnostics.filter(({ about }) => isAbout(about, path))),
  )
  return { ...failed, load_balancer: { ...failed.load_balancer, settled_revision } }
}

/** Nobody answered in time. */
export function unansweredGraph(stored: StoredGraph): StoredGraph {
  return failedGraph(stored, unansweredReason, () => null)
}

function failedGraph(stored: StoredGraph, reason: string, reasonOf: (path: string) => string | null): StoredGraph {
  const applied = stored.load_balancer.applied_revision ?? 0
  const failed = withChildren(stored, (kind, row) => {
    const own = reasonOf(pathOf({ kind, id: row.id }))
    if (own !== null) return withStatuses(row, { provisioning_status: 'ERROR', status_reason: own })
    // The whole load balancer is applied or refused: what was changed beside the culprit does not run either.
    if (row.changed_in > applied) return withStatuses(row, { provisioning_status: 'ERROR', status_reason: reason })
    return isPending(row.provisioning_status) ? { ...row, provisioning_status: 'ACTIVE', status_reason: null } : row
  })
  return {
    ...failed,
    load_balancer: {
      ...stored.load_balancer,
      provisioning_status: 'ERROR',
      status_reason: reason,
      pending_since: null,
    },
  }
}

/** The same graph with every operating_status as its rows now say. What is on its way out keeps its last one. */
export function withOperatingStatuses(stored: StoredGraph, fullListeners: ReadonlySet<string>): StoredGraph {
  const isServed = stored.load_balancer.applied_revision !== null
  const statuses = operatingStatusesOf(livingGraph(stored), { isServed, fullListeners })
  const own = stored.load_balancer
  const statusOf = ({ id, operating_status }: Pick<Row<ResourceKind>, 'id' | 'operating_status'>) => ({
    operating_status: statuses.get(id) ?? operating_status,
  })
  const changed = withChildren(stored, (_, row) => withStatuses(row, statusOf(row)))
  return { ...changed, load_balancer: withStatuses(own, statusOf(own)) }
}

type Statuses = Pick<Row<ResourceKind>, 'provisioning_status' | 'operating_status' | 'status_reason'>

/** The very same row where nothing differs: most rows of a change do not, and who comes after has nothing to compare. */
function withStatuses<R extends Statuses>(row: R, statuses: Partial<Statuses>): R {
  const isSame = Object.entries(statuses).every(([name, value]) => row[name as keyof Statuses] === value)
  return isSame ? row : { ...row, ...statuses }
}

function withChildren(
  stored: StoredGraph,
  each: Each,
  keep: (row: { readonly removed_in: number | null }) => boolean = () => true,
): StoredGraph {
  const rows = (kind: ChildKind) =>
    (stored[collectionOf[kind]] as readonly Row<ChildKind>[]).filter(keep).map((row) => each(kind, row))
  // Each collection holds rows of its own kind.
  return { load_balancer: stored.load_balancer, ...eachCollection(rows) } as unknown as StoredGraph
}

function isAbout(about: string, path: string): boolean {
  return about === path || about.startsWith(`${path}/`)
}

function sentences(diagnostics: readonly Diagnostic[]): string | null {
  if (diagnostics.length === 0) return null
  const text = [...new Set(diagnostics.map(({ message }) => message))].join(' ')
  return text.length > longestReason ? `${text.slice(0, longestReason - 1)}…` : text
}
