import type { Total } from 'model/contract/live'
import type { Second, Series } from 'model/contract/sample'
import { grouped } from 'model/kit/grouped'
import { processwide } from '../process.ts'
import { merged } from './fold.ts'
import { packed, SeriesBook, unpacked } from './packed.ts'

/** How far back the ring reaches, at one second each. */
export const ringSeconds = 900
/** All that the ring may hold. Beyond it, every load balancer keeps a shorter past. */
const budgetBytes = 48 * 1024 * 1024
/** A slot's own cost besides its bytes: the array, the entry. */
const slotBytes = 100

type Slot = { readonly at: number; readonly bytes: Uint8Array; readonly total: Total }
type Track = { book: SeriesBook; slots: Slot[] }

/** The last fifteen minutes of every load balancer, packed. Idle seconds cost nothing: only that they were covered is kept. */
export class Ring {
  readonly #tracks = new Map<string, Track>()
  /** The seconds about which some engine has said something: one that is not here is a gap. */
  #covered: number[] = []
  #bytes = 0
  #reach = ringSeconds

  /** Adds what one engine saw. Answers with the seconds that are now different. */
  add(seconds: readonly Second[]): number[] {
    for (const { at, series } of seconds) {
      this.#cover(at)
      for (const [id, own] of byLoadBalancer(series)) this.#put(id, at, own)
    }
    this.#evict()
    return seconds.map(({ at }) => at)
  }

  get newest(): number | null {
    return this.#covered.at(-1) ?? null
  }

  /** The covered seconds after one, oldest first. */
  coveredAfter(after: number): readonly number[] {
    const at = this.#covered.findIndex((one) => one > after)
    return at < 0 ? [] : this.#covered.slice(at)
  }

  /** One second of a load balancer; without traffic it has no series. Null when nobody covered it. */
  second(loadbalancer_id: string, at: number): Second | null {
    const track = this.#tracks.get(loadbalancer_id)
    const slot = track && slotAt(track, at)
    if (track && slot) return { at, series: unpacked(slot.bytes, track.book, loadbalancer_id) }
    return indexOfSecond(this.#covered, at) >= 0 ? { at, series: [] } : null
  }

  /** What the listeners of every load balancer did in a second; idle ones are left out. */
  totals(at: number): Total[] {
    return [...this.#tracks.values()].flatMap((track) => slotAt(track, at)?.total ?? [])
  }

  /** Connections open at the end of the newest second. */
  active(loadbalancer_id: string, listener_id: string | null): number {
    const second = this.newest === null ? null : this.second(loadbalancer_id, this.newest)
    return (second?.series ?? [])
      .filter((one) => one.kind === 'listener' && (listener_id === null || one.id === listener_id))
      .reduce((sum, one) => sum + one.counters.active, 0)
  }

  forget(loadbalancer_id: string): void {
    const track = this.#tracks.get(loadbalancer_id)
    if (track) this.#drop(loadbalancer_id, track, track.slots.length)
  }

  /** For tests and for the log. */
  get size(): { readonly loadBalancers: number; readonly bytes: number; readonly reachSeconds: number } {
    return { loadBalancers: this.#tracks.size, bytes: this.#bytes, reachSeconds: this.#reach }
  }

  #cover(at: number): void {
    if ((this.newest ?? 0) < at) this.#covered.push(at)
    else if (indexOfSecond(this.#covered, at) < 0) {
      this.#covered.push(at)
      this.#covered.sort((one, other) => one - other)
    }
  }

  #put(loadbalancer_id: string, at: number, series: readonly Series[]): void {
    const track = this.#tracks.get(loadbalancer_id) ?? { book: new SeriesBook(), slots: [] }
    this.#tracks.set(loadbalancer_id, track)
    const known = slotAt(track, at)
    const all = known ? merged(unpacked(known.bytes, track.book, loadbalancer_id), series, 'sum') : series
    const slot = { at, bytes: packed(all, track.book), total: totalOf(loadbalancer_id, all) }
    this.#bytes += slot.bytes.length + slotBytes
    if (known) {
      this.#bytes -= known.bytes.length + slotBytes
      track.slots[track.slots.indexOf(known)] = slot
    } else {
      track.slots.push(slot)
      if ((track.slots.at(-2)?.at ?? 0) > at) track.slots.sort((one, other) => one.at - other.at)
    }
  }

  #evict(): void {
    const newest = this.newest
    if (newest === null) return
    this.#trim(newest)
    while (this.#bytes > budgetBytes && this.#reach > 1) {
      this.#reach = Math.floor(this.#reach * 0.8)
      this.#trim(newest)
    }
    if (this.#bytes < budgetBytes / 2) this.#reach = ringSeconds
  }

  #trim(newest: number): void {
    const oldest = newest - this.#reach
    const kept = this.#covered.findIndex((at) => at > newest - ringSeconds)
    if (kept > 0) this.#covered = this.#covered.slice(kept)
    for (const [id, track] of this.#tracks) {
      const old = track.slots.findIndex((slot) => slot.at > oldest)
      this.#drop(id, track, old < 0 ? track.slots.length : old)
    }
  }

  #drop(loadbalancer_id: string, track: Track, count: number): void {
    for (const slot of track.slots.splice(0, count)) this.#bytes -= slot.bytes.length + slotBytes
    if (track.slots.length === 0) this.#tracks.delete(loadbalancer_id)
  }
}

function slotAt(track: Track, at: number): Slot | undefined {
  return track.slots[indexOfSecond(track.slots, at, (slot) => slot.at)]
}

/** Where a second stands in a sorted list; -1 when it is not there. Found by halving: lists are long, and the newest is asked for most. */
function indexOfSecond<T>(sorted: readonly T[], at: number, secondOf: (item: T) => number = Number): number {
  let [low, high] = [0, sorted.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const item = sorted[middle] as T
    if (secondOf(item) === at) return middle
    if (secondOf(item) < at) low = middle + 1
    else high = middle - 1
  }
  return -1
}

function byLoadBalancer(series: readonly Series[]): Map<string, Series[]> {
  return grouped(series, (one) => one.loadbalancer_id)
}

/** The sum of the listeners; responses that failed are counted where the client got them. */
export function totalOf(loadbalancer_id: string, series: readonly Series[]): Total {
  const total: Total = {
    loadbalancer_id,
    requests: 0,
    connections: 0,
    datagrams_in: 0,
    bytes_in: 0,
    bytes_out: 0,
    responses_5xx: 0,
    active: 0,
  }
  for (const { kind, counters } of series) {
    if (kind !== 'listener') continue
    total.requests += counters.requests
    total.connections += counters.connections
    total.datagrams_in += counters.datagrams_in
    total.bytes_in += counters.bytes_in
    total.bytes_out += counters.bytes_out
    total.responses_5xx += counters.responses_5xx
    total.active += counters.active
  }
  return total
}

export function ring(): Ring {
  return processwide('ring', () => new Ring())
}

/** Connections open now: of a listener, or of a whole load balancer. */
export function activeOf(loadbalancer_id: string, listener_id: string | null): number {
  return ring().active(loadbalancer_id, listener_id)
}
