import { CircleAlert } from 'lucide-react'
import type { Graph } from 'model/graph/graph'
import { unansweredReason } from 'model/statuses'
import Link from 'next/link'
import { titleOf } from '../forms/use-changes.ts'
import { linkTo } from '../links.ts'

/** Why the data plane does not run the last change, about which part, and what can be done. */
export function ReasonBanner({ graph }: { readonly graph: Graph }) {
  const refused = refusedParts(graph)
  if (refused.length === 0) return null
  const isUnanswered = refused.every((one) => one.reason === unansweredReason)
  return (
    <div role="alert" className="flex items-start gap-2.5 rounded-surface border border-bad-mark bg-bad-soft px-4 py-3">
      <CircleAlert className="mt-0.5 size-4 shrink-0 text-bad" aria-hidden />
      <div className="grid min-w-0 gap-1">
        <p className="font-medium text-bad">
          {isUnanswered ? 'The last change is not applied yet.' : 'The data plane refused the last change.'}
        </p>
        <ul className="grid gap-0.5">
          {refused.map(({ id, title, href, reason }) => (
            <li key={id} className="break-words">
              <Link href={href} className="font-medium underline underline-offset-2">
                {title}
              </Link>
              : {reason}
            </li>
          ))}
        </ul>
        <p className="text-muted">
          {isUnanswered
            ? 'What ran before goes on until then. Look after the engine; the change need not be made again.'
            : 'What ran before goes on. Change what is named here, or what stands in its way; it is tried again with the next change.'}
        </p>
      </div>
    </div>
  )
}

function refusedParts({ load_balancer, listeners, pools, members, health_monitors }: Graph) {
  const loadbalancer_id = load_balancer.id
  const rows = [
    ...listeners.map((row) => ({ kind: 'listener' as const, row, pool_id: null })),
    ...pools.map((row) => ({ kind: 'pool' as const, row, pool_id: null })),
    ...members.map((row) => ({ kind: 'member' as const, row, pool_id: row.pool_id })),
    ...health_monitors.map((row) => ({ kind: 'health_monitor' as const, row, pool_id: row.pool_id })),
  ]
  const refused = rows.filter(({ row }) => row.provisioning_status === 'ERROR' && row.status_reason)
  const own = { kind: 'load_balancer' as const, row: load_balancer, pool_id: null }
  const isOwn = load_balancer.provisioning_status === 'ERROR' && refused.length === 0
  return [...(isOwn ? [own] : []), ...refused].map(({ kind, row, pool_id }) => ({
    id: row.id,
    title: titleOf(kind, row),
    href: linkTo({ kind, id: row.id, loadbalancer_id, pool_id }),
    reason: row.status_reason ?? 'No reason was given.',
  }))
}
