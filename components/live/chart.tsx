'use client'

import { memo, useContext, useEffect } from 'react'
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  useActiveTooltipLabel,
  useIsTooltipActive,
  XAxis,
  YAxis,
} from 'recharts'
import { clock } from '../ui/format.ts'
import { type ChartSeries, type ChartSpec, type Point, type Range, timeTicks } from './chart-data.ts'
import { CrosshairContext } from './crosshair.ts'

const axisText = { fill: 'var(--faint)', fontSize: 11, fontFamily: 'var(--font-geist-mono)' } as const

/** Half of "07:19:30", which stands in the middle under the last second when that is a round one. */
const labelRoom = 32

export type ChartProps = {
  readonly spec: ChartSpec
  readonly points: readonly Point[]
  readonly range: Range
  readonly until: number
  /** Charts with the same one share their crosshair. */
  readonly group: string
}

/** One chart: time to the right, nought at the bottom, gaps as gaps. Loaded only where a chart is shown. */
export const Chart = memo(function Chart({ spec, points, range, until, group }: ChartProps) {
  return (
    <ResponsiveContainer width="100%" height={148} initialDimension={{ width: 480, height: 148 }}>
      <ComposedChart
        data={points as Point[]}
        syncId={group}
        syncMethod="value"
        margin={{ top: 6, right: labelRoom, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="at"
          type="number"
          domain={[until - range * 60 + 1, until]}
          ticks={timeTicks(range, until)}
          tickFormatter={(at: number) => (range === 1 ? clock(at) : clock(at).slice(0, 5))}
          tick={axisText}
          stroke="var(--line-strong)"
          tickLine={false}
          allowDataOverflow
        />
        <YAxis
          width={64}
          domain={[0, 'auto']}
          allowDecimals={false}
          tickCount={4}
          tickFormatter={spec.format}
          tick={axisText}
          axisLine={false}
          tickLine={false}
        />
        <Tooltip content={() => null} cursor={{ stroke: 'var(--control)', strokeWidth: 1 }} isAnimationActive={false} />
        {spec.series.map((one) => mark(spec, one))}
        <CrosshairReporter />
      </ComposedChart>
    </ResponsiveContainer>
  )
})

function mark(spec: ChartSpec, { key, colour }: ChartSeries) {
  const common = {
    dataKey: key,
    stroke: colour,
    strokeWidth: 1.5,
    isAnimationActive: false,
    connectNulls: false,
    type: 'linear',
    activeDot: { r: 3, stroke: 'var(--surface)', strokeWidth: 1.5, fill: colour },
  } as const
  if (spec.shape === 'line') return <Line key={key} {...common} dot={false} />
  if (spec.shape === 'area') return <Area key={key} {...common} fill={colour} fillOpacity={0.14} />
  // Without an outline: the one of the topmost part would run along the sum, and look like it.
  return <Area key={key} {...common} strokeWidth={0} fill={colour} fillOpacity={0.8} stackId="all" />
}

/** Tells the legends where the pointer, or the arrow keys, are. */
function CrosshairReporter() {
  const crosshair = useContext(CrosshairContext)
  const label = useActiveTooltipLabel()
  const isActive = useIsTooltipActive()
  const at = isActive && typeof label === 'number' ? label : null
  useEffect(() => crosshair.move(at), [crosshair, at])
  return null
}
