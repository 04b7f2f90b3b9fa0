'use client'

import { useQuery } from '@tanstack/react-query'
import { Plus, Trash2 } from 'lucide-react'
import { shortId } from 'model/short-id'
import Link from 'next/link'
import { useState } from 'react'
import type { Network, Subnet } from '../api-answers.ts'
import { CopyAs } from '../forms/copy-as.tsx'
import { useNetworkDeed } from '../forms/use-deed.ts'
import { useSession } from '../frame/use-session.ts'
import { links } from '../links.ts'
import { queries } from '../queries.ts'
import { Badge } from '../ui/badge.tsx'
import { Button, IconButton } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { DestructiveDialog } from '../ui/destructive-dialog.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { count } from '../ui/format.ts'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Cell, HeadCell, Row, Table, TableHead } from '../ui/table.tsx'
import { toast } from '../ui/toast.tsx'
import { removeCall } from './network-calls.ts'
import { CreateNetwork, CreateSubnet } from './subnet-panels.tsx'

type Open = 'subnet' | 'network' | Subnet

/** The subnets; administrators create and delete them. */
export function Subnets({ networks }: { readonly networks: readonly Network[] }) {
  const isAdmin = useSession()?.user?.is_admin ?? false
  const [open, setOpen] = useState<Open | null>(null)
  const close = () => setOpen(null)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <div className="grid gap-0.5">
          <h2 className="font-medium text-section">Subnets</h2>
          <p className="text-muted">
            Load balancers take their addresses from them. Everybody who is signed in can use them.
          </p>
        </div>
        {isAdmin && (
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setOpen('network')}>
              <Plus aria-hidden />
              Create network
            </Button>
            <Button onClick={() => setOpen('subnet')}>
              <Plus aria-hidden />
              Create subnet
            </Button>
          </div>
        )}
      </div>
      <SubnetTable networks={networks} {...(isAdmin ? { onDelete: setOpen } : {})} />
      {open === 'network' && <CreateNetwork onClose={close} />}
      {open === 'subnet' && <CreateSubnet networks={networks} onClose={close} />}
      {open !== null && typeof open === 'object' && <DeleteSubnet subnet={open} onClose={close} />}
    </div>
  )
}

function SubnetTable({
  networks,
  onDelete,
}: {
  readonly networks: readonly Network[]
  /** Only where the person may. */
  readonly onDelete?: (subnet: Subnet) => void
}) {
  const subnets = useQuery(queries.subnets())
  const { data: loadBalancers = [] } = useQuery(queries.loadBalancers())
  if (subnets.error && !subnets.data) {
    return (
      <div className="rounded-surface border bg-surface">
        <ErrorState title="The subnets could not be loaded" error={subnets.error} onRetry={subnets.refetch} />
      </div>
    )
  }
  if (subnets.data?.length === 0) {
    return (
      <div className="rounded-surface border bg-surface">
        <EmptyState title="There is no subnet">A load balancer needs one to take its address from.</EmptyState>
      </div>
    )
  }
  return (
    <Table label="Subnets">
      <TableHead>
        <HeadCell>Subnet</HeadCell>
        <HeadCell>Network</HeadCell>
        <HeadCell>Range</HeadCell>
        <HeadCell>Given out</HeadCell>
        <HeadCell isNumeric>Load balancers</HeadCell>
        <HeadCell>ID</HeadCell>
        {onDelete && (
          <HeadCell>
            <span className="sr-only">Actions</span>
          </HeadCell>
        )}
      </TableHead>
      <tbody aria-busy={!subnets.data}>
        {subnets.data?.map((one) => (
          <SubnetRow
            key={one.id}
            subnet={one}
            network={networks.find((each) => each.id === one.network_id)}
            used={loadBalancers.filter((each) => each.vip_subnet_id === one.id).length}
            {...(onDelete ? { onDelete: () => onDelete(one) } : {})}
          />
        )) ?? <SkeletonRows columns={onDelete ? 7 : 6} rows={3} />}
      </tbody>
    </Table>
  )
}

function SubnetRow({
  subnet,
  network,
  used,
  onDelete,
}: {
  readonly subnet: Subnet
  readonly network: Network | undefined
  readonly used: number
  readonly onDelete?: () => void
}) {
  const [pool] = subnet.allocation_pools
  return (
    <Row>
      <Cell className="whitespace-nowrap font-medium">{subnet.name || shortId(subnet.id)}</Cell>
      <Cell className="whitespace-nowrap">
        <span className="flex items-center gap-2">
          {network?.name ?? shortId(subnet.network_id)}
          {network?.['router:external'] && <Badge>external</Badge>}
        </span>
      </Cell>
      <Cell className="whitespace-nowrap font-mono tabular-nums">{subnet.cidr}</Cell>
      <Cell className="whitespace-nowrap font-mono tabular-nums">
        {pool ? (pool.start === pool.end ? pool.start : `${pool.start} – ${pool.end}`) : '–'}
      </Cell>
      <Cell isNumeric>
        {used > 0 ? (
          <Link href={links.loadBalancers()} className="underline underline-offset-2">
            {count(used)}
          </Link>
        ) : (
          '0'
        )}
      </Cell>
      <Cell className="py-0">
        <span className="flex items-center gap-1 font-mono text-caption text-muted">
          {shortId(subnet.id)}
          <CopyButton text={subnet.id} what={`the ID of ${subnet.name}`} />
        </span>
      </Cell>
      {onDelete && (
        <Cell className="py-0 text-right">
          <IconButton label={`Delete subnet ${subnet.name}`} size="iconSmall" onClick={onDelete}>
            <Trash2 aria-hidden />
          </IconButton>
        </Cell>
      )}
    </Row>
  )
}

function DeleteSubnet({ subnet, onClose }: { readonly subnet: Subnet; readonly onClose: () => void }) {
  const { run } = useNetworkDeed()
  const call = removeCall('subnets', subnet.id)
  return (
    <DestructiveDialog
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose()
      }}
      title={`Delete subnet ${subnet.name || subnet.cidr}?`}
      description={`Nobody can take an address of ${subnet.cidr} any more. A subnet of which an address is taken stays.`}
      aside={<CopyAs calls={() => [call]} />}
      action="Delete subnet"
      onConfirm={async () => {
        await run(call)
        toast.done(`Subnet ${subnet.name || subnet.cidr} is deleted`)
      }}
    />
  )
}
