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
        margin={{ top: 6, right: 8, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="at"
          type="number"
          domain={[until - range * 60 + 1, until]}
          ticks={timeTicks(range, until)}
          tickFormatter={clock}
          tick={axisText}
          stroke="var(--line-strong)"
          tickLine={false}
          allowDataOverflow
        />
        <YAxis
          width={64}
          domain={[0, (highest: number) => Math.max(1, highest)]}
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
  const isStack = spec.shape === 'stack'
  return (
    <Area
      key={key}
      {...common}
      fill={colour}
      fillOpacity={isStack ? 0.35 : 0.14}
      {...(isStack ? { stackId: 'all' } : {})}
    />
  )
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
