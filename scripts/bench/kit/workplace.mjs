import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { root } from '../../kit/settings.mjs'

/**
 * @typedef {object} Program
 * @property {number} pid
 * @property {() => string} output the last lines that it wrote
 * @property {() => boolean} isRunning
 * @property {(signal: NodeJS.Signals) => void} send
 * @property {(signal?: NodeJS.Signals, patienceMilliseconds?: number) => Promise<void>} stop
 */

/** Debian keeps servers where a person's PATH does not lead. */
const searchPath = `${process.env['PATH']}:/usr/sbin:/sbin`

/** A temporary folder, the programs started from it, and the end of all of them. */
export class Workplace {
  dir = mkdtempSync(path.join(tmpdir(), 'fulcrum-bench-'))
  /** @type {(() => Promise<void> | void)[]} */
  #endings = []
  #started = 0

  /**
   * Says what has to be undone at the end; the last said is done first.
   * @param {() => Promise<void> | void} ending
   */
  atEnd(ending) {
    this.#endings.push(ending)
  }

  /**
   * Starts a program that ends with the workplace. What it writes goes to a file, so that it never waits for a reader.
   * @param {string} command
   * @param {readonly string[]} args
   * @param {Readonly<Record<string, string>>} [environment]
   * @returns {Promise<Program>}
   */
  async start(command, args, environment = {}) {
    this.#started += 1
    const log = path.join(this.dir, `${this.#started}-${path.basename(command)}.log`)
    const file = openSync(log, 'a')
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, PATH: searchPath, ...environment },
      stdio: ['ignore', file, file],
    })
    closeSync(file)
    await once(child, 'spawn')
    const program = asProgram(child, log)
    this.atEnd(() => program.stop())
    return program
  }

  async close() {
    for (const ending of this.#endings.splice(0).reverse()) await ending()
    rmSync(this.dir, { recursive: true, force: true })
  }
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @param {string} log
 * @returns {Program}
 */
function asProgram(child, log) {
  const ended = once(child, 'exit')
  const isRunning = () => child.exitCode === null && child.signalCode === null
  return {
    pid: child.pid ?? 0,
    output: () => readFileSync(log, 'utf8').split('\n').slice(-40).join('\n'),
    isRunning,
    send: (signal) => void child.kill(signal),
    stop: async (signal = 'SIGTERM', patienceMilliseconds = 5_000) => {
      if (!isRunning()) return
      child.kill(signal)
      const patience = new AbortController()
      const late = wait(patienceMilliseconds, 'late', { signal: patience.signal }).catch(() => 'ended')
      if ((await Promise.race([ended, late])) === 'late') child.kill('SIGKILL')
      patience.abort()
      await ended
    },
  }
}

/**
 * Gives a piece of work a workplace and cleans up after it, also when the program is told to end.
 * @template T
 * @param {(workplace: Workplace) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inWorkplace(work) {
  const workplace = new Workplace()
  let isEnding = false
  const end = () => {
    if (isEnding) return
    isEnding = true
    console.error('\nStopping what was started ...')
    void workplace.close().finally(() => process.exit(130))
  }
  /** @type {readonly NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, end)
  try {
    return await work(workplace)
  } finally {
    if (!isEnding) await workplace.close()
    for (const signal of signals) process.off(signal, end)
  }
}
