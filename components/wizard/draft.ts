import type { MonitorType } from 'model/health-monitor/monitor-kinds'
import { plainPort } from 'model/listener/https-redirect'
import { listenerProtocols, type ProtocolOfListener } from 'model/listener/protocols'
import { type TlsWayName, tlsWays } from 'model/listener/tls-ways'
import { type ProtocolOfPool, poolProtocols } from 'model/pool/protocols'
import { isKeyOf, textOf, type Values } from '../forms/values.ts'

/** One row of the members table. The key is the row's, and means nothing outside the wizard. */
export type MemberRow = { readonly key: number; readonly values: Values }

/** A load balancer as far as a person has described it. Attributes are in the API's spelling and not checked yet. */
export type Draft = {
  readonly load_balancer: Values
  readonly listener: Values
  readonly pool: Values
  readonly members: readonly MemberRow[]
  readonly health_monitor: Values
  readonly hasMonitor: boolean
  /** Clients that come to port 80 are sent to the listener, which terminates TLS. */
  readonly redirectsHttp: boolean
  readonly nextKey: number
}

/** The parts of a draft that are one set of values. */
export type DraftPart = 'load_balancer' | 'listener' | 'pool' | 'health_monitor'

/** The first draft: good enough to press Next through to the review, but for a subnet and the members. */
export function newDraft(start: { readonly name: string; readonly vip_subnet_id: string | null }): Draft {
  return {
    load_balancer: { name: start.name, vip_subnet_id: start.vip_subnet_id, vip_address: null, admin_state_up: true },
    listener: { protocol: 'HTTP', protocol_port: 80, insert_headers: { 'X-Forwarded-For': 'true' } },
    pool: { protocol: 'HTTP', lb_algorithm: 'ROUND_ROBIN', session_persistence: null },
    members: [emptyRow(0)],
    health_monitor: { type: 'HTTP', delay: 5, timeout: 3, max_retries: 2, max_retries_down: 3 },
    hasMonitor: true,
    redirectsHttp: false,
    nextKey: 1,
  }
}

/** Sets attributes of one part; what follows from them elsewhere in the draft follows. */
export function withValues(draft: Draft, part: DraftPart, patch: Values): Draft {
  const next = { ...draft, [part]: { ...draft[part], ...patch } }
  if (part === 'listener' && patch['protocol'] !== undefined) return afterListenerProtocol(draft, next)
  if (part === 'pool' && patch['protocol'] !== undefined) return afterPoolProtocol(draft, next)
  return next
}

/** The protocols of listener and pool as TLS is to go on. */
export function withTlsWay(draft: Draft, way: TlsWayName): Draft {
  const { protocol, tls_enabled } = tlsWays[way]
  const moved = draft.listener['protocol'] === protocol ? draft : withValues(draft, 'listener', { protocol })
  return withValues(moved, 'pool', { tls_enabled })
}

export function withMembers(draft: Draft, added: readonly Values[]): Draft {
  const kept = draft.members.filter((row) => !isBlank(row.values))
  const rows = added.map((values, at) => ({ key: draft.nextKey + at, values: { ...emptyMember, ...values } }))
  return { ...draft, members: [...kept, ...rows], nextKey: draft.nextKey + rows.length }
}

export function withEmptyMember(draft: Draft): Draft {
  return { ...draft, members: [...draft.members, emptyRow(draft.nextKey)], nextKey: draft.nextKey + 1 }
}

export function withMember(draft: Draft, key: number, patch: Values): Draft {
  const members = draft.members.map((row) => (row.key === key ? { ...row, values: { ...row.values, ...patch } } : row))
  return { ...draft, members }
}

export function withoutMembers(draft: Draft, keys: ReadonlySet<number>): Draft {
  return { ...draft, members: draft.members.filter((row) => !keys.has(row.key)) }
}

/** The rows that somebody began to fill; an empty row at the end of a table asks for nothing. */
export function filledMembers(draft: Draft): readonly MemberRow[] {
  return draft.members.filter((row) => !isBlank(row.values))
}

/** The protocols that can stand behind the listener and that the data plane speaks. */
export function poolProtocolsFor(listenerProtocol: ProtocolOfListener): ProtocolOfPool[] {
  return listenerProtocols[listenerProtocol].pools.filter((name) => poolProtocols[name].refusal === null)
}

/** Whether the listener has a pool behind it. */
export function passesOn(draft: Draft): boolean {
  const protocol = draft.listener['protocol']
  return !isKeyOf(listenerProtocols, protocol) || listenerProtocols[protocol].pools.length > 0
}

/** Whether the listener is one that port 80 can be redirected to. */
export function canRedirectHttp({ listener }: Draft): boolean {
  return listener['protocol'] === 'TERMINATED_HTTPS' && listener['protocol_port'] !== plainPort
}

/** Whether port 80 will be redirected to it. */
export function redirectsHttp(draft: Draft): boolean {
  return draft.redirectsHttp && canRedirectHttp(draft)
}

/** The check that says most about members that speak this. */
export function usualMonitor(poolProtocol: unknown): MonitorType {
  if (poolProtocol === 'HTTP') return 'HTTP'
  if (poolProtocol === 'UDP') return 'UDP-CONNECT'
  return poolProtocol === 'HTTPS' ? 'TLS-HELLO' : 'TCP'
}

/** The name shown until somebody types one; it follows what the parts are. */
export function nameOf(draft: Draft, part: 'listener' | 'pool' | 'health_monitor'): string {
  const own = draft[part]['name']
  if (own !== undefined) return textOf(own)
  const base = `${textOf(draft.listener['protocol']).toLowerCase()}-${textOf(draft.listener['protocol_port'])}`
  if (part === 'listener') return base
  return part === 'pool' ? `${base}-pool` : `${base}-check`
}

const emptyMember: Values = { name: '', address: '', protocol_port: null, weight: 1, backup: false }

function emptyRow(key: number): MemberRow {
  return { key, values: emptyMember }
}

function isBlank(values: Values): boolean {
  return ['name', 'address', 'protocol_port'].every((name) => textOf(values[name]).trim() === '')
}

const usualPorts: Partial<Record<ProtocolOfListener, number>> = {
  HTTP: 80,
  HTTPS: 443,
  TERMINATED_HTTPS: 443,
  UDP: 53,
  PROMETHEUS: 8088,
}

/** The port and the pool's protocol follow the listener's protocol, unless somebody chose otherwise. */
function afterListenerProtocol(before: Draft, after: Draft): Draft {
  const was = before.listener['protocol']
  const is = after.listener['protocol']
  if (!isKeyOf(listenerProtocols, was) || !isKeyOf(listenerProtocols, is)) return after
  const hadUsualPort = before.listener['protocol_port'] === usualPorts[was]
  const port = hadUsualPort ? (usualPorts[is] ?? before.listener['protocol_port']) : before.listener['protocol_port']
  // What is passed through is encrypted by the client already.
  const pool = is === 'HTTPS' ? { ...after.pool, tls_enabled: false } : after.pool
  const moved = { ...after, listener: { ...after.listener, protocol_port: port }, pool }
  const fitting = poolProtocolsFor(is)
  const usual = fitting.find((name) => name === is) ?? fitting[0]
  return usual === undefined || usual === moved.pool['protocol']
    ? moved
    : withValues(moved, 'pool', { protocol: usual })
}

/** Datagrams have no cookies: what was chosen for requests is not kept. */
function withoutCookies(draft: Draft): Draft {
  const persistence = draft.pool['session_persistence'] as Values | null
  const isFitting = draft.pool['protocol'] !== 'UDP' || !persistence || persistence['type'] === 'SOURCE_IP'
  return isFitting ? draft : { ...draft, pool: { ...draft.pool, session_persistence: null } }
}

/** The monitor's type follows the pool's protocol, unless somebody chose another type. */
function afterPoolProtocol(before: Draft, changed: Draft): Draft {
  const after = withoutCookies(changed)
  if (before.health_monitor['type'] !== usualMonitor(before.pool['protocol'])) return after
  return { ...after, health_monitor: { ...after.health_monitor, type: usualMonitor(after.pool['protocol']) } }
}
