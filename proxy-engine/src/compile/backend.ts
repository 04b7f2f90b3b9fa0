import { pathOf } from 'model/graph/graph'
import { asksForCertificates } from 'model/listener/client-certificates'
import { type InsertHeader, insertHeaderKinds, isInserted } from 'model/listener/insert-headers'
import type { HealthMonitor } from 'model/resources/health-monitor'
import type { Listener } from 'model/resources/listener'
import type { Pool } from 'model/resources/pool'
import { balances } from './algorithm.ts'
import type { Line, Section } from './compiled.ts'
import { line } from './ir.ts'
import { nameLines } from './member-tls.ts'
import { backendName } from './names.ts'
import { algorithmOf, persistenceOf } from './persistence.ts'
import { policyHitLine } from './policy-lines.ts'
import { expression, keyword, milliseconds } from './words.ts'

/** One pool as one listener uses it: the listener's mode and timeouts, the pool's choice of members. */
export type BackendInput = {
  readonly pool: Pool
  readonly listener: Listener
  readonly mode: 'http' | 'tcp'
  /** Only an enabled one. */
  readonly monitor: HealthMonitor | null
  /** Whether policies may have sent a request here. */
  readonly hasPolicies: boolean
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
      ...(input.hasPolicies ? [policyHitLine(listenerAbout(input), mode)] : []),
      ...nameLines(pool, mode, about),
      ...(mode === 'http' ? [...forwardedHeaders(input), ...retries(about)] : []),
      ...checkLines,
    ],
  }
}

function listenerAbout({ listener }: BackendInput): string {
  return pathOf({ kind: 'listener', id: listener.id })
}

/**
 * `set-header` puts our word in the place of whatever the client claims; X-Forwarded-For is appended to, as everybody expects of it.
 * Here and not in the frontend: rules look at what the client has sent.
 */
function forwardedHeaders(input: BackendInput): Line[] {
  const { insert_headers } = input.listener
  const about = listenerAbout(input)
  const names = (Object.keys(insertHeaderKinds) as InsertHeader[]).filter((name) => isInserted(insert_headers[name]))
  const isAboutClient = names.some((name) => insertHeaderKinds[name].protocols === 'TERMINATED_HTTPS')
  const vouches = isAboutClient || asksForCertificates(input.listener)
  const inserted = names.map((name) => {
    const { format } = insertHeaderKinds[name]
    if (format === null) return line(about, expression('option forwardfor'))
    return line(about, expression('http-request set-header'), keyword(name), expression(format))
  })
  return [...(vouches ? [line(about, withoutClaims)] : []), ...inserted]
}

/**
 * What a client says itself about its certificate, inserted or not; also in the spelling that many members take for the same. Names are in
 * lower case there.
 */
const withoutClaims = expression("http-request del-header '^x[-_]ssl[-_](client[-_].*|issuer)$' -m reg")

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
