'use client'

import type { SecondEvent } from 'model/contract/live'
import { type OperatingStatus, operatingStatuses } from 'model/statuses'
import type { ReactNode } from 'react'
import type { Overview } from '../api-answers.ts'
import { sumOf } from '../live/live-store.ts'
import { useTraffic, useTrend } from '../live/use-live.ts'
import { byteRate, count, rate, short } from '../ui/format.ts'
import { Sparkline } from '../ui/sparkline.tsx'

const requestsOf = (second: SecondEvent) => sumOf(second).requests
const connectionsOf = (second: SecondEvent) => sumOf(second).connections
const bytesOf = (second: SecondEvent) => sumOf(second).bytes_in + sumOf(second).bytes_out
const errorsOf = (second: SecondEvent) => sumOf(second).responses_5xx

/** How much traffic there is now and how the members are, in one line of figures. */
export function Vitals({ overview }: { readonly overview: Overview }) {
  const now = useTraffic()
  return (
    <dl className="grid grid-cols-2 overflow-hidden rounded-surface border bg-surface max-lg:divide-y sm:grid-cols-3 lg:grid-cols-5 lg:divide-x">
      <Figure label="Requests" value={now ? rate(now.requests, 'req') : '–'} trend={useTrend(requestsOf)} />
      <Figure label="New connections" value={now ? rate(now.connections, 'conn') : '–'} trend={useTrend(connectionsOf)}>
        {now && `${short(now.active)} open`}
      </Figure>
      <Figure label="Throughput" value={now ? byteRate(now.bytes_in + now.bytes_out) : '–'} trend={useTrend(bytesOf)}>
        {now && `${byteRate(now.bytes_in)} in, ${byteRate(now.bytes_out)} out`}
      </Figure>
      <Figure label="Server errors" value={now ? rate(now.responses_5xx, '5xx') : '–'} trend={useTrend(errorsOf)} />
      <Members counts={overview.members} />
    </dl>
  )
}

function Figure({
  label,
  value,
  trend,
  children,
}: {
  readonly label: string
  readonly value: string
  readonly trend: (number | null)[]
  readonly children?: ReactNode
}) {
  return (
    <div className="flex flex-col gap-0.5 px-4 py-3">
      <dt className="text-caption text-muted">{label}</dt>
      <dd className="flex items-end justify-between gap-3">
        <span className="whitespace-nowrap font-medium font-mono text-section tabular-nums">{value}</span>
        <Sparkline values={trend} label={`${label}, last minute`} width={72} className="shrink-0 max-xl:hidden" />
      </dd>
      <dd className="min-h-4 font-mono text-caption text-faint tabular-nums">{children}</dd>
    </div>
  )
}

const severity: readonly OperatingStatus[] = ['ERROR', 'DEGRADED', 'DRAINING', 'OFFLINE', 'NO_MONITOR', 'ONLINE']

function Members({ counts }: { readonly counts: Overview['members'] }) {
  const present = severity.filter((status) => counts[status])
  const total = present.reduce((sum, status) => sum + (counts[status] ?? 0), 0)
  return (
    <div className="flex flex-col gap-0.5 px-4 py-3">
      <dt className="text-caption text-muted">Members</dt>
      <dd className="font-medium font-mono text-section tabular-nums">
        {total === 0 ? '0' : `${count(counts.ONLINE ?? 0)} of ${count(total)}`}
        {total > 0 && <span className="font-normal font-sans text-body text-muted"> online</span>}
      </dd>
      <dd className="flex flex-wrap gap-x-3 text-caption">
        {present
          .filter((status) => status !== 'ONLINE')
          .map((status) => (
            <span key={status} className="flex gap-1">
              <span className="font-mono tabular-nums">{counts[status]}</span>
              <span className="text-muted">{operatingStatuses[status].label.toLowerCase()}</span>
            </span>
          ))}
      </dd>
    </div>
  )
}
