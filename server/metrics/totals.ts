import type { SampledKind, Series } from 'model/contract/sample'
import { database } from '../store/client.ts'
import { findTotal, type TotalCounters, type TotalRow } from '../store/samples.ts'
import { unsaved } from './unsaved.ts'

const nothing: TotalCounters = { bytes_in: 0, bytes_out: 0, connections: 0, requests: 0, errors_request: 0 }

/**
 * What listeners carried, and their load balancers with them: a load balancer keeps what a listener carried that is gone. And how many
 * requests each policy took.
 */
export function totalsIn(series: readonly Series[]): TotalRow[] {
  const rows = new Map<string, TotalRow>()
  for (const { kind, id, loadbalancer_id, counters } of series) {
    for (const carrier of carriersOf[kind]({ id, loadbalancer_id })) {
      rows.set(carrier, { id: carrier, loadbalancer_id, ...sum(rows.get(carrier) ?? nothing, counters) })
    }
  }
  return [...rows.values()]
}

const carriersOf: Readonly<Record<SampledKind, (of: { id: string; loadbalancer_id: string }) => readonly string[]>> = {
  listener: ({ id, loadbalancer_id }) => [id, loadbalancer_id],
  l7_policy: ({ id }) => [id],
  pool: () => [],
  member: () => [],
}

/** All that a listener or a load balancer has carried since it exists, up to the last second. */
export async function totalsOf(id: string, loadbalancer_id: string): Promise<TotalCounters> {
  const saved = (await findTotal(database(), id)) ?? nothing
  const series = unsaved()
    .seconds.flatMap((second) => second.series)
    .filter((one) => one.loadbalancer_id === loadbalancer_id)
  return totalsIn(series)
    .filter((row) => row.id === id)
    .reduce(sum, saved)
}

export function sum(one: TotalCounters, other: TotalCounters): TotalCounters {
  return {
    bytes_in: one.bytes_in + other.bytes_in,
    bytes_out: one.bytes_out + other.bytes_out,
    connections: one.connections + other.connections,
    requests: one.requests + other.requests,
    errors_request: one.errors_request + other.errors_request,
  }
}
