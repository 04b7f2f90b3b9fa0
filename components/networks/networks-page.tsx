'use client'

import { useQuery } from '@tanstack/react-query'
import { queries } from '../queries.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { FloatingIps } from './floating-ips.tsx'
import { Subnets } from './subnets.tsx'

/** Where addresses come from: the floating IPs of the project, and the subnets that everybody uses. */
export function NetworksPage() {
  const { data: networks = [] } = useQuery(queries.networks())
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <PageHeader title="Networks" description="Addresses of load balancers, and where they come from." />
      <FloatingIps networks={networks} />
      <Subnets networks={networks} />
    </div>
  )
}
