'use client'

import { useQuery } from '@tanstack/react-query'
import { shortId } from 'model/short-id'
import { usePathname } from 'next/navigation'
import { links } from '../links.ts'
import { queries } from '../queries.ts'
import { Breadcrumb, type Crumb } from '../ui/breadcrumb.tsx'
import { isWithin, sections } from './sections.ts'

const settingsPages: Readonly<Record<string, string>> = {
  projects: 'Projects',
  people: 'People',
  quotas: 'Quotas',
  credentials: 'Credentials',
}

const subPages: Readonly<Record<string, string>> = {
  listeners: 'Listeners',
  pools: 'Pools',
  configuration: 'Configuration',
  activity: 'Activity',
}

/** Where the page stands, told from its URL and the names in the cache. */
export function Trail() {
  const pathname = usePathname()
  const [, place, id, page, part_id, view] = pathname.split('/')
  const section = sections.find((one) => isWithin(pathname, one.href))
  const crumbs: Crumb[] = section ? [{ label: section.label, href: section.href }] : []
  if (pathname === links.reference()) return <Breadcrumb crumbs={[{ label: 'API reference' }]} />
  if (place === 'settings' && id !== undefined)
    return <Breadcrumb crumbs={[...crumbs, { label: settingsPages[id] ?? id }]} />
  if (place !== 'load-balancers' || id === undefined) return <Breadcrumb crumbs={crumbs} />
  if (id === 'new') return <Breadcrumb crumbs={[...crumbs, { label: 'New' }]} />
  return <LoadBalancerTrail crumbs={crumbs} id={id} page={page} part_id={part_id} view={view} />
}

function LoadBalancerTrail({
  crumbs,
  id,
  page,
  part_id,
  view,
}: {
  readonly crumbs: readonly Crumb[]
  readonly id: string
  readonly page: string | undefined
  readonly part_id: string | undefined
  readonly view: string | undefined
}) {
  const loadBalancer = useQuery(queries.loadBalancer(id))
  const pools = useQuery({ ...queries.pools(), enabled: page === 'pools' && part_id !== undefined })
  const listeners = useQuery({ ...queries.listeners(), enabled: page === 'listeners' && part_id !== undefined })
  const path: Crumb[] = [...crumbs, { label: nameOf(loadBalancer.data, id), href: links.loadBalancer(id) }]
  if (page) path.push({ label: subPages[page] ?? page, href: `${links.loadBalancer(id)}/${page}` })
  if (page === 'pools' && part_id) path.push({ label: nameOf(pools.data, part_id) })
  if (page === 'listeners' && part_id)
    path.push(
      { label: nameOf(listeners.data, part_id), href: links.listener(id, part_id) },
      { label: view === 'route-tests' ? 'Route tests' : 'Policies' },
    )
  return <Breadcrumb crumbs={path} />
}

type Named = { readonly id: string; readonly name: string }

/** A name, or the beginning of the id where there is none. */
function nameOf(rows: Named | readonly Named[] | undefined, id: string): string {
  const row = [rows ?? []].flat().find((one) => one.id === id)
  return row?.name || shortId(id)
}
