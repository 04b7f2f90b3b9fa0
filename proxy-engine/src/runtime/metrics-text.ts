import { type Counters, noTraffic } from 'model/contract/sample'
import { type Graph, listenersOf } from 'model/graph/graph'
import { isCached } from 'model/listener/cache'
import type { MemberHealth } from 'model/resources/member'
import { added } from './deltas.ts'
import { keyOfSeries, type LoadBalancerTotals } from './totals.ts'

// The names are Octavia's (its prometheus-proxy renames those of HAProxy's exporter): haproxy_frontend_* are octavia_listener_*,
// haproxy_backend_* are octavia_pool_*, haproxy_server_* are octavia_member_*, and the proxy's name is the id of the resource.

/** What is known about one load balancer when it is asked for. */
export type Known = {
  readonly graph: Graph
  readonly totals: LoadBalancerTotals
  readonly healthOf: (member_id: string) => MemberHealth | undefined
}

type Labels = Readonly<Record<string, string>>
type Value = { readonly labels: Labels; readonly value: number }
/** One row of what is counted, and whose it is. */
type Carrier = { readonly labels: Labels; readonly counters: Counters }
type Metric = { readonly type: 'counter' | 'gauge'; readonly help: string; readonly values: readonly Value[] }

/** Everything about one load balancer in the text format of Prometheus (version 0.0.4). Ids are its only labels: no text of a person is in it. */
export function metricsText(known: Known): string {
  const metrics: Record<string, Metric> = { ...ofLoadBalancer(known), ...ofListeners(known), ...ofPools(known) }
  return Object.entries({ ...metrics, ...ofMembers(known) })
    .map(([name, metric]) => metricText(name, metric))
    .join('')
}

function metricText(name: string, { type, help, values }: Metric): string {
  const lines = values.map(({ labels, value }) => `${name}${labelText(labels)} ${value}\n`)
  return `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n${lines.join('')}`
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${value}"`)
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`
}

function counter(help: string, carriers: readonly Carrier[], read: (counters: Counters) => number): Metric {
  return {
    type: 'counter',
    help,
    values: carriers.map(({ labels, counters }) => ({ labels, value: read(counters) })),
  }
}

function gauge(help: string, values: readonly Value[]): Metric {
  return { type: 'gauge', help, values }
}

function gaugeOf(help: string, carriers: readonly Carrier[], read: (counters: Counters) => number): Metric {
  return { ...counter(help, carriers, read), type: 'gauge' }
}

const codes = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const

function responses(help: string, carriers: readonly Carrier[]): Metric {
  const values = carriers.flatMap(({ labels, counters }) =>
    codes.map((code) => ({ labels: { ...labels, code }, value: counters[`responses_${code}`] })),
  )
  return { type: 'counter', help, values }
}

function ofLoadBalancer({ graph, totals }: Known): Record<string, Metric> {
  const counters = graph.listeners.map(({ id }) => ownTotal(totals, id)).reduce(added, noTraffic)
  const whole = [{ labels: {}, counters }]
  return {
    octavia_loadbalancer_current_connections: gaugeOf('Number of active sessions.', whole, ({ active }) => active),
    octavia_loadbalancer_connections_total: counter('Total number of connections.', whole, (one) => one.connections),
    octavia_loadbalancer_requests_total: counter('Total number of requests (TCP or HTTP).', whole, requestsOf),
    octavia_loadbalancer_listeners: gauge('Current number of listeners.', [
      { labels: {}, value: graph.listeners.length },
    ]),
  }
}

/** What a load balancer that does not read requests gets are connections. */
function requestsOf({ requests, connections }: Counters): number {
  return Math.max(requests, connections)
}

function ofListeners({ graph, totals }: Known): Record<string, Metric> {
  const carriers = graph.listeners.map(({ id }) => ({ labels: { listener: id }, counters: ownTotal(totals, id) }))
  const udp = new Set(graph.listeners.filter((one) => one.protocol === 'UDP').map((one) => one.id))
  const relayed = carriers.filter(({ labels }) => udp.has(labels.listener))
  const keeping = new Set(graph.listeners.filter(isCached).map((one) => one.id))
  const caching = carriers.filter(({ labels }) => keeping.has(labels.listener))
  const isOpen = (one: Graph['listeners'][number]) => one.admin_state_up && graph.load_balancer.admin_state_up
  return {
    octavia_listener_status: statuses(
      'Current status of the listener.',
      ['DOWN', 'UP'],
      graph.listeners.map((one) => ({ labels: { listener: one.id }, state: isOpen(one) ? 'UP' : 'DOWN' })),
    ),
    octavia_listener_current_sessions: gaugeOf('Current number of active sessions.', carriers, (one) => one.active),
    octavia_listener_limit_sessions: gauge(
      'Limit of active sessions; no value where there is none.',
      graph.listeners
        .filter((one) => one.connection_limit >= 0)
        .map((one) => ({ labels: { listener: one.id }, value: one.connection_limit })),
    ),
    octavia_listener_sessions_total: counter('Total number of sessions.', carriers, (one) => one.connections),
    octavia_listener_connections_total: counter('Total number of connections.', carriers, (one) => one.connections),
    octavia_listener_bytes_in_total: counter('Total number of bytes from clients.', carriers, (one) => one.bytes_in),
    octavia_listener_bytes_out_total: counter('Total number of bytes to clients.', carriers, (one) => one.bytes_out),
    octavia_listener_request_errors_total: counter(
      'Total number of requests that were refused or could not be read.',
      carriers,
      (one) => one.errors_request,
    ),
    octavia_listener_http_requests_total: counter('Total number of HTTP requests.', carriers, (one) => one.requests),
    octavia_listener_cache_lookups_total: counter(
      'Total number of requests that asked the cache.',
      caching,
      (one) => one.cache_lookups,
    ),
    octavia_listener_cache_hits_total: counter(
      'Total number of requests that the cache answered.',
      caching,
      (one) => one.cache_hits,
    ),
    octavia_listener_datagrams_in_total: counter(
      'Total number of datagrams from clients.',
      relayed,
      (one) => one.datagrams_in,
    ),
    octavia_listener_datagrams_out_total: counter(
      'Total number of datagrams to clients.',
      relayed,
      (one) => one.datagrams_out,
    ),
    octavia_listener_http_responses_total: responses('Total number of HTTP responses, by class of code.', carriers),
  }
}

function ofPools(known: Known): Record<string, Metric> {
  const { graph, totals } = known
  const carriers = graph.pools.map(({ id }) => ({
    labels: { pool: id },
    counters: sumOf(graph, totals, 'pool', id, id),
  }))
  return {
    octavia_pool_status: statuses(
      'Current status of the pool.',
      ['DOWN', 'UP'],
      graph.pools.map(({ id }) => ({
        labels: { pool: id },
        state: activeMembers(known, id, null) > 0 ? 'UP' : 'DOWN',
      })),
    ),
    octavia_pool_current_sessions: gaugeOf('Current number of active sessions.', carriers, (one) => one.active),
    octavia_pool_current_queue: gaugeOf('Current number of queued requests.', carriers, (one) => one.queued),
    octavia_pool_active_members: gauge('Current number of active members.', memberCounts(known, false)),
    octavia_pool_backup_members: gauge('Current number of backup members.', memberCounts(known, true)),
    ...carried('pool', carriers),
    octavia_pool_http_requests_total: counter('Total number of HTTP requests.', carriers, (one) => one.requests),
  }
}

const memberStates = ['DOWN', 'UP', 'MAINT', 'DRAIN', 'NOLB'] as const

function ofMembers({ graph, totals, healthOf }: Known): Record<string, Metric> {
  const labelsOf = ({ pool_id, id }: Graph['members'][number]) => ({ pool: pool_id, member: id })
  const carriers = graph.members.map((one) => ({
    labels: labelsOf(one),
    counters: sumOf(graph, totals, 'member', one.id, one.pool_id),
  }))
  const states = graph.members.map((one) => ({ labels: labelsOf(one), state: memberState(one, healthOf(one.id)) }))
  return {
    octavia_member_status: statuses('Current status of the member.', memberStates, states),
    octavia_member_current_sessions: gaugeOf('Current number of active sessions.', carriers, (one) => one.active),
    octavia_member_weight: gauge(
      'Member weight.',
      graph.members.map((one) => ({ labels: labelsOf(one), value: one.weight })),
    ),
    ...carried('member', carriers),
  }
}

/** What pools and members count alike. */
function carried(kind: 'pool' | 'member', carriers: readonly Carrier[]): Record<string, Metric> {
  return {
    [`octavia_${kind}_sessions_total`]: counter('Total number of sessions.', carriers, requestsOf),
    [`octavia_${kind}_bytes_in_total`]: counter('Total number of request bytes.', carriers, (one) => one.bytes_in),
    [`octavia_${kind}_bytes_out_total`]: counter('Total number of response bytes.', carriers, (one) => one.bytes_out),
    [`octavia_${kind}_connection_errors_total`]: counter(
      'Total number of failed connections to members.',
      carriers,
      (one) => one.errors_connect,
    ),
    [`octavia_${kind}_response_errors_total`]: counter(
      'Total number of invalid or cut responses.',
      carriers,
      (one) => one.errors_response,
    ),
    [`octavia_${kind}_retry_warnings_total`]: counter('Total number of retries.', carriers, (one) => one.retries),
    [`octavia_${kind}_http_responses_total`]: responses('Total number of HTTP responses, by class of code.', carriers),
  }
}

function statuses(
  help: string,
  states: readonly string[],
  all: readonly { readonly labels: Labels; readonly state: string }[],
): Metric {
  const values = all.flatMap(({ labels, state }) =>
    states.map((one) => ({ labels: { ...labels, state: one }, value: one === state ? 1 : 0 })),
  )
  return gauge(help, values)
}

function memberState(one: Graph['members'][number], health: MemberHealth | undefined): (typeof memberStates)[number] {
  if (!one.admin_state_up) return 'MAINT'
  if (health?.state === 'DOWN') return 'DOWN'
  return one.weight === 0 ? 'DRAIN' : 'UP'
}

function memberCounts(known: Known, isBackup: boolean): Value[] {
  return known.graph.pools.map(({ id }) => ({ labels: { pool: id }, value: activeMembers(known, id, isBackup) }))
}

/** Members that can be given traffic; `isBackup` null counts all. */
function activeMembers({ graph, healthOf }: Known, pool_id: string, isBackup: boolean | null): number {
  return graph.members.filter(
    (one) =>
      one.pool_id === pool_id &&
      (isBackup === null || one.backup === isBackup) &&
      memberState(one, healthOf(one.id)) === 'UP',
  ).length
}

function ownTotal(totals: LoadBalancerTotals, id: string): Counters {
  return totals.get(keyOfSeries({ kind: 'listener', id, listener_id: null })) ?? noTraffic
}

/** Of a pool or a member, whichever listeners it came through. */
function sumOf(
  graph: Graph,
  totals: LoadBalancerTotals,
  kind: 'pool' | 'member',
  id: string,
  pool_id: string,
): Counters {
  return listenersOf(graph, pool_id)
    .map((listener) => totals.get(keyOfSeries({ kind, id, listener_id: listener.id })) ?? noTraffic)
    .reduce(added, noTraffic)
}
