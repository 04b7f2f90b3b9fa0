'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../api.ts'
import { ApiError } from '../api-error.ts'
import { keys } from '../queries.ts'
import { toast } from '../ui/toast.tsx'
import { isSameOrder } from './order.ts'

type Reordering = { readonly order: readonly string[]; readonly seen: readonly string[] }
type Pending = Reordering & { readonly moved: ReadonlySet<string> }

/**
 * Changes the order of the policies of a listener, in one call that holds or does not. The new order shows at once and its moved
 * policies as applying, until the control plane has it; then their statuses tell.
 */
export function useReorder(loadbalancer_id: string, listener_id: string, stored: readonly string[]) {
  const client = useQueryClient()
  const [pending, setPending] = useState<Pending | null>(null)
  const mutation = useMutation({
    // One after the other: each says which order it has seen.
    scope: { id: `policy-order ${listener_id}` },
    mutationFn: ({ order, seen }: Reordering) => api.orderPolicies(listener_id, { l7policies: order, if_order: seen }),
    onError: (error) => {
      setPending(null)
      const isOvertaken = error instanceof ApiError && error.status === 409
      toast.failed(isOvertaken ? 'The order was not changed' : 'The policies are where they were', error)
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
    setPending({ order: next, seen, moved: new Set(moved) })
    mutation.mutate(
      { order: next, seen },
      { onSuccess: () => toast.done(said, { undo: () => undo({ order: seen, seen: next }, moved) }) },
    )
  }
  const undo = (back: Reordering, moved: readonly string[]) => {
    setPending({ ...back, moved: new Set(moved) })
    mutation.mutate(back)
  }
  return { order, moved: pending?.moved ?? noneMoved, reorder }
}

const noneMoved: ReadonlySet<string> = new Set()

function isSamePolicies(one: readonly string[], other: readonly string[]): boolean {
  const ids = new Set(one)
  return one.length === other.length && other.every((id) => ids.has(id))
}
