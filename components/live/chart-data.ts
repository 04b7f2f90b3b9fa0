import { gauges } from 'model/contract/gauges'
import type { SecondEvent } from 'model/contract/live'
import type { CounterName, Second } from 'model/contract/sample'
import { type HandshakeFailureCounter, handshakeFailures } from 'model/listener/handshakes'
import type { Counted } from 'model/listener/protocols'
import { byteRate, short } from '../ui/format.ts'
import { countersOf, type Scope, valuesOf } from './live-store.ts'

export type ChartSeries = {
  readonly key: CounterName
  readonly label: string
  readonly colour: string
  /** What it is a share of: the chart then shows per cent, and a gap while there was none. */
  readonly over?: CounterName
  /** Whose counters: what clients see at the listener, or what the pools see of their members. */
  readonly side: 'clients' | 'members'
}

export type ChartSpec = {
  readonly key: string
  readonly title: string
  /** Stands on the axis. */
  readonly unit: string
  readonly shape: 'area' | 'stack' | 'line'
  readonly format: (value: number) => string
  /** Characters that a usual value takes: the legend keeps their place free. */
  readonly valueLength: number
  readonly series: readonly ChartSeries[]
}

const clients = (key: CounterName, label: string, colour: string): ChartSeries => ({
  key,
  label,
  colour,
  side: 'clients',
})
const members = (key: CounterName, label: string, colour: string): ChartSeries => ({
  key,
  label,
  colour,
  side: 'members',
})

const requests: ChartSpec = {
  key: 'requests',
  title: 'Requests',
  unit: 'req/s',
  shape: 'area',
  format: short,
  valueLength: 4,
  series: [clients('requests', 'Requests', 'var(--chart-1)')],
}
const connections: ChartSpec = {
  key: 'connections',
  title: 'New connections',
  unit: 'conn/s',
  shape: 'area',
  format: short,
  valueLength: 4,
  series: [clients('connections', 'Connections', 'var(--chart-1)')],
}
const responses: ChartSpec = {
  key: 'responses',
  title: 'Responses',
  unit: 'resp/s',
  shape: 'stack',
  format: short,
  valueLength: 4,
  series: [
    clients('responses_2xx', '2xx', 'var(--chart-2xx)'),
    clients('responses_3xx', '3xx', 'var(--chart-3xx)'),
    clients('responses_4xx', '4xx', 'var(--chart-4xx)'),
    clients('responses_5xx', '5xx', 'var(--chart-5xx)'),
  ],
}
const bytes: ChartSpec = {
  key: 'bytes',
  title: 'Throughput',
  unit: 'bytes/s',
  shape: 'area',
  format: byteRate,
  valueLength: 9,
  series: [clients('bytes_out', 'Out', 'var(--chart-1)'), clients('bytes_in', 'In', 'var(--chart-2)')],
}
const active: ChartSpec = {
  key: 'active',
  title: 'Open connections',
  unit: 'open',
  shape: 'line',
  format: short,
  valueLength: 4,
  series: [clients('active', 'Open', 'var(--chart-1)')],
}
const errors: ChartSpec = {
  key: 'errors',
  title: 'Errors',
  unit: 'errors/s',
  shape: 'line',
  format: short,
  valueLength: 4,
  series: [
    clients('errors_request', 'Bad requests', 'var(--chart-4)'),
    members('errors_connect', 'Connect failures', 'var(--chart-5xx)'),
    members('errors_response', 'Bad responses', 'var(--chart-3)'),
    members('retries', 'Retries', 'var(--chart-5)'),
  ],
}

const datagrams: ChartSpec = {
  key: 'datagrams',
  title: 'Datagrams',
  unit: 'dgram/s',
  shape: 'area',
  format: short,
  valueLength: 4,
  series: [clients('datagrams_out', 'Out', 'var(--chart-1)'), clients('datagrams_in', 'In', 'var(--chart-2)')],
}
const sessions: ChartSpec = {
  ...connections,
  key: 'sessions',
  title: 'New sessions',
  unit: 'sess/s',
  series: [clients('connections', 'Sessions', 'var(--chart-1)')],
}
const openSessions: ChartSpec = { ...active, title: 'Open sessions' }
const drops: ChartSpec = {
  ...errors,
  title: 'Lost datagrams',
  unit: 'dgram/s',
  series: [
    clients('errors_request', 'Refused', 'var(--chart-4)'),
    members('errors_connect', 'No member', 'var(--chart-5xx)'),
    members('errors_response', 'Member unreachable', 'var(--chart-3)'),
  ],
}

const handshakes: ChartSpec = {
  key: 'handshakes',
  title: 'TLS handshakes',
  unit: 'handshakes/s',
  shape: 'stack',
  format: short,
  valueLength: 4,
  series: [
    clients('tls_v1_3', 'TLS 1.3', 'var(--chart-1)'),
    clients('tls_v1_2', 'TLS 1.2', 'var(--chart-2)'),
    clients('tls_v1_1', 'TLS 1.1', 'var(--chart-4)'),
    clients('tls_v1_0', 'TLS 1.0', 'var(--chart-3)'),
  ],
}
const resumed: ChartSpec = {
  key: 'resumed',
  title: 'Resumed sessions',
  unit: 'handshakes/s',
  shape: 'area',
  format: short,
  valueLength: 4,
  series: [clients('tls_handshakes', 'All', 'var(--chart-2)'), clients('tls_resumed', 'Resumed', 'var(--chart-1)')],
}
const failureColours: Readonly<Record<HandshakeFailureCounter, string>> = {
  tls_failed_version: 'var(--chart-1)',
  tls_failed_cipher: 'var(--chart-2)',
  tls_failed_client_certificate: 'var(--chart-3)',
  tls_failed_distrust: 'var(--chart-4)',
  tls_failed_no_tls: 'var(--chart-5)',
  tls_failed_closed: 'var(--chart-3xx)',
  tls_failed_other: 'var(--chart-5xx)',
}
const failedHandshakes: ChartSpec = {
  key: 'failed-handshakes',
  title: 'Failed handshakes',
  unit: 'failed/s',
  shape: 'stack',
  format: short,
  valueLength: 4,
  series: (Object.keys(handshakeFailures) as HandshakeFailureCounter[]).map((key) =>
    clients(key, handshakeFailures[key].label, failureColours[key]),
  ),
}
const cache: ChartSpec = {
  key: 'cache',
  title: 'Cache',
  unit: 'req/s',
  shape: 'area',
  format: short,
  valueLength: 4,
  series: [clients('cache_lookups', 'Asked', 'var(--chart-2)'), clients('cache_hits', 'Answered', 'var(--chart-1)')],
}
const hitRate: ChartSpec = {
  key: 'hit-rate',
  title: 'Cache hit rate',
  unit: '%',
  shape: 'line',
  format: (value) => `${Math.round(value)}`,
  valueLength: 3,
  series: [{ ...clients('cache_hits', 'Hit rate', 'var(--chart-1)'), over: 'cache_lookups' }],
}
/** Beside the others where answers are kept. */
export const cacheCharts: readonly ChartSpec[] = [cache, hitRate]

/** Beside the others where TLS is terminated. */
export const tlsCharts: readonly ChartSpec[] = [handshakes, resumed, failedHandshakes]

/** The charts of something by what its traffic is counted in. */
export const chartsOf = {
  requests: [requests, responses, bytes, active, errors],
  connections: [connections, bytes, active, errors],
  datagrams_in: [datagrams, sessions, bytes, openSessions, drops],
} as const satisfies Record<Counted, readonly ChartSpec[]>

/** Ranges of a chart, in minutes. */
export const ranges = [1, 5, 15] as const
export type Range = (typeof ranges)[number]

export type Point = { readonly at: number } & Readonly<Record<string, number | null>>

/** One point a second of a range that ends at `until`; every value is null where nothing was heard. */
export function pointsOf(
  seconds: readonly SecondEvent[],
  about: { readonly spec: ChartSpec; readonly scope: Scope; readonly range: Range; readonly until: number },
): Point[] {
  const { spec, scope, range, until } = about
  const length = range * 60
  const details = valuesOf(seconds, { length, until }, (one) => one.detail)
  return details.map((detail, at) => ({
    at: until - length + 1 + at,
    ...Object.fromEntries(spec.series.map((one) => [one.key, detail ? counterIn(detail, one, scope) : null])),
  }))
}

/** A second without an entry for something means that it was idle. */
function counterIn(second: Second, { key, side, over }: ChartSeries, scope: Scope): number | null {
  const counters = countersOf(second, scopeOn(side, scope))
  const value = counters?.[key] ?? 0
  if (over === undefined) return value
  const whole = counters?.[over] ?? 0
  return whole === 0 ? null : (100 * value) / whole
}

/** What happens between a listener and the members is counted by its pools. */
function scopeOn(side: ChartSeries['side'], scope: Scope): Scope {
  if (side === 'clients' || scope.kind !== 'listener') return scope
  return scope.id === undefined ? { kind: 'pool' } : { kind: 'pool', listener_id: scope.id }
}

/** Round times for the axis, four or five of them. */
export function timeTicks(range: Range, until: number): number[] {
  const step = { 1: 15, 5: 60, 15: 180 }[range]
  const last = Math.floor(until / step) * step
  const ticks: number[] = []
  for (let at = last; at > until - range * 60; at -= step) ticks.unshift(at)
  return ticks
}

export type Summary = {
  readonly label: string
  readonly now: number | null
  readonly average: number | null
  readonly highest: number | null
  /** The sum over the range; null for what is a level and not a rate. */
  readonly total: number | null
}

/** A chart in figures: for those who do not see it, and for the table. */
export function summaryOf(spec: ChartSpec, points: readonly Point[]): Summary[] {
  return spec.series.map(({ key, label, over }) => {
    const values = points.map((point) => point[key]).filter((value): value is number => typeof value === 'number')
    const sum = values.reduce((total, value) => total + value, 0)
    return {
      label,
      now: points.at(-1)?.[key] ?? null,
      average: values.length === 0 ? null : sum / values.length,
      highest: values.length === 0 ? null : Math.max(...values),
      total: isGauge(key) || over !== undefined ? null : sum,
    }
  })
}

function isGauge(key: CounterName): boolean {
  return gauges.some((gauge) => gauge === key)
}
