'use client'

import type { SecondEvent } from 'model/contract/live'
import { memo, useCallback } from 'react'
import { totalOf } from '../live/live-store.ts'
import { useTraffic, useTrend } from '../live/use-live.ts'
import { rate } from '../ui/format.ts'
import { Sparkline } from '../ui/sparkline.tsx'

export type TrafficUnit = 'requests' | 'connections'

/** Requests where a listener reads HTTP, connections where none does. */
export const TrafficCell = memo(function TrafficCell({
  id,
  counts,
}: {
  readonly id: string
  readonly counts: TrafficUnit
}) {
  const now = useTraffic(id)
  const trend = useTrend(useCallback((second: SecondEvent) => totalOf(second, id)[counts], [id, counts]))
  return (
    <span className="flex items-center justify-end gap-3">
      <Sparkline values={trend} label={`${counts} per second, last minute`} className="max-lg:hidden" />
      <span className="w-24 whitespace-nowrap text-right font-mono tabular-nums">
        {now ? rate(now[counts], counts === 'requests' ? 'req' : 'conn') : '–'}
      </span>
    </span>
  )
})
