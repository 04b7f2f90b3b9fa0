import { once } from 'node:events'
import path from 'node:path'
import { Worker } from 'node:worker_threads'

/**
 * Asks the disk a hundred times a second to keep a block, as a database does with a change, in a thread of its own: how long that takes
 * is how long the disk lets anybody wait who writes at that moment.
 */
export class DiskWaits {
  #worker
  /** The longest wait, in microseconds. */
  #longest

  /**
   * @param {Worker} worker
   * @param {Int32Array} longest
   */
  constructor(worker, longest) {
    this.#worker = worker
    this.#longest = longest
  }

  /** @param {string} folder on the disk in question */
  static async watch(folder) {
    const longest = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
    const workerData = { file: path.join(folder, 'disk-waits'), longest }
    const worker = new Worker(new URL('./disk-waits-worker.mjs', import.meta.url), { workerData })
    await once(worker, 'online')
    return new DiskWaits(worker, longest)
  }

  /** The longest wait that has ended since it was asked last, in milliseconds. */
  takeLongest() {
    return Atomics.exchange(this.#longest, 0, 0) / 1_000
  }

  async stop() {
    await this.#worker.terminate()
  }
}
