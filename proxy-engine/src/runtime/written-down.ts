import type { Content } from './data-plane.ts'
import type { Reconciler } from './reconcile.ts'
import type { Rhythm } from './rhythm.ts'

type Setting = {
  readonly reconciler: Pick<Reconciler, 'unsaved' | 'saved'>
  readonly save: (content: Content) => Promise<void>
  readonly rhythm: Pick<Rhythm, 'trouble' | 'over'>
  /** After each time. When it is cut short, what is not written down yet is at once. */
  readonly rest: () => Promise<void>
}

/**
 * What runs, on disk: behind the turns, and of many changes the newest. All of it is written each time, tens of milliseconds of work where
 * there are a thousand load balancers. What fails is made good by the next.
 */
export class WrittenDown {
  readonly #setting: Setting
  #writing: Promise<void> | null = null

  constructor(setting: Setting) {
    this.#setting = setting
  }

  /** Writes down what is not. */
  follow(): void {
    this.#writing ??= this.#write()
      .catch((err: unknown) => this.#setting.rhythm.trouble('engine.save.failed', err))
      .finally(() => {
        this.#writing = null
      })
  }

  /** Resolves when nothing is being written, and nobody rests. */
  async settled(): Promise<void> {
    await this.#writing
  }

  async #write(): Promise<void> {
    const { reconciler, save, rhythm, rest } = this.#setting
    for (let content = reconciler.unsaved; content !== null; content = reconciler.unsaved) {
      await save(content)
      reconciler.saved(content)
      rhythm.over('engine.save.failed')
      await rest()
    }
  }
}
