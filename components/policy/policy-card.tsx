'use client'

import { CircleAlert, CircleMinus, GripVertical } from 'lucide-react'
import type { HttpRequest } from 'model/l7/request'
import type { L7Policy } from 'model/resources/l7-policy'
import { isPending } from 'model/statuses'
import { memo } from 'react'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { classNames } from '../ui/class-names.ts'
import { plural, rate } from '../ui/format.ts'
import { RelativeTime } from '../ui/relative-time.tsx'
import { OperatingStatusMark, ProvisioningStatusMark } from '../ui/status.tsx'
import { Switch } from '../ui/switch.tsx'
import { BodyMark, needsBody } from './body-cost.tsx'
import { CardMenu } from './card-menu.tsx'
import type { PolicyEntry } from './entries.ts'
import { policyName } from './names.ts'
import { PolicySentence } from './policy-sentence.tsx'
import { ForeseenNote, ShadowNote } from './shadow/shadow-note.tsx'
import type { CardShadow } from './shadow/use-policy-shadows.ts'
import { treatmentWords } from './treatment-words.ts'
import { usePoliciesTraffic } from './use-policy-traffic.tsx'

/** What can be done to a policy from its card. */
export type CardActions = {
  readonly edit: (id: string) => void
  readonly explain: (id: string) => void
  readonly duplicate: (id: string) => void
  readonly copy: (id: string) => void
  readonly overlaps: (id: string) => void
  readonly walk: (request: HttpRequest) => void
  readonly moveAbove: (id: string, other: string) => void
  readonly move: (id: string) => void
  readonly remove: (id: string) => void
  readonly setEnabled: (id: string, isEnabled: boolean) => void
  readonly select: (id: string, isOn: boolean) => void
  /** It is held over the place of another; over none when it is let go. */
  readonly hold: (id: string, over: string | null) => void
  /** It was let go over the place of another. */
  readonly drop: (id: string, over: string) => void
}

export type PolicyCardProps = {
  readonly entry: PolicyEntry
  readonly position: number
  readonly isHeld: boolean
  readonly isSelected: boolean
  /** It was moved, and the data plane has not answered yet. */
  readonly isMoving: boolean
  /** Why it stands where it stood before it was moved, or null. */
  readonly refusal: string | null
  /** Why it never matches, or null. */
  readonly shadow: CardShadow | null
  /** Why it is not tried whatever is asked, or null. */
  readonly inactiveBecause: string | null
  /** Whether it would never match where it stands now that a card is held. */
  readonly isForeseen: boolean
  /** Why it can not be dragged now, or null. */
  readonly stuckBecause: string | null
  readonly actions: CardActions
}

/** A card that can be taken. While one is held nothing of the others is drawn again. */
export const PolicyCard = memo(function PolicyCard({ stuckBecause, isHeld, ...content }: PolicyCardProps) {
  const { policy } = content.entry
  const { isSelected, isMoving } = content
  const isApplying = isMoving || isPending(policy.provisioning_status)
  return (
    <div
      aria-busy={isApplying || undefined}
      data-policy={policy.id}
      className={classNames(
        'grid grid-cols-[auto_minmax(0,1fr)_auto] items-start gap-x-2 gap-y-1 rounded-surface border bg-surface py-2 pr-2 pl-1 sm:grid-cols-[auto_auto_minmax(0,1fr)_auto] lg:grid-cols-[auto_auto_minmax(0,1fr)_auto_auto]',
        isSelected && 'border-accent-mark bg-accent-soft',
        isApplying && 'bg-warn-soft/50',
        isHeld && 'relative border-accent-mark shadow-float will-change-transform',
      )}
    >
      <Handle name={policyName(policy)} isHeld={isHeld} stuckBecause={stuckBecause} />
      <CardContent {...content} />
    </div>
  )
})

const CardContent = memo(function CardContent(props: Omit<PolicyCardProps, 'stuckBecause' | 'isHeld'>) {
  const { entry, position, isSelected, isMoving, actions } = props
  const { policy } = entry
  const name = policyName(policy)
  const status = isMoving ? 'PENDING_UPDATE' : policy.provisioning_status
  const isGrey = !policy.admin_state_up || props.inactiveBecause !== null
  const besides = treatmentWords(policy)
  return (
    <>
      <span className="flex h-7 items-center gap-2 pointer-coarse:h-11">
        <Checkbox
          aria-label={`Select policy ${name}`}
          checked={isSelected}
          onCheckedChange={(isOn) => actions.select(policy.id, isOn === true)}
        />
        <Position priority={policy.priority}>{position}</Position>
      </span>
      <div className="order-1 col-span-3 grid min-w-0 gap-0.5 px-2 sm:order-none sm:col-span-1 sm:px-0 sm:pt-1">
        <div className={classNames('min-w-0', isGrey && 'text-faint')}>
          <PolicySentence entry={entry} />
        </div>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-0.5 text-caption">
          <Button
            look="link"
            className="wrap-anywhere min-w-0 shrink whitespace-normal text-left text-caption"
            onClick={() => actions.edit(policy.id)}
          >
            {name}
          </Button>
          <ProvisioningStatusMark status={status} reason={policy.status_reason} />
          <OperatingStatusMark status={policy.operating_status} />
          {besides.length > 0 && <span className="text-muted">{besides.join(' · ')}</span>}
          {needsBody(entry.rules) && <BodyMark />}
          {policy.traffic_limit_config !== null && <Limited id={policy.id} />}
          <Priority policy={policy} position={position} />
          <span className="flex gap-2 text-muted lg:hidden">
            <Figures id={policy.id} />
          </span>
        </div>
        {props.inactiveBecause !== null && (
          <p className="flex items-start gap-1.5 text-caption text-warn">
            <CircleMinus className="mt-0.5 size-3 shrink-0" aria-hidden />
            <span>Inactive: {props.inactiveBecause}</span>
          </p>
        )}
        <Refusals {...props} />
        {props.isForeseen && <ForeseenNote />}
        {props.shadow && <Shadowed id={policy.id} shadow={props.shadow} actions={actions} />}
      </div>
      <div className="hidden h-7 items-center gap-2 pr-2 font-mono text-caption text-muted tabular-nums lg:flex">
        <Figures id={policy.id} />
      </div>
      <div className="flex h-7 items-center gap-2 pointer-coarse:h-11">
        <Switch
          aria-label={`Policy ${name} enabled`}
          checked={policy.admin_state_up}
          disabled={policy.provisioning_status === 'PENDING_DELETE'}
          onCheckedChange={(isOn) => actions.setEnabled(policy.id, isOn)}
        />
        <CardMenu policy={policy} actions={actions} />
      </div>
    </>
  )
})

function Position({ priority, children }: { readonly priority: number | null; readonly children: number }) {
  const title = `Position ${children}${priority === null ? '' : `, priority ${priority}`}`
  return (
    <span title={title} className="min-w-6 text-right font-mono text-muted tabular-nums">
      {children}
    </span>
  )
}

/** Said where it is another number than the position: who came by Huawei's API has given it. */
function Priority({ policy: { priority }, position }: { readonly policy: L7Policy; readonly position: number }) {
  if (priority === null || priority === position) return null
  return <span className="text-muted tabular-nums">priority {priority}</span>
}

/** Takes the policy: with a mouse, a finger, or the space bar. The list hears what is done to it. */
function Handle({
  name,
  isHeld,
  stuckBecause,
}: {
  readonly name: string
  readonly isHeld: boolean
  readonly stuckBecause: string | null
}) {
  return (
    <button
      type="button"
      data-grip
      aria-roledescription="sortable"
      aria-describedby={carryHelpId}
      aria-disabled={stuckBecause !== null || undefined}
      aria-label={`Move policy ${name}`}
      title={stuckBecause ?? 'Drag to reorder. On the keyboard: Space, arrows, Space.'}
      className={classNames(
        'grid h-7 w-6 touch-none place-items-center rounded-control text-faint hover:bg-sunken hover:text-text pointer-coarse:size-11',
        isHeld ? 'cursor-grabbing' : 'cursor-grab',
        stuckBecause !== null && 'cursor-not-allowed opacity-55',
      )}
    >
      <GripVertical className="size-4" aria-hidden />
    </button>
  )
}

/** The id of what the handles are described by. */
export const carryHelpId = 'carry-policies'

/** Hits per second, share and last hit; three dashes while the data plane counts none. */
function Figures({ id }: { readonly id: string }) {
  const { of, decided } = usePoliciesTraffic()
  const { noun, unit } = decided
  const traffic = of(id)
  const share = traffic?.share ?? null
  const total = traffic?.total ?? null
  return (
    <>
      <span
        className="lg:w-18 lg:text-right"
        title={total === null ? `The ${noun}s that it takes` : `${plural(total, noun)} since it exists`}
      >
        {traffic === null || traffic.rate === null ? '–' : rate(traffic.rate, unit)}
      </span>
      <span className="lg:w-12 lg:text-right" title={`Its share of the ${noun}s of the listener`}>
        {share === null ? '–' : `${Math.round(share * 100)} %`}
      </span>
      <span className="lg:w-18 lg:text-right" title={`The last ${noun} that it took`}>
        <span className="sr-only max-lg:not-sr-only">last hit </span>
        {traffic?.lastAt ? <RelativeTime at={traffic.lastAt * 1_000} /> : lastText(total)}
      </span>
    </>
  )
}

/** What its limit refuses now; nothing while it refuses nobody. */
function Limited({ id }: { readonly id: string }) {
  const limited = usePoliciesTraffic().of(id)?.limited ?? 0
  return limited === 0 ? null : (
    <span className="text-warn" title="Requests that its limit refuses with 503">
      {rate(limited, 'limited')}
    </span>
  )
}

/** The time of a hit of long ago is not kept, only that there was one. */
function lastText(total: number | null): string {
  if (total === null) return '–'
  return total === 0 ? 'never' : 'long ago'
}

/** Why it is not what runs, and why it was put back; said once where both are the same. */
function Refusals({ entry, refusal }: Pick<PolicyCardProps, 'entry' | 'refusal'>) {
  const { provisioning_status, status_reason } = entry.policy
  const reason = provisioning_status === 'ERROR' ? status_reason : null
  return (
    <>
      {refusal && <Refusal>{`It was put back: ${refusal}`}</Refusal>}
      {reason && !refusal?.includes(reason) && <Refusal>{reason}</Refusal>}
    </>
  )
}

function Refusal({ children }: { readonly children: string }) {
  return (
    <p className="flex items-start gap-1.5 break-words text-bad text-caption">
      <CircleAlert className="mt-0.5 size-3 shrink-0" aria-hidden />
      {children}
    </p>
  )
}

function Shadowed({
  id,
  shadow: { sentence, example, above },
  actions,
}: {
  readonly id: string
  readonly shadow: CardShadow
  readonly actions: CardActions
}) {
  const move = above && {
    label: above.count === 1 ? 'Move above it' : 'Move above them',
    run: () => actions.moveAbove(id, above.id),
  }
  return <ShadowNote sentence={sentence} example={example} onWalk={actions.walk} onMoveAbove={move} />
}
