import { type Graph, membersOf, monitorOf, pathOf } from 'model/graph/graph'
import { maskBits } from 'model/kit/addresses'
import { boundAddresses, vipAddresses } from 'model/load-balancer/vip-addresses'
import type { HealthMonitor } from 'model/resources/health-monitor'
import type { Listener } from 'model/resources/listener'
import type { Member } from 'model/resources/member'
import type { Pool, SessionPersistence } from 'model/resources/pool'
import type { Line } from './compiled.ts'
import { checkDelaySeconds, checkTimeoutSeconds } from './health-check.ts'
import type { Granularity, RelayListener, RelayMember, RelayMonitor, RelayPool } from './relay-table.ts'
import { byAge } from './server-ids.ts'
import type { TitleOf } from './titles.ts'
import { comment, endpoint, host, network, Unprintable, whole } from './words.ts'

/** A UDP listener as the datagram relay serves it. Only its default pool can be behind it. */
export function relayListener(graph: Graph, listener: Listener): RelayListener {
  const pool = graph.pools.find((one) => one.id === listener.default_pool_id && one.admin_state_up)
  return {
    listener_id: listener.id,
    binds: boundAddresses(graph.load_balancer).map((address) => ({
      address: host(address),
      port: whole(listener.protocol_port),
    })),
    allowed: (listener.allowed_cidrs ?? []).map(network),
    sessionLimit: listener.connection_limit < 0 ? null : listener.connection_limit,
    clientIdleMs: listener.timeout_client_data,
    memberIdleMs: listener.timeout_member_data,
    pool: pool === undefined ? null : relayPool(graph, pool),
  }
}

function relayPool(graph: Graph, pool: Pool): RelayPool {
  const monitor = monitorOf(graph, pool.id)
  return {
    pool_id: pool.id,
    algorithm: pool.lb_algorithm,
    persistence: pool.session_persistence === null ? null : persistenceOf(pool.session_persistence),
    monitor: monitor?.admin_state_up ? relayMonitor(graph, monitor) : null,
    members: membersOf(graph, pool.id).toSorted(byAge).map(relayMember),
  }
}

function relayMember(member: Member): RelayMember {
  const address = host(member.address)
  return {
    member_id: member.id,
    address,
    port: whole(member.protocol_port),
    weight: whole(member.weight),
    backup: member.backup,
    isOn: member.admin_state_up,
    checkAddress: member.monitor_address === null ? address : host(member.monitor_address),
    checkPort: whole(member.monitor_port ?? member.protocol_port),
  }
}

function relayMonitor(graph: Graph, monitor: HealthMonitor): RelayMonitor {
  const { type } = monitor
  if (type !== 'UDP-CONNECT' && type !== 'TCP' && type !== 'HTTP')
    throw new Unprintable(`A ${type} monitor can not check members that take datagrams.`)
  return {
    type,
    delaySeconds: checkDelaySeconds(monitor),
    timeoutSeconds: checkTimeoutSeconds(monitor),
    rise: monitor.max_retries,
    fall: monitor.max_retries_down,
    http: type === 'HTTP' ? httpOf(graph, monitor) : null,
  }
}

function httpOf(graph: Graph, monitor: HealthMonitor): NonNullable<RelayMonitor['http']> {
  return {
    method: monitor.http_method ?? 'GET',
    path: monitor.url_path ?? '/',
    version: monitor.http_version === 1.1 ? '1.1' : '1.0',
    host: monitor.domain_name ?? vipAddresses(graph.load_balancer)[0] ?? '',
    codes: (monitor.expected_codes ?? '200').replaceAll(' ', ''),
  }
}

/** What keepalived takes when nobody says otherwise, and Octavia with it. */
const usualTimeoutSeconds = 360

function persistenceOf({ persistence_timeout, persistence_granularity }: SessionPersistence): RelayPool['persistence'] {
  return {
    timeoutSeconds: persistence_timeout ?? usualTimeoutSeconds,
    granularity: granularityOf(persistence_granularity),
  }
}

/** A netmask of either family; the other family then keeps clients apart by their whole address. */
function granularityOf(mask: string | null): Granularity {
  const whole: Granularity = { ipv4: 32, ipv6: 128 }
  if (mask === null) return whole
  const bits = maskBits(mask)
  if (bits === null) throw new Unprintable(`${JSON.stringify(mask)} is not a netmask such as 255.255.255.0.`)
  return mask.includes(':') ? { ...whole, ipv6: bits } : { ...whole, ipv4: bits }
}

/** For people who read the configuration: the relay has no file of its own. */
export function relayLines(listeners: readonly RelayListener[], known: TitleOf): Line[] {
  const titleOf = (path: string) => known(path) ?? path
  return listeners.flatMap((one) => {
    const about = pathOf({ kind: 'listener', id: one.listener_id })
    const at = one.binds.map(({ address, port }) => endpoint(address, port)).join(', ')
    return [
      { text: '', about: null },
      { text: comment(`${titleOf(about)}, served by the datagram relay`), about },
      { text: comment(`udp ${at}`), about },
      ...(one.pool === null ? [] : poolLines(one.pool, titleOf)),
    ]
  })
}

function poolLines(pool: RelayPool, titleOf: (path: string) => string): Line[] {
  const about = pathOf({ kind: 'pool', id: pool.pool_id })
  const members = pool.members.map(({ member_id, weight, backup, isOn }) => {
    const path = pathOf({ kind: 'member', id: member_id })
    const words = [titleOf(path), `weight ${weight}`, ...(backup ? ['backup'] : []), ...(isOn ? [] : ['off'])]
    return { text: comment(`    ${words.join(' ')}`), about: path }
  })
  return [{ text: comment(`${titleOf(about)} ${pool.algorithm}`), about }, ...members]
}
