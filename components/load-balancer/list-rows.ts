import { grouped } from 'model/kit/grouped'
import { listenerProtocols } from 'model/listener/protocols'
import type { LoadBalancer } from 'model/resources/load-balancer'
import { operatingStatuses, provisioningStatuses } from 'model/statuses'
import type { Rows } from '../api-answers.ts'
import type { FilterProperties } from '../ui/property-filter.ts'
import type { FilterHint } from '../ui/property-filter-input.tsx'
import type { Direction } from '../ui/table.tsx'

/** A line of the list: a load balancer, its listeners by port, and the requests or connections per second when it was sorted. */
export type ListRow = {
  readonly row: Rows['load_balancer']
  readonly listeners: readonly Rows['listener'][]
}

export function listRows(
  loadBalancers: readonly Rows['load_balancer'][],
  listeners: readonly Rows['listener'][],
): ListRow[] {
  const byParent = grouped(listeners, (one) => one.loadbalancer_id)
  return loadBalancers.map((row) => ({
    row,
    listeners: (byParent.get(row.id) ?? []).sort((one, other) => one.protocol_port - other.protocol_port),
  }))
}

export const listProperties: FilterProperties<ListRow> = {
  name: ({ row }) => [row.name, row.id],
  status: ({ row }) => [row.operating_status, operatingStatuses[row.operating_status].label, row.provisioning_status],
  provisioning: ({ row }) => [row.provisioning_status, provisioningStatuses[row.provisioning_status].label],
  address: ({ row }) => [row.vip_address, ...row.additional_vips.map((one) => one.ip_address)],
  port: ({ listeners }) => listeners.map((one) => one.protocol_port),
  protocol: ({ listeners }) => listeners.map((one) => one.protocol),
  tag: ({ row }) => row.tags,
}

export const listHints: readonly FilterHint[] = [
  { property: 'name' },
  { property: 'status', values: Object.keys(operatingStatuses) },
  { property: 'provisioning', values: Object.keys(provisioningStatuses) },
  { property: 'address' },
  { property: 'port' },
  { property: 'protocol', values: Object.keys(listenerProtocols).filter((one) => !refused(one)) },
  { property: 'tag' },
]

function refused(protocol: string): boolean {
  return Object.entries(listenerProtocols).some(([name, kind]) => name === protocol && kind.refusal !== null)
}

export const sortKeys = ['name', 'health', 'provisioning', 'address', 'traffic', 'updated'] as const
export type SortKey = (typeof sortKeys)[number]
export type Sort = { readonly key: SortKey; readonly direction: Direction }

/** `-traffic` is traffic, the most first. */
export function parseSort(text: string | null): Sort {
  const direction = text?.startsWith('-') ? 'desc' : 'asc'
  const key = sortKeys.find((one) => one === text?.replace('-', ''))
  return key ? { key, direction } : { key: 'name', direction: 'asc' }
}

export function printSort({ key, direction }: Sort): string {
  return direction === 'desc' ? `-${key}` : key
}

/** What a click on a head does: first the usual direction of the column, then the other one. */
export function nextSort(now: Sort, key: SortKey): Sort {
  if (now.key === key) return { key, direction: now.direction === 'asc' ? 'desc' : 'asc' }
  return { key, direction: key === 'traffic' || key === 'updated' ? 'desc' : 'asc' }
}

/** The worst comes first. */
const severity: readonly LoadBalancer['operating_status'][] = [
  'ERROR',
  'DEGRADED',
  'DRAINING',
  'OFFLINE',
  'NO_MONITOR',
  'ONLINE',
]

export function sortedRows(
  rows: readonly ListRow[],
  { key, direction }: Sort,
  trafficOf: (id: string) => number,
): ListRow[] {
  const values = {
    name: ({ row }: ListRow) => row.name.toLowerCase() || row.id,
    health: ({ row }: ListRow) => severity.indexOf(row.operating_status),
    provisioning: ({ row }: ListRow) => row.provisioning_status,
    address: ({ row }: ListRow) => addressKey(row.vip_address),
    traffic: ({ row }: ListRow) => trafficOf(row.id),
    updated: ({ row }: ListRow) => row.updated_at ?? row.created_at,
  } satisfies Record<SortKey, (row: ListRow) => string | number>
  const sign = direction === 'asc' ? 1 : -1
  return rows.toSorted((one, other) => {
    const [a, b] = [values[key](one), values[key](other)]
    if (a === b) return one.row.id < other.row.id ? -1 : 1
    return a < b ? -sign : sign
  })
}

/** IPv4 parts padded, so that .9 stands before .10. */
function addressKey(address: string | null): string {
  return (address ?? '').replaceAll(/\d+/g, (part) => part.padStart(3, '0'))
}
