import { referencesOfPool } from 'model/certificate/references'
import type { DesiredLoadBalancer } from 'model/contract/desired-state'
import type { Abilities, Diagnostic } from 'model/contract/report'
import { type Graph, liveGraph, membersOf, monitorOf, pathOf, poolsOf, type Reference } from 'model/graph/graph'
import { monitorKinds } from 'model/health-monitor/monitor-kinds'
import { poolIdsOf } from 'model/l7/policy'
import { servedPolicies } from 'model/l7/served'
import { listenerProtocols } from 'model/listener/protocols'
import { boundAddresses, vipAddresses } from 'model/load-balancer/vip-addresses'
import type { HealthMonitor } from 'model/resources/health-monitor'
import type { Listener } from 'model/resources/listener'
import type { Pool } from 'model/resources/pool'
import { refusalsOf } from './abilities.ts'
import { type BackendInput, backendOf } from './backend.ts'
import { cacheSections } from './cache.ts'
import { answeringListener, challengeMap, challengeSection } from './challenges.ts'
import type {
  Bind,
  CertificateFile,
  CertificateList,
  ClientTrust,
  CompiledLoadBalancer,
  EngineCheck,
  Line,
  PolicyMap,
  Section,
  Server,
} from './compiled.ts'
import { connectionLimitSections } from './connection-limit.ts'
import { bindsOf, type FrontendInput, frontendOf } from './frontend.ts'
import { checkLines } from './health-check.ts'
import { persistenceOf } from './persistence.ts'
import { compiledPolicy, standingOf } from './policies.ts'
import { limitSections } from './policy-limits.ts'
import { policyHitLine } from './policy-lines.ts'
import { indexesIn, policyMap, type RankedPolicy, ranked } from './policy-map.ts'
import { answerSection, hasSections, isTreated } from './policy-treatment.ts'
import { relayListener } from './relay.ts'
import type { RelayListener } from './relay-table.ts'
import { engineCheckOf, serverOf } from './server.ts'
import { byAge, serverIdsOf } from './server-ids.ts'
import { titlesOf } from './titles.ts'
import { certificatesOf, filesOf } from './tls.ts'
import { Unprintable } from './words.ts'

/** What one listener, or one pool behind it, adds to the configuration. */
type Piece = {
  readonly sections: readonly Section[]
  readonly servers: readonly Server[]
  readonly engineChecks: readonly EngineCheck[]
  readonly binds: readonly Bind[]
  readonly maps: readonly PolicyMap[]
  readonly certificates: readonly CertificateFile[]
  readonly certificateLists: readonly CertificateList[]
  readonly clientTrusts: readonly ClientTrust[]
  readonly relay: readonly RelayListener[]
  readonly needsStickTables: boolean
}

/** The load balancer that is being lowered, and what was found wrong with it so far. */
type Context = {
  readonly graph: Graph
  readonly certificates: DesiredLoadBalancer['certificates']
  readonly challenges: DesiredLoadBalancer['challenges']
  readonly diagnostics: Diagnostic[]
}

const nothing: Piece = {
  sections: [],
  servers: [],
  engineChecks: [],
  binds: [],
  maps: [],
  certificates: [],
  certificateLists: [],
  clientTrusts: [],
  relay: [],
  needsStickTables: false,
}

/** A load balancer in HAProxy's terms, or everything that keeps it from being that. What is switched off is not in it. */
export function lower(
  desired: DesiredLoadBalancer,
  abilities: Abilities,
): CompiledLoadBalancer | { readonly diagnostics: readonly Diagnostic[] } {
  const graph = liveGraph(desired.graph)
  const diagnostics = refusalsOf(graph, abilities)
  const { certificates: known, challenges } = desired
  const context = { graph, certificates: known, challenges, diagnostics }
  const pieces = [
    challengePiece(context),
    ...servedListeners(graph).map((listener) => listenerPiece(context, listener)),
  ]
  if (diagnostics.length > 0) return { diagnostics }
  const { certificates, ...whole } = joined(pieces)
  return {
    loadbalancer_id: graph.load_balancer.id,
    revision: desired.revision,
    ...whole,
    // Several listeners may have the same one.
    certificates: [...new Map(certificates.map((one) => [one.name, one])).values()],
    servesMetrics: servedListeners(graph).some((one) => one.protocol === 'PROMETHEUS'),
    titleOf: titlesOf(graph),
  }
}

function servedListeners(graph: Graph): Listener[] {
  return graph.load_balancer.admin_state_up ? graph.listeners.filter((one) => one.admin_state_up).toSorted(byAge) : []
}

/** What answers an authority: by an HTTP listener on its port, or by itself. */
function challengePiece(context: Context): Piece {
  const { graph, challenges } = context
  const loadBalancer = graph.load_balancer
  const vips = boundAddresses(loadBalancer)
  if (challenges === undefined || !loadBalancer.admin_state_up || vips.length === 0) return nothing
  return attempted(context, { kind: 'load_balancer', id: loadBalancer.id }, nothing, () => {
    const place = { loadBalancer, challenges, vips, listeners: servedListeners(graph) }
    const own = challengeSection(place)
    // Whoever else is on the port is not disturbed: nothing reads a map then.
    if (own.sections.length === 0 && answeringListener(place) === null) return nothing
    return { ...nothing, ...own, maps: [challengeMap(place)] }
  })
}

function listenerPiece(context: Context, listener: Listener): Piece {
  const { mode, refusal } = listenerProtocols[listener.protocol]
  const vips = boundAddresses(context.graph.load_balancer)
  return attempted(context, { kind: 'listener', id: listener.id }, nothing, () => {
    if (refusal !== null) throw new Unprintable(refusal)
    if (vips.length === 0) throw new Unprintable('The load balancer has no address yet that it could listen on.')
    if (listener.protocol === 'UDP') return { ...nothing, relay: [relayListener(context.graph, listener)] }
    if (mode === null) throw new Unprintable(`${listener.protocol} can not be served.`)
    return frontendPiece(context, { listener, mode, vips })
  })
}

function frontendPiece(
  context: Context,
  { listener, mode, vips }: Pick<FrontendInput, 'listener' | 'mode' | 'vips'>,
): Piece {
  const pools = poolsOf(context.graph, listener).filter((one) => one.admin_state_up)
  const policies = listenerProtocols[listener.protocol].policies === null ? [] : rankedPolicies(context, listener)
  const indexes = indexesIn(policies)
  const map = policies.length > 0 ? policyMap(listener, { mode, indexes, policies }) : null
  const answersFor = answersIn(context, listener) ? context.graph.load_balancer : null
  const input: FrontendInput = {
    listener,
    mode,
    vips,
    pools: pools.toSorted(byAge),
    policies,
    indexes,
    map,
    answersFor,
  }
  const maps = map === null ? [] : [map]
  const frontend = {
    ...nothing,
    sections: [
      frontendOf(input),
      ...connectionLimitSections(listener),
      ...policies.filter(hasSections).flatMap((one) => policySections(context, one, input)),
    ],
    binds: bindsOf(input),
    maps,
    ...tlsOf(context, listener),
  }
  return joined([frontend, ...input.pools.map((pool) => poolPiece(context, pool, input))])
}

/** What a policy needs beside the frontend and the backends of pools: a backend that answers, and tables to count in. */
function policySections(context: Context, one: RankedPolicy, { listener, mode }: FrontendInput): Section[] {
  const place = { listener, loadBalancer: context.graph.load_balancer }
  return attempted(context, { kind: 'l7_policy', id: one.policy.id }, [], () => {
    const answer = answerSection(one, place, [policyHitLine(one.about, mode)])
    return [...(answer === null ? [] : [answer]), ...limitSections(one.policy, one.about)]
  })
}

function answersIn({ graph, challenges }: Context, { id }: Listener): boolean {
  if (challenges === undefined) return false
  return answeringListener({ challenges, listeners: servedListeners(graph) })?.id === id
}

function tlsOf(
  { graph, certificates }: Context,
  listener: Listener,
): Pick<Piece, 'certificates' | 'certificateLists' | 'clientTrusts'> | undefined {
  if (listener.protocol !== 'TERMINATED_HTTPS') return undefined
  return certificatesOf(listener, { certificates, loadbalancer_id: graph.load_balancer.id })
}

function rankedPolicies(context: Context, listener: Listener): RankedPolicy[] {
  const policies = servedPolicies(context.graph, listener.id)
  const standing = standingOf(context.graph, listener, policies)
  const compiled = policies.map((served) =>
    attempted(context, { kind: 'l7_policy', id: served.policy.id }, null, () => compiledPolicy(served, standing)),
  )
  return ranked(compiled.filter((one) => one !== null))
}

function poolPiece(context: Context, pool: Pool, { listener, mode, map, policies, pools }: FrontendInput): Piece {
  const found = monitorOf(context.graph, pool.id)
  const monitor = found?.admin_state_up ? found : null
  const input: BackendInput = {
    ...{ pool, listener, mode, monitor },
    loadBalancer: context.graph.load_balancer,
    policies: map === null ? null : policies.filter((one) => isTreated(one) && poolIdsOf(one.policy).includes(pool.id)),
  }
  return attempted(context, { kind: 'pool', id: pool.id }, nothing, () => {
    const section = backendOf(
      input,
      monitor === null ? [] : monitorLines(context, monitor, mode === 'http' && pool.tls_enabled),
    )
    const { needsStickTables } = persistenceOf(pool, mode)
    const members = memberPieces(context, input)
    return joined([
      {
        ...nothing,
        sections: [...(mode === 'http' ? cacheSections(input, pools.length) : []), section],
        needsStickTables,
        certificates: poolFiles(context, pool, members),
      },
      ...members,
    ])
  })
}

/** What TLS with its members needs, where there are some: HAProxy reads no file that no line names. */
function poolFiles({ graph, certificates }: Context, pool: Pool, members: readonly Piece[]): CertificateFile[] {
  if (!pool.tls_enabled || members.every(({ servers }) => servers.length === 0)) return []
  const about = pathOf({ kind: 'pool', id: pool.id })
  return filesOf(referencesOfPool(pool), { about, certificates, loadbalancer_id: graph.load_balancer.id })
}

function monitorLines(context: Context, monitor: HealthMonitor, mayBeHttp2: boolean): readonly Line[] {
  const reference: Reference = { kind: 'health_monitor', id: monitor.id }
  const vip = vipAddresses(context.graph.load_balancer)[0] ?? ''
  return attempted(context, reference, [], () => checkLines(pathOf(reference), monitor, { vip, mayBeHttp2 }))
}

function memberPieces(context: Context, input: BackendInput): Piece[] {
  const members = membersOf(context.graph, input.pool.id).toSorted(byAge)
  const ids = serverIdsOf(members)
  const { monitor } = input
  return members.map((member) =>
    attempted(context, { kind: 'member', id: member.id }, nothing, () => {
      const server = serverOf(input, member, ids.get(member.id) ?? 0)
      const isPinged = monitor !== null && monitorKinds[monitor.type].checkedBy === 'engine' && member.admin_state_up
      const engineChecks = isPinged ? [engineCheckOf(server, member, monitor, context.graph.load_balancer.id)] : []
      return { ...nothing, servers: [server], engineChecks }
    }),
  )
}

/** Lowers one resource. Text in it that can not be printed is a diagnostic about it, and the others are looked at all the same. */
function attempted<T>(context: Context, reference: Reference, otherwise: T, make: () => T): T {
  try {
    return make()
  } catch (error) {
    if (!(error instanceof Unprintable)) throw error
    context.diagnostics.push({ about: pathOf(reference), message: error.message })
    return otherwise
  }
}

function joined(pieces: readonly Piece[]): Piece {
  return {
    sections: pieces.flatMap((one) => one.sections),
    servers: pieces.flatMap((one) => one.servers),
    engineChecks: pieces.flatMap((one) => one.engineChecks),
    binds: pieces.flatMap((one) => one.binds),
    maps: pieces.flatMap((one) => one.maps),
    certificates: pieces.flatMap((one) => one.certificates),
    certificateLists: pieces.flatMap((one) => one.certificateLists),
    clientTrusts: pieces.flatMap((one) => one.clientTrusts),
    relay: pieces.flatMap((one) => one.relay),
    needsStickTables: pieces.some((one) => one.needsStickTables),
  }
}
