'use client'

import { ChartLine, Pause, Play, Table2 } from 'lucide-react'
import type { Counted } from 'model/listener/protocols'
import dynamic from 'next/dynamic'
import { useId, useMemo, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { classNames } from '../ui/class-names.ts'
import { clock } from '../ui/format.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import { useUrlState } from '../ui/use-url-state.ts'
import { type ChartSpec, cacheCharts, chartsOf, pointsOf, type Range, ranges, tlsCharts } from './chart-data.ts'
import { ChartLegend, CrosshairTime } from './chart-legend.tsx'
import { ChartTable } from './chart-table.tsx'
import { Crosshair, CrosshairContext } from './crosshair.ts'
import type { Scope } from './live-store.ts'
import { useSecondsEvery } from './use-live.ts'

// The chart library is a third of a page's weight: it comes after the page, into the place that is kept for it.
const Chart = dynamic(() => import('./chart.tsx').then((module) => module.Chart), {
  ssr: false,
  loading: () => <Skeleton className="h-37 w-full" />,
})

/** A pixel of the longest range is about two seconds wide. */
const redrawSeconds = { 1: 1, 5: 1, 15: 2 } as const satisfies Record<Range, number>

const allListeners: Scope = { kind: 'listener' }

export type TrafficChartsProps = {
  /** What its traffic is counted in. */
  readonly counted: Counted
  /** Of the load balancer of `useDetail`: one listener, pool or member; all listeners unless given. */
  readonly scope?: Scope
  /** Whether handshakes are shown, too. */
  readonly terminatesTls?: boolean
  /** Whether the cache is shown, too. */
  readonly keepsAnswers?: boolean
}

/** Live charts with one range, one crosshair and one pause. The range is in the URL. */
export function TrafficCharts({
  counted,
  scope = allListeners,
  terminatesTls = false,
  keepsAnswers = false,
}: TrafficChartsProps) {
  const group = useId()
  const [crosshair] = useState(() => new Crosshair())
  const [range, setRange] = useRange()
  const [isTable, setTable] = useState(false)
  const live = useSecondsEvery(redrawSeconds[range])
  const [frozen, setFrozen] = useState<typeof live | null>(null)
  const seconds = frozen ?? live
  const until = seconds.at(-1)?.at ?? 0
  const charts = useMemo(
    () =>
      [...chartsOf[counted], ...(keepsAnswers ? cacheCharts : []), ...(terminatesTls ? tlsCharts : [])].map(
        (spec: ChartSpec) => ({
          spec,
          points: pointsOf(seconds, { spec, scope, range, until }),
        }),
      ),
    [seconds, scope, counted, terminatesTls, keepsAnswers, range, until],
  )
  return (
    <CrosshairContext value={crosshair}>
      <section aria-label="Traffic" className="grid gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <h2 className="mr-auto font-medium text-section">Traffic</h2>
          {frozen && <span className="text-caption text-warn">Paused at {clock(until)}</span>}
          <RangeButtons range={range} onRange={setRange} />
          <Button size="small" aria-pressed={frozen !== null} onClick={() => setFrozen(frozen ? null : live)}>
            {frozen ? <Play aria-hidden /> : <Pause aria-hidden />}
            <span className="max-sm:sr-only">{frozen ? 'Resume' : 'Pause'}</span>
          </Button>
          <Button size="small" aria-pressed={isTable} onClick={() => setTable(!isTable)}>
            {isTable ? <ChartLine aria-hidden /> : <Table2 aria-hidden />}
            <span className="max-sm:sr-only">{isTable ? 'Charts' : 'Figures'}</span>
          </Button>
        </div>
        {isTable ? (
          <ChartTable charts={charts} />
        ) : (
          <div className="grid gap-px overflow-hidden rounded-surface border bg-line lg:grid-cols-2">
            {charts.map(({ spec, points }, at) => (
              <figure
                key={spec.key}
                aria-label={`${spec.title}, ${spec.unit}, last ${range} min`}
                className={classNames(
                  'min-w-0 bg-surface px-3 pt-2.5 pb-1',
                  isAlone(at, charts.length) && 'lg:col-span-2',
                )}
              >
                <figcaption className="flex items-baseline gap-2">
                  <span className="font-medium">{spec.title}</span>
                  <span className="text-caption text-faint">{spec.unit}</span>
                  <CrosshairTime />
                </figcaption>
                <ChartLegend spec={spec} points={points} />
                <Chart spec={spec} points={points} range={range} until={until} group={group} />
              </figure>
            ))}
          </div>
        )}
      </section>
    </CrosshairContext>
  )
}

/** The last of an odd number has its row for itself. */
function isAlone(at: number, amount: number): boolean {
  return amount % 2 === 1 && at === amount - 1
}

function useRange(): [Range, (range: Range) => void] {
  const [url, setUrl] = useUrlState()
  const range = ranges.find((one) => String(one) === url.get('range')) ?? 5
  return [range, (next) => setUrl({ range: next === 5 ? null : String(next) })]
}

function RangeButtons({ range, onRange }: { readonly range: Range; readonly onRange: (range: Range) => void }) {
  return (
    <fieldset className="flex overflow-hidden rounded-control border border-line-strong">
      <legend className="sr-only">Range</legend>
      {ranges.map((one) => (
        <button
          key={one}
          type="button"
          aria-pressed={one === range}
          onClick={() => onRange(one)}
          className={classNames(
            'h-6.5 px-2 text-caption -outline-offset-2 hover:bg-sunken pointer-coarse:h-11',
            one === range
              ? 'bg-accent-soft font-medium text-accent-text hover:bg-accent-soft'
              : 'bg-surface text-muted',
          )}
        >
          {one} min
        </button>
      ))}
    </fieldset>
  )
}
