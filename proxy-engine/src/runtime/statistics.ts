import { type Counters, noTraffic, type SampledKind } from 'model/contract/sample'
import { type StatRow, statRows } from './csv.ts'

/** Whose numbers they are. `listener_id` is the listener whose traffic it is. */
export type SeriesOwner = { readonly kind: SampledKind; readonly id: string; readonly listener_id: string }

/** The counters of one process since it began (gauges: now), by the key of their owner. */
export type Reading = ReadonlyMap<string, Counters>

/** What HAProxy says about one server of one backend. */
export type ServerRow = StatRow & { readonly pool_id: string; readonly listener_id: string; readonly member_id: string }

export type Statistics = {
  readonly reading: Reading
  readonly servers: readonly ServerRow[]
  /** Connections of clients that are open. */
  readonly openSessions: number
}

/** Reads the answer to `show stat`. */
export function statisticsOf(text: string): Statistics {
  const reading = new Map<string, Counters>()
  const servers: ServerRow[] = []
  let openSessions = 0
  for (const row of statRows(text)) {
    const owner = ownerOf(row)
    if (owner === null) continue
    reading.set(keyOf(owner), countersOf(row))
    if (owner.kind === 'listener') openSessions += Number(row.scur)
    if (owner.kind === 'member') servers.push(serverRow(row, owner))
  }
  return { reading: withCaches(reading), servers, openSessions }
}

/** The caches are asked in the backends; clients of a listener see all of them as one. */
function withCaches(reading: Map<string, Counters>): Reading {
  for (const [key, { cache_lookups, cache_hits }] of reading) {
    const { kind, listener_id } = ownerOfKey(key)
    if (kind !== 'pool' || cache_lookups === 0) continue
    const listener = keyOf({ kind: 'listener', id: listener_id, listener_id })
    const whole = reading.get(listener) ?? noTraffic
    reading.set(listener, {
      ...whole,
      cache_lookups: whole.cache_lookups + cache_lookups,
      cache_hits: whole.cache_hits + cache_hits,
    })
  }
  return reading
}

export function keyOf(owner: SeriesOwner): string {
  return `${owner.kind}/${owner.id}/${owner.listener_id}`
}

export function ownerOfKey(key: string): SeriesOwner {
  const [kind, id = '', listener_id = ''] = key.split('/')
  return { kind: kind as SampledKind, id, listener_id }
}

/** The owner by the compiler's names: `listener:<id>`, `pool:<id>:<listener id>`, and the member's id for a server. */
function ownerOf(row: StatRow): SeriesOwner | null {
  const [word, id, listener_id] = row.pxname.split(':')
  if (id === undefined) return null
  if (word === 'listener' && row.svname === 'FRONTEND') return { kind: 'listener', id, listener_id: id }
  if (word !== 'pool' || listener_id === undefined) return null
  if (row.svname === 'BACKEND') return { kind: 'pool', id, listener_id }
  return { kind: 'member', id: row.svname, listener_id }
}

function serverRow(row: StatRow, owner: SeriesOwner): ServerRow {
  return { ...row, pool_id: row.pxname.split(':')[1] ?? '', listener_id: owner.listener_id, member_id: owner.id }
}

function countersOf(row: StatRow): Counters {
  const isHttp = row.mode === 'http'
  const isFrontend = row.svname === 'FRONTEND'
  return {
    ...noTraffic,
    requests: isHttp ? requestsOf(row) : 0,
    // A backend's sessions are requests in HTTP, so its connections are those that it opened.
    connections: Number(isHttp && !isFrontend ? row.connect : row.stot),
    bytes_in: Number(row.bin),
    bytes_out: Number(row.bout),
    responses_1xx: Number(row.hrsp_1xx),
    responses_2xx: Number(row.hrsp_2xx),
    responses_3xx: Number(row.hrsp_3xx),
    responses_4xx: Number(row.hrsp_4xx),
    responses_5xx: Number(row.hrsp_5xx),
    errors_request: Number(row.ereq) + Number(row.dreq) + Number(row.dcon) + Number(row.dses),
    errors_connect: Number(row.econ),
    errors_response: Number(row.eresp),
    retries: Number(row.wretr),
    active: Number(row.scur),
    queued: Number(row.qcur),
    ...(isFrontend && handshakesOf(row)),
    cache_lookups: Number(row.cache_lookups),
    cache_hits: Number(row.cache_hits),
  }
}

/** HAProxy counts handshakes that began a session apart from those that went on with one. */
function handshakesOf(row: StatRow) {
  return {
    tls_handshakes: Number(row.ssl_sess) + Number(row.ssl_reused_sess),
    tls_resumed: Number(row.ssl_reused_sess),
    tls_failed: Number(row.ssl_failed_handshake),
  }
}

/** HAProxy 2.6 counts requests of frontends and backends; a server's are the sessions that it was given. */
function requestsOf(row: StatRow): number {
  const isServer = row.svname !== 'FRONTEND' && row.svname !== 'BACKEND'
  return Number(isServer ? row.stot : row.req_tot)
}
