import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { Refusal } from './command-line.mjs'
import { identityOf, livingProcess, takeLock } from './lock.mjs'

/** @typedef {import('./settings.mjs').Settings} Settings */

/**
 * One Fulcrum per data folder: two would write the same database and run the same data plane.
 * @param {Settings} settings
 */
export function claimDataDir({ dataDir }) {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const holder = takeLock(path.join(dataDir, 'fulcrum.lock'))
  if (holder === null) return
  throw new Refusal(
    `Fulcrum is already running from ${dataDir} (process ${holder}).\n` +
      'Stop it first, or set FULCRUM_DATA_DIR and PORT to run a second one.',
  )
}

/** @param {Settings} settings */
const noteFile = ({ dataDir }) => path.join(dataDir, 'processes.json')

/**
 * Writes down which processes are ours, for a start after this one was killed.
 * @param {Settings} settings
 * @param {ReadonlyMap<string, number>} pids
 */
export function noteProcesses(settings, pids) {
  const identities = [...pids.values()].map(identityOf).filter((identity) => identity !== '')
  writeFileSync(noteFile(settings), JSON.stringify(identities))
}

/**
 * Forgets them: they were stopped in order.
 * @param {Settings} settings
 */
export function forgetProcesses(settings) {
  rmSync(noteFile(settings), { force: true })
}

/** @param {Settings} settings */
function notedProcesses(settings) {
  try {
    /** @type {unknown} */
    const identities = JSON.parse(readFileSync(noteFile(settings), 'utf8'))
    return Array.isArray(identities) ? identities.map(String) : []
  } catch {
    // There is none, or a crash cut it short.
    return []
  }
}

/**
 * @param {string} identity
 * @param {number} pid
 */
async function end(identity, pid) {
  process.kill(pid, 'SIGTERM')
  const patience = Date.now() + 10_000
  while (livingProcess(identity) !== null && Date.now() < patience) await wait(50)
  if (livingProcess(identity) !== null) process.kill(-pid, 'SIGKILL')
}

/**
 * Ends the control plane and the engine of a start that was killed. HAProxy, which the engine leaves running on
 * SIGTERM, keeps carrying traffic, and the next engine adopts it.
 * @param {Settings} settings
 */
export async function endLeftovers(settings) {
  const endings = notedProcesses(settings).flatMap((identity) => {
    const pid = livingProcess(identity)
    return pid === null ? [] : [end(identity, pid)]
  })
  if (endings.length > 0) console.log('The last start was killed. Ending what it left; traffic goes on.')
  await Promise.all(endings)
}

/**
 * @param {Settings} settings
 * @returns {Promise<void>} refused when something else listens there
 */
export function requireFreePort({ host, port }) {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => {
      const code = 'code' in error ? error.code : ''
      const address = `${host}:${port}`
      if (code === 'EADDRINUSE') {
        reject(
          new Refusal(
            `Port ${port} is taken: something else listens on ${address}. Set PORT to a free one: PORT=${port + 1} npm start`,
          ),
        )
      } else if (code === 'EACCES') {
        reject(new Refusal(`Port ${port} may only be opened by root. Set PORT to 1024 or higher.`))
      } else {
        reject(
          new Refusal(`Fulcrum cannot listen on ${address}: ${error.message}. Set HOST to an address of this machine.`),
        )
      }
    })
    server.listen(port, host, () => server.close(() => resolve()))
  })
}
