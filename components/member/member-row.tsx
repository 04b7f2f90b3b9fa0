'use client'

import { CircleMinus, CirclePlus, Ellipsis, Pencil, PlugZap, ShieldQuestion, Trash2 } from 'lucide-react'
import type { Counted } from 'model/listener/protocols'
import type { Member } from 'model/resources/member'
import { withPort } from '../forms/address-text.ts'
import { useCounters } from '../live/use-live.ts'
import { rateText } from '../load-balancer/traffic-text.ts'
import { Badge } from '../ui/badge.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { classNames } from '../ui/class-names.ts'
import { count } from '../ui/format.ts'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { OperatingStatusMark, ProvisioningStatusMark } from '../ui/status.tsx'
import { Switch } from '../ui/switch.tsx'
import { Cell, Row } from '../ui/table.tsx'
import { checkText } from './check-words.ts'
import { type MemberActions, memberName } from './use-member-actions.ts'
import { WeightInput } from './weight-input.tsx'

export type MemberRowProps = {
  readonly member: Member
  readonly counted: Counted
  readonly isSelected: boolean
  readonly actions: MemberActions
  readonly onSelect: (isSelected: boolean) => void
  readonly onEdit: () => void
  readonly onDelete: () => void
}

export function MemberRow(props: MemberRowProps) {
  const { member, counted, isSelected, actions, onSelect, onEdit } = props
  const counters = useCounters({ kind: 'member', id: member.id })
  const isApplying = member.provisioning_status.startsWith('PENDING_')
  const isGoing = member.provisioning_status === 'PENDING_DELETE'
  const name = memberName(member)
  return (
    <Row isSelected={isSelected} className={classNames(isApplying && 'bg-warn-soft/50')} aria-busy={isApplying}>
      <Cell className="w-8 pr-0">
        <Checkbox
          aria-label={`Select ${name}`}
          checked={isSelected}
          onCheckedChange={(isOn) => onSelect(isOn === true)}
        />
      </Cell>
      <Cell className="whitespace-nowrap">
        <span className="flex items-center gap-2">
          <Button look="link" onClick={onEdit}>
            {name}
          </Button>
          {member.backup && <Badge>Backup</Badge>}
        </span>
      </Cell>
      <Cell className="whitespace-nowrap font-mono">{withPort(member.address, member.protocol_port)}</Cell>
      <Cell>
        <OperatingStatusMark status={member.operating_status} reason={member.health?.reason} />
      </Cell>
      <Cell>
        <LastCheck member={member} />
      </Cell>
      <Cell isNumeric>
        <WeightInput
          weight={member.weight}
          label={`Weight of ${name}`}
          isDisabled={isGoing}
          onSave={(weight) => actions.changeWeight(member, weight)}
        />
      </Cell>
      <Cell isNumeric className="whitespace-nowrap">
        {rateText(counters, counted)}
      </Cell>
      <Cell isNumeric>{count(counters?.active ?? 0)}</Cell>
      <Cell>
        <Switch
          aria-label={`${name} enabled`}
          checked={member.admin_state_up}
          disabled={isGoing}
          onCheckedChange={(isOn) => actions.setEnabled(member, isOn)}
        />
      </Cell>
      <Cell>
        <ProvisioningStatusMark status={member.provisioning_status} reason={member.status_reason} />
      </Cell>
      <Cell className="whitespace-nowrap text-right">
        <DrainButton member={member} actions={actions} isDisabled={isGoing} />
        <MemberMenu {...props} isDisabled={isGoing} />
      </Cell>
    </Row>
  )
}

function LastCheck({ member }: { readonly member: Member }) {
  const { health } = member
  if (health === null || member.operating_status === 'NO_MONITOR') return <span className="text-faint">–</span>
  return (
    <span className="grid max-w-44 leading-4" title={health.reason ?? undefined}>
      <span className={classNames(health.state === 'DOWN' && 'text-bad')}>{checkText(health)}</span>
      <span className="text-caption text-faint leading-4">
        changed <RelativeTime at={health.changed_at} />
      </span>
    </span>
  )
}

type ActionProps = { readonly member: Member; readonly actions: MemberActions; readonly isDisabled: boolean }

function DrainButton({ member, actions, isDisabled }: ActionProps) {
  const isDrained = member.weight === 0
  return (
    <Button
      look="ghost"
      size="small"
      disabled={isDisabled}
      aria-label={`${isDrained ? 'Undrain' : 'Drain'} ${memberName(member)}`}
      onClick={() => (isDrained ? actions.undrain(member) : actions.drain(member))}
    >
      {isDrained ? 'Undrain' : 'Drain'}
    </Button>
  )
}

function MemberMenu({ member, actions, isDisabled, onEdit, onDelete }: ActionProps & MemberRowProps) {
  const isDrained = member.weight === 0
  const Mark = isDrained ? CirclePlus : CircleMinus
  return (
    <Menu
      trigger={
        <IconButton label={`Actions of ${memberName(member)}`} size="iconSmall" disabled={isDisabled}>
          <Ellipsis aria-hidden />
        </IconButton>
      }
    >
      <MenuItem onSelect={onEdit}>
        <Pencil aria-hidden />
        Edit member
      </MenuItem>
      <MenuItem onSelect={() => (isDrained ? actions.undrain(member) : actions.drain(member))}>
        <Mark aria-hidden />
        {isDrained ? 'Undrain member' : 'Drain member'}
      </MenuItem>
      <MenuItem onSelect={() => actions.setBackup(member, !member.backup)}>
        <ShieldQuestion aria-hidden />
        {member.backup ? 'Make a regular member' : 'Make a backup'}
      </MenuItem>
      <MenuItem onSelect={() => actions.testConnection(member)}>
        <PlugZap aria-hidden />
        Test connection
      </MenuItem>
      <MenuSeparator />
      <MenuItem isDanger onSelect={onDelete}>
        <Trash2 aria-hidden />
        Remove member
      </MenuItem>
    </Menu>
  )
}
