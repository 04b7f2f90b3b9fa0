import { pathOf } from 'model/graph/graph'
import { isIpv6 } from 'model/kit/addresses'
import type { Listener } from 'model/resources/listener'
import type { LoadBalancer } from 'model/resources/load-balancer'
import type { Pool } from 'model/resources/pool'
import { sourcePortVariable } from './algorithm.ts'
import { cachedPathLines } from './cache.ts'
import { challengeLines } from './challenges.ts'
import type { Bind, Line, PolicyMap, Section } from './compiled.ts'
import { compressionLines } from './compression.ts'
import { connectionLimitLines } from './connection-limit.ts'
import { handshakeLines } from './handshakes.ts'
import { answerHeaderLines, notedLines } from './insert-headers.ts'
import { line, wrappedLines } from './ir.ts'
import { metricsLines } from './metrics.ts'
import { backendName, frontendName } from './names.ts'
import { errorPageLines, maintenanceLines } from './own-answers.ts'
import { algorithmOf } from './persistence.ts'
import { bodyLines } from './policy-bodies.ts'
import { policyBackendLines, policyLines } from './policy-lines.ts'
import type { Indexes, RankedPolicy } from './policy-map.ts'
import { allowedLine, probeAllowed, probeAnswer, probeBind } from './probes.ts'
import { recentRequestLines } from './recent-requests.ts'
import { strictTransportLines, tlsWords } from './tls.ts'
import { endpoint, expression, keyword, milliseconds, network } from './words.ts'

export type FrontendInput = {
  readonly listener: Listener
  readonly mode: 'http' | 'tcp'
  /** Every address that it answers on. */
  readonly vips: readonly string[]
  /** The enabled pools that it can send traffic to. */
  readonly pools: readonly Pool[]
  /** Those that can be taken, in the order of their positions. */
  readonly policies: readonly RankedPolicy[]
  readonly indexes: Indexes
  /** Their lookups; null where there is none of them. */
  readonly map: PolicyMap | null
  /** Whose authorities it answers; null where it answers none. */
  readonly answersFor: Pick<LoadBalancer, 'id'> | null
}

type Part = (input: FrontendInput, about: string) => readonly Line[]

/** How long an idle client may stay connected: an old generation waits for it after a reload. */
const keepAliveMilliseconds = 30_000
/** What a TLS client gets for its hello where nobody chose: it sends it at once, or is no TLS client. */
const helloMilliseconds = 5_000

/** What a frontend says, in the order in which HAProxy goes through it: `tcp-request connection` before `session` before `content`. */
const parts: readonly Part[] = [
  binds,
  probeBind,
  timeouts,
  compressionAndPages,
  allowedNetworks,
  connectionLimit,
  probeAllowed,
  handshakes,
  sourcePort,
  inspection,
  noted,
  challenges,
  recentRequestLines,
  maintenance,
  policies,
  bodies,
  policyBackends,
  defaultBackend,
  metrics,
  strictTransport,
  answerHeaders,
  probeAnswer,
]

export function frontendOf(input: FrontendInput): Section {
  const about = pathOf({ kind: 'listener', id: input.listener.id })
  return {
    name: `frontend ${frontendName(input.listener)}`,
    about,
    lines: [line(about, expression('mode'), keyword(input.mode)), ...parts.flatMap((part) => part(input, about))],
  }
}

export function bindsOf({ listener, vips }: FrontendInput): Bind[] {
  const about = pathOf({ kind: 'listener', id: listener.id })
  return vips.map((address) => ({
    about,
    frontend: frontendName(listener),
    address,
    port: listener.protocol_port,
    transport: 'tcp',
  }))
}

function binds({ listener, vips }: FrontendInput, about: string): Line[] {
  return vips.map((vip) => {
    return line(
      about,
      expression('bind'),
      endpoint(vip, listener.protocol_port),
      ...(isIpv6(vip) ? [expression('v6only')] : []),
      ...(listener.protocol === 'TERMINATED_HTTPS' ? tlsWords(listener) : []),
    )
  })
}

function timeouts({ listener, mode }: FrontendInput, about: string): Line[] {
  const client = line(about, expression('timeout client'), milliseconds(listener.timeout_client_data))
  if (mode === 'tcp') return [client]
  const keepAlive = Math.min(listener.timeout_client_data || keepAliveMilliseconds, keepAliveMilliseconds)
  return [
    client,
    line(about, expression('timeout http-keep-alive'), milliseconds(keepAlive)),
    // Without it a reload closes idle connections while their next request is on its way.
    line(about, expression('option idle-close-on-response')),
  ]
}

function allowedNetworks(input: FrontendInput, about: string): Line[] {
  const networks = (input.listener.allowed_cidrs ?? []).map(network)
  if (networks.length === 0) return []
  return [...wrappedLines(about, [expression('acl allowed src')], networks), allowedLine(input, about)]
}

function connectionLimit({ listener }: FrontendInput, about: string): Line[] {
  return connectionLimitLines(listener, about)
}

function sourcePort({ pools, mode }: FrontendInput, about: string): Line[] {
  const needsPort = pools.some((pool) => algorithmOf(pool, mode) === 'SOURCE_IP_PORT')
  return needsPort ? [line(about, sourcePortVariable)] : []
}

/** What is read of the first bytes before a member is chosen, by what the listener speaks. HTTP waits for a whole request anyway. */
function inspection({ listener }: FrontendInput, about: string): Line[] {
  const delay = listener.timeout_tcp_inspect
  if (listener.protocol === 'HTTPS') return serverNameLines(delay || helloMilliseconds, about)
  if (delay === 0) return []
  const wait = line(about, expression('tcp-request inspect-delay'), milliseconds(delay))
  if (listener.protocol === 'HTTP' || listener.protocol === 'TERMINATED_HTTPS') return [wait]
  return [wait, line(about, expression('tcp-request content accept if { req.len gt 0 }'))]
}

/** Passes TLS through and counts connections by the server name of the hello: a bounded table, the oldest names go first. */
function serverNameLines(delay: number, about: string): Line[] {
  return [
    line(about, expression('stick-table type string len 255 size 1k expire 1h store conn_cnt')),
    line(about, expression('tcp-request inspect-delay'), milliseconds(delay)),
    // Its condition waits for a whole hello, and what comes after it can read that.
    line(about, expression('tcp-request content track-sc0 req.ssl_sni,lower if { req.ssl_hello_type 1 }')),
  ]
}

function handshakes(input: FrontendInput, about: string): readonly Line[] {
  return handshakeLines(input, about)
}

function noted({ listener, mode }: FrontendInput, about: string): readonly Line[] {
  return mode === 'http' ? [...notedLines(listener, about), ...cachedPathLines(listener, about)] : []
}

function compressionAndPages({ listener, mode }: FrontendInput, about: string): readonly Line[] {
  return mode === 'http' ? [...compressionLines(listener, about), ...errorPageLines(listener, about)] : []
}

function maintenance({ listener, mode }: FrontendInput, about: string): readonly Line[] {
  return mode === 'http' ? maintenanceLines(listener, about) : []
}

function answerHeaders({ listener, mode }: FrontendInput, about: string): readonly Line[] {
  return mode === 'http' ? answerHeaderLines(listener, about) : []
}

function challenges({ answersFor }: FrontendInput): readonly Line[] {
  return answersFor === null ? [] : challengeLines({ loadBalancer: answersFor })
}

function policies({ policies: ranked, indexes, map }: FrontendInput): readonly Line[] {
  return map === null ? [] : policyLines({ policies: ranked, indexes, map })
}

function bodies({ policies: ranked, map }: FrontendInput): readonly Line[] {
  return map === null ? [] : bodyLines(ranked, map)
}

function policyBackends({ policies: ranked, map, listener }: FrontendInput): readonly Line[] {
  const isSecure = listener.protocol === 'TERMINATED_HTTPS'
  return map === null ? [] : policyBackendLines({ policies: ranked, map, isSecure })
}

function metrics({ listener }: FrontendInput, about: string): readonly Line[] {
  return listener.protocol === 'PROMETHEUS' ? metricsLines(listener, about) : []
}

function strictTransport({ listener }: FrontendInput, about: string): readonly Line[] {
  return strictTransportLines(listener, about)
}

/** Without one, HAProxy answers HTTP with 503 and closes TCP. */
function defaultBackend({ listener, pools }: FrontendInput, about: string): Line[] {
  const pool = pools.find((one) => one.id === listener.default_pool_id)
  return pool ? [line(about, expression('default_backend'), backendName(pool, listener))] : []
}
