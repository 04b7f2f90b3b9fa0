'use client'

import { clock } from '../ui/format.ts'
import type { ChartSpec, Point } from './chart-data.ts'
import { useCrosshair } from './crosshair.ts'

/** Values at the crosshair, or the newest. Every value has its place, so that nothing jumps when digits come and go. */
export function ChartLegend({ spec, points }: { readonly spec: ChartSpec; readonly points: readonly Point[] }) {
  const at = useCrosshair()
  const point =
    at === null
      ? points.findLast((one) => one[spec.series[0]?.key ?? ''] !== null)
      : points.find((one) => one.at === at)
  return (
    <div className="flex min-h-5 flex-wrap items-center gap-x-3 text-caption">
      {spec.series.map((one) => (
        <span key={one.key} className="flex items-center gap-1.5">
          <span className="h-0.5 w-3 rounded-full" style={{ background: one.colour }} aria-hidden />
          <span className="text-muted">{one.label}</span>
          <span className="inline-block font-mono tabular-nums" style={{ minWidth: `${spec.valueLength}ch` }}>
            {valueText(spec, point?.[one.key])}
          </span>
        </span>
      ))}
    </div>
  )
}

/** The moment that the values of a legend are of. */
export function CrosshairTime() {
  const at = useCrosshair()
  return (
    <span className="ml-auto font-mono text-caption text-faint tabular-nums">{at === null ? 'now' : clock(at)}</span>
  )
}

function valueText(spec: ChartSpec, value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : spec.format(value)
}
