'use client'

import { MoreHorizontal } from 'lucide-react'
import { shortId } from 'model/short-id'
import Link from 'next/link'
import { memo } from 'react'
import { links } from '../links.ts'
import { countedBy } from '../live/counted.ts'
import { Badge } from '../ui/badge.tsx'
import { IconButton } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { OperatingStatusMark, ProvisioningStatusMark } from '../ui/status.tsx'
import { Cell, HeadCell, Row, TableHead } from '../ui/table.tsx'
import type { ListRow, Sort, SortKey } from './list-rows.ts'
import { TrafficCell } from './traffic-cell.tsx'

const columns: readonly {
  readonly key: SortKey | 'listeners'
  readonly label: string
  readonly isNumeric?: boolean
  readonly className?: string
}[] = [
  { key: 'name', label: 'Name' },
  { key: 'health', label: 'Health' },
  { key: 'provisioning', label: 'Provisioning' },
  { key: 'address', label: 'Address' },
  { key: 'listeners', label: 'Listeners' },
  { key: 'traffic', label: 'Traffic', isNumeric: true },
  { key: 'updated', label: 'Changed', className: 'max-xl:hidden' },
]
/** With the box at the left and the menu at the right. */
export const columnCount = columns.length + 2

export function ListHead({
  sort,
  onSort,
  selected,
  onSelectAll,
}: {
  readonly sort: Sort
  readonly onSort: (key: SortKey) => void
  readonly selected: 'none' | 'some' | 'all'
  readonly onSelectAll: (isSelected: boolean) => void
}) {
  return (
    <TableHead>
      <HeadCell className="w-10 pr-0">
        <Checkbox
          aria-label="Select all that are shown"
          checked={selected === 'some' ? 'indeterminate' : selected === 'all'}
          onCheckedChange={(checked) => onSelectAll(checked === true)}
        />
      </HeadCell>
      {columns.map(({ key, label, isNumeric = false, className = '' }) => (
        <HeadCell
          key={key}
          isNumeric={isNumeric}
          className={className}
          {...(key === 'listeners'
            ? {}
            : { sorted: sort.key === key ? sort.direction : null, onSort: () => onSort(key) })}
        >
          {label}
        </HeadCell>
      ))}
      <HeadCell className="w-10">
        <span className="sr-only">Actions</span>
      </HeadCell>
    </TableHead>
  )
}

export const ListLine = memo(function ListLine({
  line,
  isSelected,
  onSelect,
  onDelete,
}: {
  readonly line: ListRow
  readonly isSelected: boolean
  readonly onSelect: (id: string, isSelected: boolean) => void
  readonly onDelete: (line: ListRow) => void
}) {
  const { row, listeners } = line
  const name = row.name || shortId(row.id)
  return (
    <Row isSelected={isSelected}>
      <Cell className="pr-0">
        <Checkbox
          aria-label={`Select ${name}`}
          checked={isSelected}
          onCheckedChange={(checked) => onSelect(row.id, checked === true)}
        />
      </Cell>
      <Cell>
        <span className="flex items-center gap-2">
          <Link
            href={links.loadBalancer(row.id)}
            className="max-w-32 truncate sm:max-w-64 font-medium underline-offset-2 hover:underline"
          >
            {name}
          </Link>
          {!row.admin_state_up && <Badge tone="off">Disabled</Badge>}
          {row.tags.slice(0, 2).map((tag) => (
            <Badge key={tag} className="max-w-24 max-lg:hidden">
              <span className="truncate">{tag}</span>
            </Badge>
          ))}
          {row.tags.length > 2 && <span className="text-caption text-faint max-lg:hidden">+{row.tags.length - 2}</span>}
        </span>
      </Cell>
      <Cell>
        <OperatingStatusMark status={row.operating_status} />
      </Cell>
      <Cell>
        <ProvisioningStatusMark status={row.provisioning_status} reason={row.status_reason} />
      </Cell>
      <Cell className="whitespace-nowrap font-mono tabular-nums">
        {row.vip_address ?? '–'}
        {row.additional_vips.length > 0 && <span className="text-faint"> +{row.additional_vips.length}</span>}
      </Cell>
      <Cell>
        <Ports listeners={listeners} />
      </Cell>
      <Cell>
        <TrafficCell id={row.id} counts={countedBy(listeners)} />
      </Cell>
      <Cell className="whitespace-nowrap text-muted max-xl:hidden">
        <RelativeTime at={row.updated_at ?? row.created_at} />
      </Cell>
      <Cell className="py-0">
        <Menu
          trigger={
            <IconButton label={`Actions for ${name}`} size="iconSmall">
              <MoreHorizontal aria-hidden />
            </IconButton>
          }
        >
          <MenuItem asChild>
            <Link href={links.loadBalancer(row.id)}>Open</Link>
          </MenuItem>
          <MenuItem asChild>
            <Link href={links.configuration(row.id)}>Show its configuration</Link>
          </MenuItem>
          <MenuItem asChild>
            <Link href={links.loadBalancerActivity(row.id)}>Show its activity</Link>
          </MenuItem>
          <MenuSeparator />
          <MenuItem isDanger onSelect={() => onDelete(line)}>
            Delete load balancer
          </MenuItem>
        </Menu>
      </Cell>
    </Row>
  )
})

/** More ports than this are a number. */
const portsShown = 3

function Ports({ listeners }: { readonly listeners: ListRow['listeners'] }) {
  if (listeners.length === 0) return <span className="text-faint">none</span>
  return (
    <span className="flex items-center gap-1">
      {listeners.slice(0, portsShown).map((one) => (
        <Badge key={one.id} {...(one.operating_status === 'ERROR' ? { tone: 'bad' as const } : {})}>
          {one.protocol} <span className="font-mono tabular-nums">{one.protocol_port}</span>
        </Badge>
      ))}
      {listeners.length > portsShown && (
        <span className="text-caption text-faint">+{listeners.length - portsShown}</span>
      )}
    </span>
  )
}
