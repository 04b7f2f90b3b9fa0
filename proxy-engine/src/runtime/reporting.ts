import type { Reconciler, Told } from './reconcile.ts'
import type { Rhythm } from './rhythm.ts'

type Setting = {
  readonly reconciler: Pick<Reconciler, 'untold' | 'told'>
  readonly say: (news: Told & { readonly revision: number }) => Promise<void>
  readonly rhythm: Pick<Rhythm, 'trouble' | 'over'>
  /** Before what did not arrive is said once more. */
  readonly rest: () => Promise<void>
  /** Once it is aborted, what did not arrive is left unsaid: whoever comes next will be asked. */
  readonly signal: AbortSignal
}

/**
 * Says how it went, behind the turns: while one report is on its way, the next change is asked for already, and what comes of it goes with
 * the next report. What does not arrive is said again.
 */
export class Reporting {
  readonly #setting: Setting
  #saying: Promise<void> | null = null
  /** The revision up to which everything was dealt with, when that is still to be said. */
  #due: number | null = null

  constructor(setting: Setting) {
    this.#setting = setting
  }

  /** Everything up to this revision was dealt with. */
  follow(revision: number): void {
    this.#due = revision
    this.#saying ??= this.#say()
  }

  /** Resolves when nothing is being said. */
  async settled(): Promise<void> {
    await this.#saying
  }

  async #say(): Promise<void> {
    const { reconciler, say, rhythm, rest, signal } = this.#setting
    for (let revision = this.#due; revision !== null; revision = this.#due) {
      this.#due = null
      const news = reconciler.untold
      try {
        await say({ revision, ...news })
        reconciler.told(news)
        rhythm.over('engine.report.failed')
      } catch (err) {
        if (signal.aborted) return
        rhythm.trouble('engine.report.failed', err)
        this.#due ??= revision
        await rest()
      }
    }
    // At once: what comes in the very moment of the end is said by another.
    this.#saying = null
  }
}
