import type { EngineState, SecondEvent, Total } from 'model/contract/live'
import type { Counters, Second } from 'model/contract/sample'

/** 15 minutes of seconds: the longest range of a chart. */
export const ringSeconds = 900

export type Connection = 'connecting' | 'live' | 'stopped'

export type LiveSnapshot = {
  /** Oldest first, at most `ringSeconds`, ascending by `at`. A second that is missing is a gap. */
  readonly seconds: readonly SecondEvent[]
  /** Grows with each beginning of a stream: from then on the seconds are others. */
  readonly beginnings: number
  readonly connection: Connection
  /** When the last event came, epoch milliseconds; null before the first. */
  readonly heardAt: number | null
  readonly engines: readonly EngineState[] | null
}

const nothing: LiveSnapshot = { seconds: [], beginnings: 0, connection: 'connecting', heardAt: null, engines: null }

/** What the live stream said, outside of React: components read snapshots of it and are told when there is a new one. */
export class LiveStore {
  #snapshot = nothing
  readonly #watchers = new Set<() => void>()

  readonly read = (): LiveSnapshot => this.#snapshot

  readonly watch = (onChange: () => void): (() => void) => {
    this.#watchers.add(onChange)
    return () => this.#watchers.delete(onChange)
  }

  /** The first event of a stream: it replaces what was known, because it may be about another load balancer. */
  begin(seconds: readonly SecondEvent[], heardAt: number): void {
    const beginnings = this.#snapshot.beginnings + 1
    this.#set({ seconds: seconds.slice(-ringSeconds), beginnings, connection: 'live', heardAt })
  }

  add(second: SecondEvent, heardAt: number): void {
    this.#set({ seconds: withSecond(this.#snapshot.seconds, second), connection: 'live', heardAt })
  }

  heard(heardAt: number): void {
    this.#set({ connection: 'live', heardAt })
  }

  stop(): void {
    if (this.#snapshot.connection !== 'stopped') this.#set({ connection: 'stopped' })
  }

  setEngines(engines: readonly EngineState[]): void {
    this.#set({ engines })
  }

  #set(changes: Partial<LiveSnapshot>): void {
    this.#snapshot = { ...this.#snapshot, ...changes }
    for (const one of this.#watchers) one()
  }
}

/** A repeated second replaces itself, a late one finds its place, and what is older than the ring is dropped. */
export function withSecond(seconds: readonly SecondEvent[], second: SecondEvent): SecondEvent[] {
  const oldest = Math.max(second.at, seconds.at(-1)?.at ?? 0) - ringSeconds
  const kept = seconds.filter((one) => one.at !== second.at && one.at > oldest)
  if ((kept.at(-1)?.at ?? 0) < second.at) return [...kept, second]
  return [...kept, second].sort((one, other) => one.at - other.at)
}

/** One value for each of the last `length` seconds, null where a second is missing. */
export function valuesOf<T>(
  seconds: readonly SecondEvent[],
  { length, until }: { readonly length: number; readonly until: number },
  read: (second: SecondEvent) => T,
): (T | null)[] {
  const values: (T | null)[] = Array.from({ length }, () => null)
  for (const second of seconds) {
    const at = second.at - (until - length + 1)
    if (at >= 0 && at < length) values[at] = read(second)
  }
  return values
}

/** The traffic of one load balancer in a second; a load balancer without traffic is not in the list. */
export function totalOf(second: SecondEvent, loadbalancer_id: string): Total {
  return second.totals.find((one) => one.loadbalancer_id === loadbalancer_id) ?? { ...noTotal, loadbalancer_id }
}

const noTotal: Omit<Total, 'loadbalancer_id'> = {
  requests: 0,
  connections: 0,
  datagrams_in: 0,
  bytes_in: 0,
  bytes_out: 0,
  responses_5xx: 0,
  active: 0,
}

/** Everything of the project in a second. */
export function sumOf(second: SecondEvent): Omit<Total, 'loadbalancer_id'> {
  const sum = { ...noTotal }
  for (const one of second.totals) {
    for (const name of Object.keys(noTotal) as (keyof typeof noTotal)[]) sum[name] += one[name]
  }
  return sum
}

export type Scope = {
  readonly kind: 'listener' | 'pool' | 'member' | 'l7_policy'
  readonly id?: string
  readonly listener_id?: string
}

/** A second never changes: what was added up once for a scope is kept with it, for every chart and every redraw. */
const sums = new WeakMap<Second, Map<string, Counters | null>>()

/** The counters of all series that a scope names, added up; null when none of them had traffic. */
export function countersOf(second: Second, scope: Scope): Counters | null {
  const key = `${scope.kind} ${scope.id ?? ''} ${scope.listener_id ?? ''}`
  const known = sums.get(second) ?? new Map<string, Counters | null>()
  const before = known.get(key)
  if (before !== undefined) return before
  const sum = sumOfScope(second, scope)
  sums.set(second, known.set(key, sum))
  return sum
}

function sumOfScope(second: Second, scope: Scope): Counters | null {
  const parts = second.series.filter(
    (one) =>
      one.kind === scope.kind &&
      (scope.id === undefined || one.id === scope.id) &&
      (scope.listener_id === undefined || one.listener_id === scope.listener_id),
  )
  const [first, ...others] = parts
  if (!first) return null
  const sum = { ...first.counters }
  for (const { counters } of others) {
    for (const name of Object.keys(sum) as (keyof Counters)[]) sum[name] += counters[name]
  }
  return sum
}
