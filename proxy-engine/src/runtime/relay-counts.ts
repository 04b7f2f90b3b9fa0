import type { HealthChange } from 'model/contract/sample'
import type { RelayReading } from '../relay/control-words.ts'
import { type Interval, restoredReading, storedReading } from './deltas.ts'
import type { StoredReadings } from './outbox.ts'
import type { Reading } from './statistics.ts'

const prefix = 'relay:'

/** Among the readings that an earlier engine left: whether this one is of the datagram relay. */
export function isOfRelay(key: string): boolean {
  return key.startsWith(prefix)
}

/** What the datagram relay had counted at the last look. */
export class RelayCounts {
  /** By the session of the relay: another one counts from 0. */
  #last: { readonly session: string; readonly reading: Reading } | null = null

  constructor(stored: StoredReadings | null) {
    const [key, reading] = Object.entries(stored ?? {}).find(([name]) => isOfRelay(name)) ?? []
    if (key !== undefined && reading !== undefined)
      this.#last = { session: key.slice(prefix.length), reading: restoredReading(reading) }
  }

  get reading(): Reading {
    return this.#last?.reading ?? new Map()
  }

  get stored(): StoredReadings {
    return this.#last === null ? {} : { [`${prefix}${this.#last.session}`]: storedReading(this.#last.reading) }
  }

  /** What happened since the last look; the next one counts from here. */
  intervalsOf(now: RelayReading | null): Interval[] {
    if (now === null) return []
    const before = this.#last?.session === now.session ? this.#last.reading : new Map()
    const after: Reading = new Map(now.counters)
    this.#last = { session: now.session, reading: after }
    return [{ before, after, loadBalancerOf: new Map(Object.entries(now.owners)) }]
  }
}

/** What the relay's checks say. */
export function healthChanges(reading: RelayReading | null): HealthChange[] {
  return (reading?.health ?? []).flatMap(([member_id, listener_id, health]) => {
    const loadbalancer_id = reading?.owners[listener_id]
    return loadbalancer_id === undefined ? [] : [{ loadbalancer_id, member_id, health }]
  })
}
