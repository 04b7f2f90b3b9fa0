import { Behind } from './behind.ts'
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
  readonly #behind = new Behind(() => this.#begin())
  /** The revision up to which everything was dealt with, when that is still to be said. */
  #due: number | null = null

  constructor(setting: Setting) {
    this.#setting = setting
  }

  /** Everything up to this revision was dealt with. */
  follow(revision: number): void {
    this.#due = revision
    this.#behind.follow()
  }

  /** Resolves when nothing is being said. */
  settled(): Promise<void> {
    return this.#behind.settled()
  }

  #begin(): Promise<boolean> | null {
    const revision = this.#due
    this.#due = null
    return revision === null ? null : this.#report(revision)
  }

  async #report(revision: number): Promise<boolean> {
    const { reconciler, say, rhythm, rest, signal } = this.#setting
    const news = reconciler.untold
    try {
      await say({ revision, ...news })
      reconciler.told(news)
      rhythm.over('engine.report.failed')
    } catch (err) {
      if (signal.aborted) return false
      rhythm.trouble('engine.report.failed', err)
      this.#due ??= revision
      await rest()
    }
    return true
  }
}
