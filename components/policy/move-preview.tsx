'use client'

import { useMemo } from 'react'
import { WhatWillHappen } from '../forms/what-will-happen.tsx'
import { orderAfterMove } from './order.ts'
import { usePreview } from './use-preview.ts'

/** What HAProxy will do when policies are moved to a position. */
export function MovePreview({
  loadbalancer_id,
  listener_id,
  order,
  ids,
  position,
}: {
  readonly loadbalancer_id: string
  readonly listener_id: string
  readonly order: readonly string[]
  /** Those that move. */
  readonly ids: readonly string[]
  readonly position: number
}) {
  const wishes = useMemo(
    () => ({ order: { listener_id, l7policies: orderAfterMove(order, ids, position) } }),
    [listener_id, order, ids, position],
  )
  const { steps, isLoading } = usePreview(loadbalancer_id, wishes)
  return <WhatWillHappen steps={steps} isLoading={isLoading} />
}
