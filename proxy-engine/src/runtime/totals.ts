import { gauges } from 'model/contract/gauges'
import { type Counters, noTraffic, type Second, type Series } from 'model/contract/sample'
import { added } from './deltas.ts'

/** What one load balancer has carried, by `keyOfSeries`. */
export type LoadBalancerTotals = ReadonlyMap<string, Counters>

/**
 * What every load balancer has carried since the engine began, whichever processes it was in: a reload takes nothing back. Gauges are
 * those of the last second.
 */
export class Totals {
  readonly #owners = new Map<string, Map<string, Counters>>()
  /** Series that had something open or waiting in the last second. */
  #open: readonly Pick<Series, 'loadbalancer_id' | 'kind' | 'id' | 'listener_id'>[] = []

  add({ series }: Second): void {
    for (const one of this.#open) this.#set(one, (counters) => ({ ...counters, ...noGauges }))
    for (const one of series) this.#set(one, (counters) => added({ ...counters, ...noGauges }, one.counters))
    this.#open = series.filter(({ counters }) => gauges.some((name) => counters[name] > 0))
  }

  of(loadbalancer_id: string): LoadBalancerTotals {
    return this.#owners.get(loadbalancer_id) ?? new Map()
  }

  /** Forgets load balancers that are gone. */
  keepOnly(ids: ReadonlySet<string>): void {
    for (const id of this.#owners.keys()) if (!ids.has(id)) this.#owners.delete(id)
    this.#open = this.#open.filter((one) => ids.has(one.loadbalancer_id))
  }

  #set(
    one: Pick<Series, 'loadbalancer_id' | 'kind' | 'id' | 'listener_id'>,
    change: (counters: Counters) => Counters,
  ): void {
    const own = this.#owners.get(one.loadbalancer_id) ?? new Map<string, Counters>()
    const key = keyOfSeries(one)
    own.set(key, change(own.get(key) ?? noTraffic))
    this.#owners.set(one.loadbalancer_id, own)
  }
}

const noGauges = Object.fromEntries(gauges.map((name) => [name, 0]))

/** Of a pool or a member: for each listener that its traffic came through. */
export function keyOfSeries({ kind, id, listener_id }: Pick<Series, 'kind' | 'id' | 'listener_id'>): string {
  return `${kind}/${id}/${listener_id ?? ''}`
}
