'use client'

import type { Graph } from 'model/graph/graph'
import type { Listener } from 'model/resources/listener'
import { useUpdate } from '../forms/use-changes.ts'
import { Button } from '../ui/button.tsx'

/** Says how the policies of a listener without advanced forwarding are ordered, and how to order them oneself. */
export function AutomaticOrder({ graph, listener }: { readonly graph: Graph; readonly listener: Listener }) {
  const update = useUpdate(graph.load_balancer.id)
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-control border bg-surface px-3 py-2">
      <p className="min-w-0 text-muted">
        The order follows from the conditions: hosts before paths alone, exact paths before prefixes before patterns,
        the longer before the shorter. With advanced forwarding you order them yourself; they begin as they stand now.
      </p>
      <Button
        size="small"
        isBusy={update.isPending}
        onClick={() => update.mutate({ kind: 'listener', row: listener, patch: { enhance_l7policy_enable: true } })}
      >
        Switch advanced forwarding on
      </Button>
    </div>
  )
}
