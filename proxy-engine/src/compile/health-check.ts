import { type MonitorKind, monitorKinds } from 'model/health-monitor/monitor-kinds'
import type { HealthMonitor } from 'model/resources/health-monitor'
import type { Pool } from 'model/resources/pool'
import type { Line } from './compiled.ts'
import { line } from './ir.ts'
import { address, expression, format, keyword, milliseconds, number, quoted, Unprintable, type Word } from './words.ts'

/** The address that clients would use, and whether members may choose HTTP/2. */
export type Asked = { readonly vip: string; readonly mayBeHttp2: boolean }

/** What a backend says about its checks. */
export function checkLines(about: string, monitor: HealthMonitor, asked: Asked): Line[] {
  const kind: MonitorKind = monitorKinds[monitor.type]
  if (kind.checkedBy !== 'haproxy') return []
  const timeout = line(about, expression('timeout check'), milliseconds(checkTimeoutSeconds(monitor) * 1_000))
  return kind.isHttp ? [timeout, ...httpCheckLines(about, monitor, asked)] : [timeout]
}

/** What each server says about its checks. Options of `default-server` would not reach servers that are added at run time. */
export function checkWords(monitor: HealthMonitor, pool: Pick<Pool, 'tls_enabled'>): Word[] {
  const kind: MonitorKind = monitorKinds[monitor.type]
  if (kind.checkedBy !== 'haproxy') return []
  const rhythm = [
    expression('check'),
    expression('inter'),
    milliseconds(checkDelaySeconds(monitor) * 1_000),
    expression('fall'),
    number(monitor.max_retries_down),
    expression('rise'),
    number(monitor.max_retries),
  ]
  // HAProxy verifies checks as it does everything else of a server: `verify none` would be for all of it.
  return kind.checksTls && !pool.tls_enabled ? [...rhythm, ...tlsWords(monitor)] : rhythm
}

/** HAProxy knows no check without a pause, and none that may take no time. */
export function checkDelaySeconds(monitor: HealthMonitor): number {
  return Math.max(monitor.delay, 1)
}

export function checkTimeoutSeconds(monitor: HealthMonitor): number {
  return Math.max(monitor.timeout, 1)
}

function tlsWords(monitor: HealthMonitor): Word[] {
  const unverified = [expression('check-ssl'), expression('verify'), expression('none')]
  return monitor.domain_name === null
    ? unverified
    : [...unverified, expression('check-sni'), keyword(monitor.domain_name)]
}

function httpCheckLines(about: string, monitor: HealthMonitor, asked: Asked): Line[] {
  const version = monitor.http_version === 1.1 ? expression('HTTP/1.1') : expression('HTTP/1.0')
  const request = [
    expression('meth'),
    keyword(monitor.http_method ?? 'GET'),
    expression('uri'),
    quoted(monitor.url_path ?? '/'),
  ]
  return [
    line(about, expression('option httpchk')),
    line(about, expression('http-check send'), ...request, expression('ver'), version, ...hostWords(monitor, asked)),
    line(about, expression('http-check expect status'), statusCodes(monitor.expected_codes ?? '200')),
  ]
}

/**
 * HTTP/1.1 demands a Host header (RFC 9112, 3.2), and HAProxy adds none: without a name, the address that clients would use. Over HTTP/2
 * HAProxy 2.6 can not send a request without one.
 */
function hostWords(monitor: HealthMonitor, { vip, mayBeHttp2 }: Asked): Word[] {
  if (monitor.http_version !== 1.1 && !mayBeHttp2) return []
  return [
    expression('hdr'),
    expression('Host'),
    monitor.domain_name === null ? address(vip) : format(monitor.domain_name),
  ]
}

/** `200`, `200, 201` or `200-204`. */
function statusCodes(text: string): Word {
  const ranges = text.split(',').map((part) => part.trim())
  for (const range of ranges) {
    const [first, last] = range.split('-')
    if (!/^\d{3}(-\d{3})?$/.test(range))
      throw new Unprintable(`${JSON.stringify(range)} is not a status code or a range of them.`)
    if (last !== undefined && Number(first) > Number(last)) {
      throw new Unprintable(
        `The range of expected codes ${range} begins after its end; ${last}-${first} is the other way round.`,
      )
    }
  }
  return quoted(ranges.join(','))
}
