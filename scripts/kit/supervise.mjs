import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { seconds } from './command-line.mjs'
import { root } from './settings.mjs'

/**
 * @typedef {object} Program
 * @property {string} name as a person calls it
 * @property {readonly string[]} args what Node is started with
 * @property {Record<string, string | undefined>} env
 * @property {(pid: number) => void} onStart
 * @property {(reason: string) => boolean} shallRestart asked when the program ended by itself
 */

/**
 * @typedef {object} Supervised
 * @property {(signal: NodeJS.Signals) => void} send
 * @property {(patienceMilliseconds: number) => Promise<void>} whenEnded no restart from now on; resolves when the
 *   program has ended, which is after the patience at the latest
 */

const firstDelayMilliseconds = 500
const longestDelayMilliseconds = 15_000
/** A program that has run this long was sound: its next end is treated as its first. */
const soundAfterMilliseconds = 30_000

/**
 * Runs a program of ours and starts it again when it ends by itself, a little later each time.
 * It leads a session of its own: Ctrl-C in a terminal goes to everything in the terminal's foreground group, and
 * must reach nobody but us, who know the order in which to stop.
 * @param {Program} program
 * @returns {Supervised}
 */
export function supervise({ name, args, env, onStart, shallRestart }) {
  let isStopping = false
  let failures = 0
  /** @type {import('node:child_process').ChildProcess | null} */
  let child = null
  /** @type {NodeJS.Timeout | undefined} */
  let restart

  function start() {
    const begin = Date.now()
    const started = spawn(process.execPath, args, {
      cwd: root,
      env,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
    })
    child = started
    if (started.pid !== undefined) onStart(started.pid)
    started.once('exit', (code, signal) => {
      child = null
      const reason = `${name} ended ${signal === null ? `with code ${code}` : `by ${signal}`}`
      if (isStopping || !shallRestart(reason)) return
      failures = Date.now() - begin > soundAfterMilliseconds ? 0 : failures + 1
      const delay = Math.min(firstDelayMilliseconds * 2 ** Math.max(failures - 1, 0), longestDelayMilliseconds)
      console.error(`${reason}. Starting it again in ${seconds(delay)}.`)
      restart = setTimeout(start, delay)
    })
  }

  start()
  return {
    send: (signal) => void child?.kill(signal),
    whenEnded: async (patienceMilliseconds) => {
      isStopping = true
      clearTimeout(restart)
      const last = child
      if (last === null) return
      const ended = once(last, 'exit')
      const patience = new AbortController()
      const isInTime = await Promise.race([
        ended.then(() => true),
        wait(patienceMilliseconds, false, { signal: patience.signal }),
      ])
      patience.abort()
      if (isInTime || last.pid === undefined) return
      console.error(`${name} did not end within ${seconds(patienceMilliseconds)} and is ended by force.`)
      process.kill(-last.pid, 'SIGKILL')
      await ended
    },
  }
}
