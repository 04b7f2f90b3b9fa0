'use client'

import { Ban, CircleAlert, CircleCheck, CircleDashed, CircleMinus, LoaderCircle, TriangleAlert } from 'lucide-react'
import { type OperatingStatus, operatingStatuses, type ProvisioningStatus, provisioningStatuses } from 'model/statuses'
import type { ComponentType, ReactNode } from 'react'
import type { Tone } from './badge.tsx'
import { classNames } from './class-names.ts'
import { Tooltip } from './tooltip.tsx'

type Icon = ComponentType<{ className?: string; 'aria-hidden'?: boolean }>

export const toneInk: Record<Tone, string> = {
  good: 'text-good',
  warn: 'text-warn',
  busy: 'text-warn',
  bad: 'text-bad',
  off: 'text-off',
  plain: 'text-muted',
}

export const operatingIcons: Record<OperatingStatus, Icon> = {
  ONLINE: CircleCheck,
  DRAINING: CircleMinus,
  OFFLINE: Ban,
  DEGRADED: TriangleAlert,
  ERROR: CircleAlert,
  NO_MONITOR: CircleDashed,
}

const provisioningIcons: Record<ProvisioningStatus, Icon> = {
  PENDING_CREATE: LoaderCircle,
  PENDING_UPDATE: LoaderCircle,
  PENDING_DELETE: LoaderCircle,
  ACTIVE: CircleCheck,
  ERROR: CircleAlert,
}

/** Icon, word and colour: never colour alone. `hint` says why, on hover and focus. */
export function StatusMark({
  tone,
  icon: Mark,
  label,
  hint,
  className,
}: {
  readonly tone: Tone
  readonly icon: Icon
  readonly label: string
  readonly hint?: ReactNode
  readonly className?: string | undefined
}) {
  const mark = (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 whitespace-nowrap transition-colors',
        toneInk[tone],
        className,
      )}
    >
      <Mark className={classNames('size-3.5 shrink-0', tone === 'busy' && 'animate-turn')} aria-hidden />
      {label}
    </span>
  )
  if (!hint) return mark
  return (
    <Tooltip content={hint}>
      <button type="button" className="inline-flex rounded-[4px] text-left align-top">
        {mark}
      </button>
    </Tooltip>
  )
}

/** How a resource is doing with real traffic. `reason` is added to what the word means. */
export function OperatingStatusMark({
  status,
  reason,
  className,
}: {
  readonly status: OperatingStatus
  readonly reason?: ReactNode
  readonly className?: string
}) {
  const { tone, label, help } = operatingStatuses[status]
  return (
    <StatusMark
      tone={tone}
      icon={operatingIcons[status]}
      label={label}
      hint={<Hint help={help} reason={reason} />}
      className={className}
    />
  )
}

/** What the control plane is doing with a resource. */
export function ProvisioningStatusMark({
  status,
  reason,
  className,
}: {
  readonly status: ProvisioningStatus
  readonly reason?: ReactNode
  readonly className?: string
}) {
  const { tone, label, help } = provisioningStatuses[status]
  return (
    <StatusMark
      tone={tone}
      icon={provisioningIcons[status]}
      label={label}
      hint={<Hint help={help} reason={reason} />}
      className={className}
    />
  )
}

function Hint({ help, reason }: { readonly help: string; readonly reason: ReactNode }) {
  return (
    <span className="grid gap-1">
      {reason && <span className="font-medium">{reason}</span>}
      <span className={reason ? 'text-muted' : undefined}>{help}</span>
    </span>
  )
}
