import { Behind } from './behind.ts'
import type { Content } from './data-plane.ts'
import type { Reconciler } from './reconcile.ts'
import type { Rhythm } from './rhythm.ts'

type Setting = {
  readonly reconciler: Pick<Reconciler, 'unsaved' | 'saved'>
  readonly save: (content: Content) => Promise<void>
  readonly rhythm: Pick<Rhythm, 'trouble' | 'over'>
  /** So many milliseconds. When it is cut short, what is not written down yet is at once. */
  readonly rest: (milliseconds: number) => Promise<void>
}

/** While change follows change, those of this time are written down together, in milliseconds. */
const shortestRest = 1_000
const longestRest = 10_000
/** The disk has others to serve, who wait for each of their changes. */
const mostOfTime = 0.02

/** How long to rest after it took so long to write, in milliseconds: a thousand load balancers are megabytes. */
export function restAfter(milliseconds: number): number {
  return Math.min(longestRest, Math.max(shortestRest, milliseconds / mostOfTime))
}

/**
 * What runs, on disk: behind the turns, and of many changes the newest. All of it is written each time, and the longer that takes, the
 * longer it rests. What fails is made good by the next.
 */
export class WrittenDown {
  readonly #setting: Setting
  readonly #behind = new Behind(() => this.#begin())

  constructor(setting: Setting) {
    this.#setting = setting
  }

  /** Writes down what is not. */
  follow(): void {
    this.#behind.follow()
  }

  /** Resolves when nothing is being written, and nobody rests. */
  settled(): Promise<void> {
    return this.#behind.settled()
  }

  #begin(): Promise<boolean> | null {
    const content = this.#setting.reconciler.unsaved
    return content === null ? null : this.#write(content)
  }

  async #write(content: Content): Promise<boolean> {
    const { reconciler, save, rhythm, rest } = this.#setting
    const begun = performance.now()
    try {
      await save(content)
      reconciler.saved(content)
      rhythm.over('engine.save.failed')
    } catch (err) {
      rhythm.trouble('engine.save.failed', err)
      return false
    }
    await rest(restAfter(performance.now() - begun))
    return true
  }
}
