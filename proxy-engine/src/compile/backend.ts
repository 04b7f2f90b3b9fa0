import { pathOf } from 'model/graph/graph'
import type { HealthMonitor } from 'model/resources/health-monitor'
import type { Listener } from 'model/resources/listener'
import type { LoadBalancer } from 'model/resources/load-balancer'
import type { Pool } from 'model/resources/pool'
import { balances } from './algorithm.ts'
import { cacheLines } from './cache.ts'
import type { Line, Section } from './compiled.ts'
import { requestHeaderLines } from './insert-headers.ts'
import { line } from './ir.ts'
import { nameLines } from './member-tls.ts'
import { backendName } from './names.ts'
import { algorithmOf, persistenceOf } from './persistence.ts'
import { policyHitLine } from './policy-lines.ts'
import type { RankedPolicy } from './policy-map.ts'
import { treatmentLines } from './policy-treatment.ts'
import { expression, keyword, milliseconds } from './words.ts'

/** One pool as one listener uses it: the listener's mode and timeouts, the pool's choice of members. */
export type BackendInput = {
  readonly pool: Pool
  readonly listener: Listener
  readonly mode: 'http' | 'tcp'
  /** Only an enabled one. */
  readonly monitor: HealthMonitor | null
  /** Those that may have sent a request here and ask for more than that; null where the listener has no policies at all. */
  readonly policies: readonly RankedPolicy[] | null
  readonly loadBalancer: LoadBalancer
}

/** WebSockets and other upgraded connections are silent for longer than requests may be. */
const tunnelMilliseconds = 3_600_000

export function backendOf(input: BackendInput, checkLines: readonly Line[]): Section {
  const { pool, listener, mode } = input
  const about = pathOf({ kind: 'pool', id: pool.id })
  return {
    name: `backend ${backendName(pool, listener)}`,
    about,
    lines: [
      line(about, expression('mode'), keyword(mode)),
      ...balances[algorithmOf(pool, mode)].map((words) => line(about, words)),
      ...persistenceOf(pool, mode).lines.map((words) => line(about, ...words)),
      // Backup members share the traffic among them; by default only the first would get any.
      line(about, expression('option allbackups')),
      ...timeouts(input),
      ...(input.policies === null ? [] : [policyHitLine(listenerAbout(input), mode)]),
      ...(mode === 'http' ? treatmentLines(input.policies ?? [], input) : []),
      ...nameLines(pool, mode, about),
      ...(mode === 'http' ? cacheLines(input, listenerAbout(input)) : []),
      ...(mode === 'http' ? [...requestHeaderLines(input.listener, listenerAbout(input)), ...retries(about)] : []),
      ...checkLines,
    ],
  }
}

function listenerAbout({ listener }: BackendInput): string {
  return pathOf({ kind: 'listener', id: listener.id })
}

function timeouts(input: BackendInput): Line[] {
  const { listener, mode } = input
  const about = listenerAbout(input)
  const { timeout_client_data: client, timeout_member_connect: connect, timeout_member_data: member } = listener
  const lines = [
    line(about, expression('timeout connect'), milliseconds(connect)),
    line(about, expression('timeout server'), milliseconds(member)),
  ]
  // In TCP mode it would take the place of the two timeouts that people set.
  if (mode === 'tcp') return lines
  const isUnlimited = client === 0 || member === 0
  const tunnel = isUnlimited ? 0 : Math.max(client, member, tunnelMilliseconds)
  return [...lines, line(about, expression('timeout tunnel'), milliseconds(tunnel))]
}

/**
 * A member may close an idle connection at the moment when `http-reuse always` picks it for a request. GET and HEAD are then
 * sent again; what may change something never is.
 */
function retries(about: string): Line[] {
  return [
    line(about, expression('retry-on conn-failure empty-response')),
    line(about, expression('http-request disable-l7-retry unless METH_GET')),
  ]
}
