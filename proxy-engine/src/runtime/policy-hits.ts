import { type Counters, noTraffic } from 'model/contract/sample'
import type { HaproxyProcess } from './haproxy.ts'
import type { PolicyOwners } from './policy-owners.ts'
import { runtimeCommands } from './runtime-api.ts'
import { keyOf, ownerOfKey, type Reading } from './statistics.ts'

/** Half of the ten seconds of the table's rate: what was hit within it has a rate, however few the hits. */
const rateReachMs = 4_000
/** All rows are read this often, in case that something was missed all the same. */
const fullReadMs = 60_000

/** What one look at the table of a process found: the rows that it read, and whether those were all. */
export type HitsLook = { readonly before: Reading; readonly after: Reading; readonly isFull: boolean }

type Known = { readonly reading: Map<string, Counters>; readonly lookedAt: number; readonly fullAt: number }

/**
 * Reads how many requests each policy took. Of ten thousand policies most are idle in a second: only rows with a recent hit are asked
 * for, and all of them at the first look at a process, after looks that were missed, and once a minute.
 */
export class PolicyHits {
  readonly #owners: PolicyOwners
  readonly #known = new Map<number, Known>()

  constructor(owners: PolicyOwners) {
    this.#owners = owners
  }

  /** Goes on from what an earlier engine read; the rest of its reading is not touched. */
  restore(generation: number, reading: Reading): void {
    const own = [...reading].filter(([key]) => ownerOfKey(key).kind === 'l7_policy')
    for (const [key] of own) {
      const { id, listener_id } = ownerOfKey(key)
      this.#owners.add(id, listener_id)
    }
    this.#known.set(generation, { reading: new Map(own), ...never })
  }

  /** `isCountedFromStart`: what a process counted before anybody looked at it was not told yet. */
  async look(process: HaproxyProcess, isCountedFromStart: boolean): Promise<HitsLook | null> {
    // Nobody has policies: it may not even have the table.
    if (this.#owners.isEmpty) return null
    const known = this.#known.get(process.generation)
    const isFull = known === undefined || isStale(known)
    const answer = await runtimeCommands.showPolicyHits(process.session?.ask ?? process.ask, isFull ? 'all' : 'recent')
    const after = hitsIn(answer, this.#owners)
    return { before: known?.reading ?? (isCountedFromStart ? nothing : after), after, isFull }
  }

  /** What a look found is on its way to be told: the next look counts from there. */
  told(generation: number, { after, isFull }: HitsLook): void {
    const now = performance.now()
    const known = this.#known.get(generation) ?? { reading: new Map(), ...never }
    for (const [key, counters] of after) known.reading.set(key, counters)
    this.#known.set(generation, { ...known, lookedAt: now, fullAt: isFull ? now : known.fullAt })
  }

  readingOf(generation: number): Reading {
    return this.#known.get(generation)?.reading ?? nothing
  }

  keepOnly(alive: ReadonlySet<number>): void {
    for (const generation of this.#known.keys()) if (!alive.has(generation)) this.#known.delete(generation)
  }
}

const nothing: Reading = new Map()
const never = { lookedAt: Number.NEGATIVE_INFINITY, fullAt: Number.NEGATIVE_INFINITY }

function isStale({ lookedAt, fullAt }: Known): boolean {
  const now = performance.now()
  return now - lookedAt > rateReachMs || now - fullAt > fullReadMs
}

/** Reads the answer to `show table`. A policy that nobody knows yet is found by a later look: its count stays in the table. */
export function hitsIn(answer: string, owners: PolicyOwners): Reading {
  const reading = new Map<string, Counters>()
  for (const [, id = '', data = ''] of answer.matchAll(/ key=(\S+) (.*)$/gm)) {
    const listener_id = owners.listenerOf(id)
    if (listener_id === undefined) continue
    const counted = { requests: countIn(data, 'conn_cnt'), errors_request: countIn(data, 'gpc0') }
    reading.set(keyOf({ kind: 'l7_policy', id, listener_id }), { ...noTraffic, ...counted })
  }
  return reading
}

function countIn(data: string, name: string): number {
  return Number(new RegExp(`\\b${name}=(\\d+)`).exec(data)?.[1] ?? 0)
}
