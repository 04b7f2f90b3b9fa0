/** Work behind the turns: a piece after the other for as long as there is any, and never two at once. */
export class Behind {
  readonly #begin: () => Promise<boolean> | null
  #working: Promise<void> | null = null

  /**
   * `begin` begins the next piece, which never rejects; null when there is none. A piece that ends with false is the last one until somebody
   * follows again.
   */
  constructor(begin: () => Promise<boolean> | null) {
    this.#begin = begin
  }

  /** There may be something to do. */
  follow(): void {
    if (this.#working !== null) return
    const first = this.#begin()
    if (first !== null) this.#working = this.#work(first)
  }

  /** Resolves when nothing is being done. */
  async settled(): Promise<void> {
    await this.#working
  }

  async #work(first: Promise<boolean>): Promise<void> {
    let piece: Promise<boolean> | null = first
    while (piece !== null && (await piece)) piece = this.#begin()
    // At once: what comes in the very moment of the end begins another.
    this.#working = null
  }
}
