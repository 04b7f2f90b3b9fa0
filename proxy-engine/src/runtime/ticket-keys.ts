import { createHash, hkdfSync, randomBytes } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import path from 'node:path'
import type { SessionScope } from '../plan/step.ts'
import { writeDurably } from './generations.ts'

/** HAProxy seals new tickets with the second newest and opens what any of them has sealed. */
const keyCount = 3
/** With as many bytes tickets are sealed with AES-256. */
const keyBytes = 80
/** Who steals a key reads the sessions that began with it, and no others: in milliseconds. */
const oldAfterMs = 12 * 3_600_000

/**
 * The keys of session tickets, in a file beside the generations: with the same ones in the next generation, clients resume their sessions
 * over a reload. Without a file each process would make its own.
 */
export class TicketKeys {
  readonly file: string

  private constructor(file: string) {
    this.file = file
  }

  static async open(engineFolder: string): Promise<TicketKeys> {
    const keys = new TicketKeys(path.join(engineFolder, 'ticket.keys'))
    if ((await keys.#read()).length < keyCount) await keys.#write(Array.from({ length: keyCount }, newKey))
    return keys
  }

  /** Before a generation starts: the oldest key makes room for a new one, twice a day at most. */
  async renewOld(): Promise<void> {
    const { mtimeMs } = await stat(this.file)
    if (Date.now() - mtimeMs < oldAfterMs) return
    await this.#write([...(await this.#read()).slice(1), newKey()])
  }

  /**
   * The keys of the listeners that ask clients for certificates: each its own, and others as soon as somebody else vouches. A resumed
   * session is not looked at again, so one that began elsewhere, or before a revocation, must not open.
   */
  async keysFor({ name, under }: SessionScope): Promise<string[]> {
    const digest = createHash('sha256').update(JSON.stringify(under)).digest('hex')
    const own = (key: string) =>
      hkdfSync('sha256', Buffer.from(key, 'base64'), 'tickets', `${name} ${digest}`, keyBytes)
    return (await this.#read()).map((key) => Buffer.from(own(key)).toString('base64'))
  }

  async #read(): Promise<string[]> {
    const text = await readFile(this.file, 'utf8').catch(() => '')
    return text.split('\n').filter((one) => one !== '')
  }

  #write(keys: readonly string[]): Promise<void> {
    return writeDurably(this.file, keyFileText(keys))
  }
}

export function keyFileText(keys: readonly string[]): string {
  return keys.map((one) => `${one}\n`).join('')
}

function newKey(): string {
  return randomBytes(keyBytes).toString('base64')
}
