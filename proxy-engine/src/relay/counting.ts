import { type Counters, noTraffic } from 'model/contract/sample'

/** Counters that are counted up in place: one object for each series, for as long as it is there. */
export type Count = { -readonly [Name in keyof Counters]: Counters[Name] }

/** What is gone is told so often more, so that its last increments are read. */
const readsAfterEnd = 2

type Kept = { readonly count: Count; reads: number | null }

/** The counters of everything that the relay serves, by the key of their series. */
export class Counting {
  readonly #kept = new Map<string, Kept>()

  of(key: string): Count {
    const known = this.#kept.get(key)
    if (known !== undefined) {
      known.reads = null
      return known.count
    }
    const count = { ...noTraffic }
    this.#kept.set(key, { count, reads: null })
    return count
  }

  has(key: string): boolean {
    return this.#kept.has(key)
  }

  /** Everything else is gone. */
  keepOnly(keys: ReadonlySet<string>): void {
    for (const [key, kept] of this.#kept) if (!keys.has(key)) kept.reads ??= readsAfterEnd
  }

  read(): [string, Counters][] {
    const all = [...this.#kept].map(([key, { count }]): [string, Counters] => [key, { ...count }])
    for (const [key, kept] of this.#kept) {
      if (kept.reads === null) continue
      kept.reads -= 1
      if (kept.reads <= 0) this.#kept.delete(key)
    }
    return all
  }
}
