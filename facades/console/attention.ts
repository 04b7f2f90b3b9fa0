import { type Expiry, expiryOf } from 'model/certificate/expiry'
import { problemsOfCertificate } from 'model/certificate/problems'
import { isIpv6 } from 'model/kit/addresses'
import { listenerProtocols } from 'model/listener/protocols'
import type { ShownCertificate } from 'model/resources/certificate'
import type { ResourceKind } from 'model/resources/index'
import type { Shown } from '@/server/services/shown.ts'

export type Everything = {
  readonly load_balancers: readonly Shown<'load_balancer'>[]
  readonly listeners: readonly Shown<'listener'>[]
  readonly pools: readonly Shown<'pool'>[]
  readonly members: readonly Shown<'member'>[]
  readonly health_monitors: readonly Shown<'health_monitor'>[]
  readonly certificates: readonly ShownCertificate[]
}

/** Something that needs a person: what, where, why, and since when. */
export type Attention = {
  /** Null for a certificate: it belongs to none. */
  readonly loadbalancer_id: string | null
  readonly kind: ResourceKind | 'certificate'
  readonly id: string
  /** Of a member or health monitor: it is shown with its pool. Null for all others. */
  readonly pool_id: string | null
  readonly name: string
  readonly tone: 'bad' | 'warn'
  readonly message: string
  /** ISO 8601, UTC. */
  readonly since: string
}

/** The worst first, and of those the newest first; certificates that nothing uses last. `now` is in milliseconds since 1970. */
export function attentionOf(all: Everything, now: number): Attention[] {
  const found = [
    ...refused(
      'load_balancer',
      all.load_balancers.map((one) => ({ ...one, loadbalancer_id: one.id })),
    ),
    ...refused('listener', all.listeners),
    ...refused('pool', all.pools),
    ...refused('member', all.members),
    ...refused('health_monitor', all.health_monitors),
    ...all.members.flatMap(failingMember),
    ...all.pools.flatMap(emptyPool),
    ...all.listeners.flatMap(troubledListener),
    ...all.certificates.flatMap(refusedOrder),
    ...expiringCertificates(
      all.certificates.filter((one) => !isIdle(one)),
      now,
    ),
  ]
  return [...found.sort(byGravity), ...expiringCertificates(all.certificates.filter(isIdle), now).sort(byGravity)]
}

function byGravity(one: Attention, other: Attention): number {
  return one.tone.localeCompare(other.tone) || other.since.localeCompare(one.since)
}

function expiringCertificates(certificates: readonly ShownCertificate[], now: number): Attention[] {
  return certificates.flatMap((one) => {
    const expiry = expiryOf(one, now)
    return expiry === null ? [] : [expiring(one, expiry, now)]
  })
}

/** What stands in until it is issued keeps clients out. */
function refusedOrder(certificate: ShownCertificate): Attention[] {
  const { id, name, subject, acme, chain_end } = certificate
  if (acme?.state !== 'REFUSED') return []
  const tone = chain_end === 'SELF_SIGNED' && !isIdle(certificate) ? 'bad' : 'warn'
  const message = `The authority refused it: ${acme.reason ?? ''}`
  return [
    {
      loadbalancer_id: null,
      kind: 'certificate',
      id,
      pool_id: null,
      name: name || subject,
      tone,
      message,
      since: acme.updated_at,
    },
  ]
}

/** What nothing shows to clients keeps none out. */
function isIdle({ used_by }: ShownCertificate): boolean {
  return used_by.length === 0
}

function expiring(certificate: ShownCertificate, { severity, since }: Expiry, now: number): Attention {
  const { id, name, subject } = certificate
  const found = problemsOfCertificate(certificate, now)
  const said = found.find(({ problem }) => problem === 'expired' || problem === 'expiring')?.message ?? ''
  return {
    loadbalancer_id: null,
    kind: 'certificate',
    id,
    pool_id: null,
    name: name || subject,
    tone: severity === 'error' && !isIdle(certificate) ? 'bad' : 'warn',
    message: isIdle(certificate) ? `${said} Nothing uses it.` : said,
    since,
  }
}

type Row = {
  readonly id: string
  readonly name: string
  readonly loadbalancer_id: string
  readonly pool_id?: string
  readonly address?: string
  readonly protocol_port?: number
  readonly provisioning_status: string
  readonly status_reason: string | null
  readonly created_at: string
  readonly updated_at: string | null
}

function refused(kind: ResourceKind, rows: readonly Row[]): Attention[] {
  return rows
    .filter((one) => one.provisioning_status === 'ERROR')
    .map((one) => ({
      ...about(kind, one),
      tone: 'bad',
      message: one.status_reason ?? 'The data plane refused the last change.',
    }))
}

/** A member without a name is called by its address. */
function nameOf(one: Row): string {
  if (one.name !== '' || one.address === undefined) return one.name
  return `${isIpv6(one.address) ? `[${one.address}]` : one.address}:${one.protocol_port}`
}

function failingMember(one: Shown<'member'>): Attention[] {
  if (one.operating_status !== 'ERROR') return []
  const since = one.health ? new Date(one.health.changed_at).toISOString() : undefined
  const message = one.health?.reason ?? 'Its health check fails.'
  return [{ ...about('member', one), tone: 'bad', message, ...(since !== undefined && { since }) }]
}

function emptyPool(one: Shown<'pool'>): Attention[] {
  if (one.listeners.length === 0 || one.members.length > 0 || !one.admin_state_up) return []
  return [
    { ...about('pool', one), tone: 'warn', message: 'It has no members, so traffic that is sent to it goes nowhere.' },
  ]
}

function troubledListener(one: Shown<'listener'>): Attention[] {
  if (!one.admin_state_up) return []
  if (one.operating_status === 'DEGRADED') {
    return [
      {
        ...about('listener', one),
        tone: 'warn',
        message: `It stands at its connection limit of ${one.connection_limit}.`,
      },
    ]
  }
  const { unserved } = listenerProtocols[one.protocol]
  if (one.default_pool_id !== null || unserved === null) return []
  return [{ ...about('listener', one), tone: 'warn', message: `It has no default pool: it ${unserved}.` }]
}

function about(kind: ResourceKind, one: Row): Omit<Attention, 'tone' | 'message'> {
  return {
    loadbalancer_id: one.loadbalancer_id,
    kind,
    id: one.id,
    pool_id: one.pool_id ?? null,
    name: nameOf(one),
    since: one.updated_at ?? one.created_at,
  }
}
