/** Touched again within this time, a session keeps its place in the order: the order is exact to a second, and costs next to nothing. In milliseconds. */
const touchEveryMs = 1_000

type Entry<T> = { readonly value: T; touchedAt: number }

/** Sessions by key, in the order in which something last passed over them. */
export class SessionTable<T> {
  readonly #entries = new Map<string, Entry<T>>()

  get size(): number {
    return this.#entries.size
  }

  get(key: string, now: number): T | undefined {
    const entry = this.#entries.get(key)
    if (entry === undefined) return undefined
    if (now - entry.touchedAt >= touchEveryMs) this.#renew(key, entry, now)
    return entry.value
  }

  /** Something came from the other side. */
  touch(key: string, now: number): void {
    const entry = this.#entries.get(key)
    if (entry !== undefined && now - entry.touchedAt >= touchEveryMs) this.#renew(key, entry, now)
  }

  add(key: string, value: T, now: number): void {
    this.#entries.set(key, { value, touchedAt: now })
  }

  delete(key: string): void {
    this.#entries.delete(key)
  }

  /** The one that was quiet for longest. */
  quietest(): T | undefined {
    return this.#entries.values().next().value?.value
  }

  values(): T[] {
    return [...this.#entries.values()].map((entry) => entry.value)
  }

  #renew(key: string, entry: Entry<T>, now: number): void {
    entry.touchedAt = now
    this.#entries.delete(key)
    this.#entries.set(key, entry)
  }
}
