import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { processesMarked } from '../kit/processes.mjs'
import { until } from '../kit/until.mjs'

/** @typedef {import('../kit/workplace.mjs').Workplace} Workplace */

/**
 * @typedef {object} Product
 * @property {string} url
 * @property {string} password of the user admin
 * @property {number} startMilliseconds from the command until /healthz answered 200
 * @property {() => number[]} pids of all that belongs to it
 * @property {() => Promise<void>} stop as Ctrl-C does
 */

const password = 'a long password for the bench'
/** The first start of a fresh clone installs and builds. */
const patienceSeconds = 600

/**
 * Starts the whole product, with a data folder and a port of its own.
 * @param {Workplace} workplace
 * @param {{ command?: readonly [string, ...string[]], dataName?: string }} [wish] started twice with the same data, it is a second start
 * @returns {Promise<Product>}
 */
export async function startProduct(
  workplace,
  { command = [process.execPath, 'scripts/start.mjs'], dataName = 'data' } = {},
) {
  const dataDir = path.join(workplace.dir, dataName)
  mkdirSync(dataDir, { recursive: true })
  const port = await freePort()
  const [program, ...args] = command
  const begin = performance.now()
  const running = await workplace.start(program, args, {
    HOST: '127.0.0.1',
    PORT: String(port),
    DATABASE_URL: '',
    FULCRUM_DATA_DIR: dataDir,
    FULCRUM_ADMIN_PASSWORD: password,
    FULCRUM_NODE: 'bench',
  })
  // Whatever happens, nothing of it outlives the workplace: the engine leaves HAProxy running when it is cut off.
  workplace.atEnd(() => endByForce(dataDir))
  const url = `http://127.0.0.1:${port}`
  await until('the product to serve', () => isHealthy(url, running), {
    seconds: patienceSeconds,
    explain: running.output,
  })
  const startMilliseconds = performance.now() - begin
  const pids = () => processesMarked(dataDir)
  const stop = async () => {
    await running.stop('SIGTERM', 30_000)
    // npm ends before what it started.
    await until('the product to have stopped', () => pids().length === 0, { seconds: 30 })
  }
  workplace.atEnd(() => (pids().length === 0 ? undefined : stop()))
  return { url, password, startMilliseconds, pids, stop }
}

/**
 * @param {string} url
 * @param {import('../kit/workplace.mjs').Program} running
 */
async function isHealthy(url, running) {
  if (!running.isRunning()) throw new Error(`The product has ended:\n${running.output()}`)
  return (await fetch(`${url}/healthz`)).ok
}

/** @param {string} dataDir */
function endByForce(dataDir) {
  for (const pid of processesMarked(dataDir)) {
    try {
      process.kill(pid, 'SIGKILL')
    } catch {
      // It has ended by itself in the meantime.
    }
  }
}

/** @returns {Promise<number>} a port that was free a moment ago */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address()
      server.close(() => resolve(bound !== null && typeof bound === 'object' ? bound.port : 0))
    })
  })
}
