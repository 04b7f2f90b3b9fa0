'use client'

import { useQuery } from '@tanstack/react-query'
import { CircleAlert, CircleCheck, CircleDashed, Ellipsis, Plus, Trash2, Unplug, Waypoints } from 'lucide-react'
import { shortId } from 'model/short-id'
import Link from 'next/link'
import { useState } from 'react'
import type { FloatingIp, Network } from '../api-answers.ts'
import { CopyAs } from '../forms/copy-as.tsx'
import { useNetworkDeed } from '../forms/use-deed.ts'
import { links } from '../links.ts'
import { queries } from '../queries.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { DestructiveDialog } from '../ui/destructive-dialog.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Menu, MenuItem, MenuSeparator } from '../ui/menu.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { StatusMark } from '../ui/status.tsx'
import { Cell, HeadCell, Row, Table, TableHead } from '../ui/table.tsx'
import { toast } from '../ui/toast.tsx'
import { AssociateFloatingIp, CreateFloatingIp } from './floating-ip-panels.tsx'
import { associateCall, removeCall } from './network-calls.ts'

type Open = { readonly panel: 'associate' | 'release' | 'delete'; readonly row: FloatingIp } | { readonly panel: 'new' }

const statuses = {
  ACTIVE: { tone: 'good', icon: CircleCheck, label: 'Active' },
  DOWN: { tone: 'off', icon: CircleDashed, label: 'Not associated' },
  ERROR: { tone: 'bad', icon: CircleAlert, label: 'Refused' },
} as const

/** The floating IPs of the project, and what can be done with them. */
export function FloatingIps({ networks }: { readonly networks: readonly Network[] }) {
  const rows = useQuery(queries.floatingIps())
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="grid gap-0.5">
          <h2 className="font-medium text-section">Floating IPs</h2>
          <p className="text-muted">
            Addresses that the project keeps. One that leads to a load balancer is one more address of it.
          </p>
        </div>
        <Button onClick={() => setOpen({ panel: 'new' })}>
          <Plus aria-hidden />
          Create floating IP
        </Button>
      </div>
      {rows.error && !rows.data ? (
        <div className="rounded-surface border bg-surface">
          <ErrorState title="The floating IPs could not be loaded" error={rows.error} onRetry={rows.refetch} />
        </div>
      ) : rows.data?.length === 0 ? (
        <div className="rounded-surface border bg-surface">
          <EmptyState title="There is no floating IP">
            Create one to reach a load balancer from an external network, and to move that address to another one later.
          </EmptyState>
        </div>
      ) : (
        <Table label="Floating IPs">
          <TableHead>
            <HeadCell>Address</HeadCell>
            <HeadCell>Status</HeadCell>
            <HeadCell>Leads to</HeadCell>
            <HeadCell>VIP</HeadCell>
            <HeadCell>Network</HeadCell>
            <HeadCell>Description</HeadCell>
            <HeadCell>
              <span className="sr-only">Actions</span>
            </HeadCell>
          </TableHead>
          <tbody aria-busy={!rows.data}>
            {rows.data ? (
              rows.data.map((row) => (
                <FloatingIpRow
                  key={row.id}
                  row={row}
                  network={networks.find((one) => one.id === row.floating_network_id)}
                  onOpen={(panel) => setOpen({ panel, row })}
                />
              ))
            ) : (
              <SkeletonRows columns={7} rows={2} />
            )}
          </tbody>
        </Table>
      )}
      {open?.panel === 'new' && <CreateFloatingIp networks={networks} onClose={close} />}
      {open?.panel === 'associate' && <AssociateFloatingIp row={open.row} onClose={close} />}
      {(open?.panel === 'release' || open?.panel === 'delete') && (
        <EndFloatingIp row={open.row} isDelete={open.panel === 'delete'} onClose={close} />
      )}
    </div>
  )
}

function FloatingIpRow({
  row,
  network,
  onOpen,
}: {
  readonly row: FloatingIp
  readonly network: Network | undefined
  readonly onOpen: (panel: 'associate' | 'release' | 'delete') => void
}) {
  const { data: loadBalancers = [] } = useQuery(queries.loadBalancers())
  const target = loadBalancers.find((one) => `lb-${one.id}` === row.port_details?.device_id)
  return (
    <Row>
      <Cell className="whitespace-nowrap py-0 font-medium">
        <span className="flex items-center gap-1 font-mono tabular-nums">
          {row.floating_ip_address}
          <CopyButton text={row.floating_ip_address} what={row.floating_ip_address} />
        </span>
      </Cell>
      <Cell className="whitespace-nowrap">
        <StatusMark {...statuses[row.status]} />
      </Cell>
      <Cell className="whitespace-nowrap">
        {target ? (
          <Link href={links.loadBalancer(target.id)} className="underline underline-offset-2">
            {target.name || shortId(target.id)}
          </Link>
        ) : (
          '–'
        )}
      </Cell>
      <Cell className="whitespace-nowrap font-mono tabular-nums">{row.fixed_ip_address ?? '–'}</Cell>
      <Cell className="whitespace-nowrap">{network?.name ?? shortId(row.floating_network_id)}</Cell>
      <Cell className="max-w-60 truncate text-muted">{row.description || '–'}</Cell>
      <Cell className="py-0 text-right">
        <Menu
          trigger={
            <IconButton label={`Actions of ${row.floating_ip_address}`} size="iconSmall">
              <Ellipsis aria-hidden />
            </IconButton>
          }
        >
          <MenuItem onSelect={() => onOpen('associate')}>
            <Waypoints aria-hidden />
            Associate
          </MenuItem>
          <MenuItem disabled={row.port_id === null} onSelect={() => onOpen('release')}>
            <Unplug aria-hidden />
            Disassociate
          </MenuItem>
          <MenuSeparator />
          <MenuItem isDanger onSelect={() => onOpen('delete')}>
            <Trash2 aria-hidden />
            Delete floating IP
          </MenuItem>
        </Menu>
      </Cell>
    </Row>
  )
}

/** Asks before traffic to the address ends. */
function EndFloatingIp({
  row,
  isDelete,
  onClose,
}: {
  readonly row: FloatingIp
  readonly isDelete: boolean
  readonly onClose: () => void
}) {
  const { run } = useNetworkDeed()
  const call = isDelete ? removeCall('floatingips', row.id) : associateCall(row.id, null)
  const address = row.floating_ip_address
  return (
    <DestructiveDialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={isDelete ? `Delete ${address}?` : `Disassociate ${address}?`}
      description={
        <>
          {row.port_id === null
            ? 'It leads nowhere now.'
            : `Whoever uses ${address} is answered no longer; ${row.fixed_ip_address} goes on.`}{' '}
          {isDelete ? 'The address can be given to somebody else afterwards.' : 'The project keeps the address.'}
        </>
      }
      aside={<CopyAs calls={() => [call]} />}
      action={isDelete ? 'Delete floating IP' : 'Disassociate'}
      onConfirm={async () => {
        await run(call)
        toast.done(isDelete ? `${address} is deleted` : `${address} leads nowhere`)
      }}
    />
  )
}
