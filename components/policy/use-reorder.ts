'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { api } from '../api.ts'
import { ApiError } from '../api-error.ts'
import type { ApiCall } from '../forms/curl.ts'
import { toastChange } from '../forms/shown-calls.ts'
import { keys } from '../queries.ts'
import { toast } from '../ui/toast.tsx'
import { isSameOrder } from './order.ts'

type Reordering = { readonly order: readonly string[]; readonly seen: readonly string[] }
type Pending = Reordering & { readonly moved: ReadonlySet<string> }

/** Policies that were put back, and why. */
type Refused = { readonly ids: readonly string[]; readonly reason: string }

/**
 * Changes the order of the policies of a listener, in one call that holds or does not. The new order shows at once and its moved
 * policies as applying, until the data plane runs it. What it refuses goes back, and says why until the next move.
 */
export function useReorder(loadbalancer_id: string, listener_id: string, stored: readonly string[]) {
  const client = useQueryClient()
  const [pending, setPending] = useState<Pending | null>(null)
  const [refused, setRefused] = useState<Refused | null>(null)
  const mutation = useMutation({
    // One after the other: each says which order it has seen.
    scope: { id: `policy-order ${listener_id}` },
    mutationFn: ({ order, seen }: Pending) => api.orderPolicies(listener_id, { l7policies: order, if_order: seen }),
    onError: (error, { moved }) => {
      const issues = error instanceof ApiError ? error.issues : []
      const isOvertaken = issues.some((one) => one.about === 'if_order')
      toast.failed(isOvertaken ? 'The order was not changed' : 'The policies are where they were', error)
      const refusal = issues.find((one) => one.about === 'l7policies' && one.message !== '')
      if (refusal) setRefused({ ids: [...moved], reason: refusal.message })
    },
    onSettled: async (_answer, _error, { order }) => {
      await client.invalidateQueries({ queryKey: keys.graph(loadbalancer_id) })
      setPending((now) => (now !== null && isSameOrder(now.order, order) ? null : now))
    },
  })
  // What came or went meanwhile is in no order that was dropped.
  const order = pending !== null && isSamePolicies(pending.order, stored) ? pending.order : stored

  const reorder = (next: readonly string[], moved: readonly string[], said: string) => {
    if (isSameOrder(next, order)) return
    const seen = order
    const wanted = { order: next, seen, moved: new Set(moved) }
    make(wanted, () =>
      toastChange(said, {
        undo: () => make({ order: seen, seen: next, moved: wanted.moved }, () => {}),
        calls: [orderCall(listener_id, wanted)],
      }),
    )
  }
  const make = (wanted: Pending, onSuccess: () => void) => {
    setRefused(null)
    setPending(wanted)
    mutation.mutate(wanted, { onSuccess })
  }
  const refusals = useMemo(() => new Map(refused?.ids.map((id) => [id, refused.reason])), [refused])
  return { order, moved: pending?.moved ?? noneMoved, refusals, reorder }
}

/** As it is sent, for "Copy as". */
function orderCall(listener_id: string, { order, seen }: Reordering): ApiCall {
  const path = `/console/listeners/${listener_id}/policy-order`
  return { method: 'PUT', path, body: { l7policies: order, if_order: seen } }
}

const noneMoved: ReadonlySet<string> = new Set()

function isSamePolicies(one: readonly string[], other: readonly string[]): boolean {
  const ids = new Set(one)
  return one.length === other.length && other.every((id) => ids.has(id))
}
