/**
 * Servers on their way out: in maintenance, and deleted as soon as their last connection has ended, which HAProxy insists on.
 * Deleting is left to the sampler: it does so right after it has read their last counts.
 */
export class Removals {
  readonly #servers = new Set<string>()

  /** `backend/server`. */
  add(server: string): void {
    this.#servers.add(server)
  }

  has(server: string): boolean {
    return this.#servers.has(server)
  }

  delete(server: string): void {
    this.#servers.delete(server)
  }

  all(): readonly string[] {
    return [...this.#servers]
  }

  /** The next generation does not have them at all. */
  clear(): void {
    this.#servers.clear()
  }
}
