'use client'

import type { Graph } from 'model/graph/graph'
import type { HttpRequest } from 'model/l7/request'
import type { Overlap, Overlaps } from 'model/l7/shadow/overlaps'
import type { L7Policy } from 'model/resources/l7-policy'
import { useEffect, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { policyName } from '../names.ts'
import { servedIn } from './questions.ts'
import { requestLine } from './shadow-text.ts'
import { useShadowWorker } from './use-shadow-worker.ts'

export type OverlapsDialogProps = {
  readonly graph: Graph
  readonly policy: L7Policy
  readonly onWalk: (request: HttpRequest) => void
  readonly onClose: () => void
}

/** The policies that share requests with one, each with a request that both would take. */
export function OverlapsDialog({ graph, policy, onWalk, onClose }: OverlapsDialogProps) {
  const { ask, forget } = useShadowWorker()
  const [overlaps, setOverlaps] = useState<Overlaps | null>(null)
  useEffect(() => {
    const served = servedIn(graph, policy.listener_id)
    ask({ served, only: null, overlapsOf: policy.id }, (answer) => setOverlaps(answer.overlaps))
    return forget
  }, [graph, policy, ask, forget])
  const shared = { graph, onWalk }
  return (
    <Dialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={`Overlaps of policy ${policyName(policy)}`}
      description="Requests that it and another policy would take. The one that is tried first gets them."
      footer={
        <Button look="primary" onClick={onClose}>
          Done
        </Button>
      }
      className="max-w-160"
    >
      <div aria-live="polite" className="grid gap-4">
        {overlaps === null && <Skeleton className="h-20 w-full" />}
        {overlaps !== null && overlaps.earlier.length + overlaps.later.length === 0 && (
          <p className="text-muted">No other policy takes a request of this one.</p>
        )}
        {overlaps !== null && overlaps.earlier.length > 0 && (
          <Side {...shared} title="Tried before it, and takes some of its requests" overlaps={overlaps.earlier} />
        )}
        {overlaps !== null && overlaps.later.length > 0 && (
          <Side {...shared} title="Tried after it, and loses some requests to it" overlaps={overlaps.later} />
        )}
      </div>
    </Dialog>
  )
}

/** More of them say no more. */
const mostShown = 50

function Side({
  graph,
  title,
  overlaps,
  onWalk,
}: Pick<OverlapsDialogProps, 'graph' | 'onWalk'> & {
  readonly title: string
  readonly overlaps: readonly Overlap[]
}) {
  const policies = new Map(graph.l7_policies.map((one) => [one.id, one]))
  return (
    <section className="grid gap-2">
      <h3 className="font-medium">{title}</h3>
      <ul className="grid gap-2">
        {overlaps.slice(0, mostShown).map(({ policy_id, example }) => {
          const policy = policies.get(policy_id)
          return (
            policy && (
              <li key={policy_id} className="grid gap-0.5">
                <span>
                  <span className="font-mono text-muted tabular-nums">{policy.position}</span>{' '}
                  <span className="font-medium">{policyName(policy)}</span>
                </span>
                <span className="flex flex-wrap items-center gap-x-3 text-caption">
                  <span className="wrap-anywhere min-w-0 font-mono text-muted">{requestLine(example.request)}</span>
                  <Button look="link" className="text-caption" onClick={() => onWalk(example.request)}>
                    Walk this request
                  </Button>
                </span>
              </li>
            )
          )
        })}
      </ul>
      {overlaps.length > mostShown && <p className="text-muted">and {overlaps.length - mostShown} more</p>}
    </section>
  )
}
