'use client'

import { TriangleAlert } from 'lucide-react'
import { type Graph, policiesOf, rulesOf } from 'model/graph/graph'
import type { ReactNode } from 'react'
import { useMemo } from 'react'
import { policyName } from '../names.ts'
import { servedIn } from './questions.ts'
import { requestLine, shadowSentence } from './shadow-text.ts'
import { useShadows } from './use-shadows.ts'

export type DraftShadowsProps = {
  readonly graph: Graph
  readonly listener_id: string
  /** The load balancer as it would be; null while there is nothing that could be saved. */
  readonly drafted: Graph | null
  /** Of the policy that is changed; null for a new one. */
  readonly policy_id: string | null
}

/** Says before a save that a policy would never match, and which others it would leave without traffic. */
export function DraftShadows({ graph, listener_id, drafted, policy_id }: DraftShadowsProps) {
  const isDrafted = drafted !== null
  const now = useMemo(() => (isDrafted ? servedIn(graph, listener_id) : null), [isDrafted, graph, listener_id])
  const then = useMemo(() => drafted && servedIn(drafted, listener_id), [drafted, listener_id])
  const before = useShadows(now)
  const after = useShadows(then)
  if (drafted === null) return null
  const stored = new Set(graph.l7_policies.map((one) => one.id))
  const policies = new Map(policiesOf(drafted, listener_id).map((one) => [one.id, one]))
  const isOwn = (id: string) => id === policy_id || !stored.has(id)
  const namedOf = (id: string) => {
    const policy = policies.get(id)
    return { name: policy && !isOwn(id) ? policyName(policy) : 'This policy', position: policy?.position ?? 0 }
  }
  const dead = [...after.values()].filter((one) => policies.has(one.policy_id))
  const own = dead.find((one) => isOwn(one.policy_id))
  const killed = dead.filter((one) => !isOwn(one.policy_id) && !before.has(one.policy_id))
  return (
    <div aria-live="polite" className="grid gap-2 empty:hidden">
      {own && (
        <Note>
          This policy would never match: {shadowSentence(own, rulesOf(drafted, own.policy_id), namedOf)}
          {own.example && (
            <>
              {' '}
              For example <span className="wrap-anywhere font-mono">{requestLine(own.example.request)}</span>
            </>
          )}
        </Note>
      )}
      {killed.length > 0 && (
        <Note>It would take all traffic of: {killed.map((one) => namedOf(one.policy_id).name).join(', ')}.</Note>
      )}
    </div>
  )
}

function Note({ children }: { readonly children: ReactNode }) {
  return (
    <p className="flex items-start gap-2 rounded-control bg-warn-soft px-3 py-2 text-warn">
      <TriangleAlert className="mt-0.5 size-4 shrink-0" aria-hidden />
      <span className="min-w-0">{children}</span>
    </p>
  )
}
