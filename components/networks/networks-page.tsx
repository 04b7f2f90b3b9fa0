'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { Network, Subnet } from '../api-answers.ts'
import { links } from '../links.ts'
import { queries } from '../queries.ts'
import { Badge } from '../ui/badge.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { count } from '../ui/format.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import { Cell, HeadCell, Row, Table, TableHead } from '../ui/table.tsx'

/** Where addresses of load balancers come from. To be read only. */
export function NetworksPage() {
  const subnets = useQuery(queries.subnets())
  const networks = useQuery(queries.networks())
  const loadBalancers = useQuery(queries.loadBalancers())
  const used = (subnet: Subnet) => (loadBalancers.data ?? []).filter((one) => one.vip_subnet_id === subnet.id).length
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <PageHeader
        title="Networks"
        description="The subnets that load balancers take their addresses from. Everybody who is signed in can use them."
      />
      {subnets.error && !subnets.data ? (
        <div className="rounded-surface border bg-surface">
          <ErrorState title="The subnets could not be loaded" error={subnets.error} onRetry={subnets.refetch} />
        </div>
      ) : subnets.data?.length === 0 ? (
        <div className="rounded-surface border bg-surface">
          <EmptyState title="There is no subnet">A load balancer needs one to take its address from.</EmptyState>
        </div>
      ) : (
        <Table label="Subnets">
          <TableHead>
            <HeadCell>Subnet</HeadCell>
            <HeadCell>Network</HeadCell>
            <HeadCell>Range</HeadCell>
            <HeadCell>Given out</HeadCell>
            <HeadCell isNumeric>Load balancers</HeadCell>
            <HeadCell>ID</HeadCell>
          </TableHead>
          <tbody aria-busy={!subnets.data}>
            {subnets.data ? (
              subnets.data.map((one) => (
                <SubnetRow
                  key={one.id}
                  subnet={one}
                  network={networks.data?.find((each) => each.id === one.network_id)}
                  used={used(one)}
                />
              ))
            ) : (
              <SkeletonRows columns={6} rows={3} />
            )}
          </tbody>
        </Table>
      )}
    </div>
  )
}

function SubnetRow({
  subnet,
  network,
  used,
}: {
  readonly subnet: Subnet
  readonly network: Network | undefined
  readonly used: number
}) {
  const [pool] = subnet.allocation_pools
  return (
    <Row>
      <Cell className="whitespace-nowrap font-medium">{subnet.name}</Cell>
      <Cell className="whitespace-nowrap">
        <span className="flex items-center gap-2">
          {network?.name ?? subnet.network_id.slice(0, 8)}
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
          {subnet.id.slice(0, 8)}
          <CopyButton text={subnet.id} what={`the ID of ${subnet.name}`} />
        </span>
      </Cell>
    </Row>
  )
}
