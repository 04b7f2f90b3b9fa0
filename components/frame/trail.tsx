'use client'

import { useQuery } from '@tanstack/react-query'
import { usePathname } from 'next/navigation'
import { links } from '../links.ts'
import { queries } from '../queries.ts'
import { Breadcrumb, type Crumb } from '../ui/breadcrumb.tsx'
import { isWithin, sections } from './sections.ts'

const subPages: Readonly<Record<string, string>> = {
  listeners: 'Listeners',
  pools: 'Pools',
  configuration: 'Configuration',
  activity: 'Activity',
}

/** Where the page stands, told from its URL and the names in the cache. */
export function Trail() {
  const pathname = usePathname()
  const [, place, id, page, pool_id] = pathname.split('/')
  const isLoadBalancer = place === 'load-balancers' && id !== undefined && id !== 'new'
  const loadBalancer = useQuery({ ...queries.loadBalancer(id ?? ''), enabled: isLoadBalancer })
  const pools = useQuery({ ...queries.pools(), enabled: isLoadBalancer && pool_id !== undefined })
  const section = sections.find((one) => isWithin(pathname, one.href))
  const crumbs: Crumb[] = section ? [{ label: section.label, href: section.href }] : []
  if (place === 'load-balancers' && id === 'new') crumbs.push({ label: 'New' })
  if (isLoadBalancer) crumbs.push({ label: nameOf(loadBalancer.data, id), href: links.loadBalancer(id) })
  if (isLoadBalancer && page) crumbs.push({ label: subPages[page] ?? page, href: `${links.loadBalancer(id)}/${page}` })
  if (isLoadBalancer && pool_id)
    crumbs.push({
      label: nameOf(
        pools.data?.find((one) => one.id === pool_id),
        pool_id,
      ),
    })
  return <Breadcrumb crumbs={crumbs} />
}

/** A name, or the beginning of the id where there is none. */
function nameOf(row: { readonly name: string } | undefined, id: string): string {
  return row?.name || id.slice(0, 8)
}
