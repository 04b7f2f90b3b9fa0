'use client'

import type { SecondEvent } from 'model/contract/live'
import type { Counted } from 'model/listener/protocols'
import { memo, useCallback } from 'react'
import { countedWords } from '../live/counted.ts'
import { totalOf } from '../live/live-store.ts'
import { useTraffic, useTrend } from '../live/use-live.ts'
import { rate } from '../ui/format.ts'
import { Sparkline } from '../ui/sparkline.tsx'

/** What says most about the load balancer's traffic. */
export const TrafficCell = memo(function TrafficCell({
  id,
  counts,
}: {
  readonly id: string
  readonly counts: Counted
}) {
  const now = useTraffic(id)
  const trend = useTrend(useCallback((second: SecondEvent) => totalOf(second, id)[counts], [id, counts]))
  return (
    <span className="flex items-center justify-end gap-3">
      <Sparkline
        values={trend}
        label={`${countedWords[counts].label} per second, last minute`}
        className="max-lg:hidden"
      />
      <span className="w-24 whitespace-nowrap text-right font-mono tabular-nums">
        {now ? rate(now[counts], countedWords[counts].unit) : '–'}
      </span>
    </span>
  )
})
