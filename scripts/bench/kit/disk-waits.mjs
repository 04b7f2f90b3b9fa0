import { open } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const blockBytes = 4_096
const blocks = 256
const pauseMilliseconds = 10

/**
 * Asks the disk a hundred times a second to keep a block, as a database does with a change, and nothing else: what it is kept waiting,
 * everybody who writes is kept waiting, whatever program it is.
 */
export class DiskWaits {
  #longest = 0
  /** When the block under way was given to the disk; null between two. */
  #since = /** @type {number | null} */ (null)
  #isOver = false

  /**
   * @param {string} folder on the disk in question
   * @param {(ending: () => Promise<void>) => void} atEnd
   */
  static async watch(folder, atEnd) {
    const waits = new DiskWaits()
    const file = await open(path.join(folder, 'disk-waits'), 'w')
    // Afterwards the file neither grows nor moves: keeping a block is one write.
    await file.write(Buffer.alloc(blockBytes * blocks))
    await file.sync()
    const asking = waits.#ask(file)
    atEnd(async () => {
      waits.#isOver = true
      await asking
      await file.close()
    })
    return waits
  }

  /** The longest wait since it was asked last, in milliseconds. */
  takeLongest() {
    const underWay = this.#since === null ? 0 : performance.now() - this.#since
    const longest = Math.max(this.#longest, underWay)
    this.#longest = 0
    return longest
  }

  /** @param {import('node:fs/promises').FileHandle} file */
  async #ask(file) {
    const block = Buffer.alloc(blockBytes)
    for (let at = 0; !this.#isOver; at = (at + 1) % blocks) {
      block.writeUInt32LE(at)
      this.#since = performance.now()
      await file.write(block, 0, blockBytes, at * blockBytes)
      await file.datasync()
      this.#longest = Math.max(this.#longest, performance.now() - this.#since)
      this.#since = null
      await wait(pauseMilliseconds)
    }
  }
}
