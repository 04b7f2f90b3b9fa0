'use client'

import type { Counted } from 'model/listener/protocols'
import type { Listener } from 'model/resources/listener'
import type { Member } from 'model/resources/member'
import type { Pool } from 'model/resources/pool'
import { type OperatingStatus, operatingStatuses } from 'model/statuses'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { withPort } from '../forms/address-text.ts'
import { valueText } from '../forms/value-text.ts'
import { links } from '../links.ts'
import { unserved } from '../listener/unserved.ts'
import { countedBy } from '../live/counted.ts'
import { useCounters } from '../live/use-live.ts'
import { rateText } from '../load-balancer/traffic-text.ts'
import { classNames } from '../ui/class-names.ts'
import { plural } from '../ui/format.ts'
import { operatingIcons, toneInk } from '../ui/status.tsx'

const toneEdge = {
  good: 'border-l-good-mark',
  warn: 'border-l-warn-mark',
  bad: 'border-l-bad-mark',
  off: 'border-l-off-mark',
} as const

export function ListenerNode({ listener, hasPool }: { readonly listener: Listener; readonly hasPool: boolean }) {
  const counters = useCounters({ kind: 'listener', id: listener.id })
  const alone = hasPool ? null : unserved(listener.protocol)
  return (
    <NodeCard
      href={links.listener(listener.loadbalancer_id, listener.id)}
      status={listener.operating_status}
      title={listener.name || 'Listener'}
      tag={`${listener.protocol} :${listener.protocol_port}`}
      detail={alone === null ? rateText(counters, countedBy([listener])) : `no pool: ${alone}`}
    />
  )
}

export function PoolNode({
  pool,
  members,
  isUsed,
}: {
  readonly pool: Pool
  readonly members: readonly Member[]
  readonly isUsed: boolean
}) {
  const up = members.filter((one) => one.operating_status === 'ONLINE').length
  const isChecked = members.some((one) => one.operating_status !== 'NO_MONITOR')
  const summary = isChecked ? `${up} of ${members.length} online` : plural(members.length, 'member')
  return (
    <NodeCard
      href={links.pool(pool.loadbalancer_id, pool.id)}
      status={pool.operating_status}
      title={pool.name || 'Pool'}
      tag={valueText('pool', 'lb_algorithm', pool.lb_algorithm)}
      detail={isUsed ? summary : 'not in use'}
    />
  )
}

export function MemberNode({
  member,
  loadbalancer_id,
  counted,
}: {
  readonly member: Member
  readonly loadbalancer_id: string
  readonly counted: Counted
}) {
  const counters = useCounters({ kind: 'member', id: member.id })
  const { tone, label } = operatingStatuses[member.operating_status]
  const Mark = operatingIcons[member.operating_status]
  const address = withPort(member.address, member.protocol_port)
  return (
    <NodeFrame
      href={links.member(loadbalancer_id, member.pool_id, member.id)}
      tone={tone}
      hint={member.health?.reason ?? undefined}
    >
      <span className="flex items-center justify-between gap-2 leading-4">
        <span className={classNames('min-w-0 truncate', !member.name && 'font-mono')}>{member.name || address}</span>
        <span className="shrink-0 font-mono text-caption text-muted tabular-nums leading-4">
          {rateText(counters, counted)}
        </span>
      </span>
      <span className="flex items-center justify-between gap-2 text-caption leading-4">
        <span className={classNames('flex items-center gap-1', toneInk[tone])}>
          <Mark className="size-3 shrink-0" aria-hidden />
          {label}
        </span>
        <span className="min-w-0 truncate font-mono text-faint">
          {member.name ? address : `weight ${member.weight}`}
        </span>
      </span>
    </NodeFrame>
  )
}

type CardProps = {
  readonly href: string
  readonly status: OperatingStatus
  readonly title: string
  readonly tag: string
  readonly detail: string
}

function NodeCard({ href, status, title, tag, detail }: CardProps) {
  const { tone, label } = operatingStatuses[status]
  const Mark = operatingIcons[status]
  return (
    <NodeFrame href={href} tone={tone}>
      <span className="flex items-center justify-between gap-2">
        <span className="min-w-0 truncate font-medium">{title}</span>
        <span className={classNames('flex shrink-0 items-center gap-1 text-caption', toneInk[tone])}>
          <Mark className="size-3" aria-hidden />
          {label}
        </span>
      </span>
      <span className="flex items-center justify-between gap-2 text-caption text-muted">
        <span className="min-w-0 truncate">{tag}</span>
        <span className="shrink-0 font-mono tabular-nums">{detail}</span>
      </span>
    </NodeFrame>
  )
}

type FrameProps = {
  readonly href: string
  readonly tone: keyof typeof toneEdge
  readonly hint?: string | undefined
  readonly children: ReactNode
}

function NodeFrame({ href, tone, hint, children }: FrameProps) {
  return (
    <Link
      href={href}
      title={hint}
      className={classNames(
        'flex h-full flex-col justify-center gap-0.5 rounded-control border border-line-strong border-l-[3px] bg-surface px-2 transition-colors hover:bg-sunken',
        toneEdge[tone],
      )}
    >
      {children}
    </Link>
  )
}
