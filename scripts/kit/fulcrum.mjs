// The control plane and the engine as one thing that a person starts and stops.
import { setTimeout as wait } from 'node:timers/promises'
import { engineToken } from './engine-token.mjs'
import { forgetProcesses, noteProcesses } from './single-instance.mjs'
import { supervise } from './supervise.mjs'

/**
 * @typedef {object} Parts
 * @property {import('./settings.mjs').Settings} settings
 * @property {'production' | 'development'} nodeEnv
 * @property {readonly string[]} controlPlane what Node is started with
 * @property {readonly string[]} engine
 */

const controlPlanePatienceMilliseconds = 10_000
/** The engine has its own, shorter limit for draining; this one is for an engine that hangs. */
const enginePatienceMilliseconds = 90_000

/**
 * Where this machine reaches the control plane. The wildcard addresses can be listened on, not called.
 * @param {import('./settings.mjs').Settings} settings
 */
function urlOf({ host, port }) {
  const name = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (host.includes(':') ? `[${host}]` : host)
  return `http://${name}:${port}`
}

/**
 * The environments of the two parts. The engine needs neither the database nor the administrator's password.
 * @param {Parts} parts
 */
function environments({ settings, nodeEnv }) {
  const token = engineToken(settings.dataDir)
  const shared = {
    ...process.env,
    NODE_ENV: nodeEnv,
    FULCRUM_DATA_DIR: settings.dataDir,
    FULCRUM_ENGINE_TOKEN: token,
  }
  const controlPlane = {
    ...shared,
    HOST: settings.host,
    PORT: String(settings.port),
    DATABASE_URL: settings.databaseUrl,
    NEXT_TELEMETRY_DISABLED: '1',
  }
  /** @type {Record<string, string | undefined>} */
  const engine = { ...shared, FULCRUM_CONTROL_PLANE_URL: urlOf(settings) }
  for (const secret of ['DATABASE_URL', 'FULCRUM_ADMIN_PASSWORD']) delete engine[secret]
  return { controlPlane, engine }
}

/**
 * Resolves when traffic can be served. After a while it says what is still missing.
 * @param {string} url
 * @param {() => boolean} isStopping
 */
async function untilReady(url, isStopping) {
  const explainAfter = Date.now() + 20_000
  let hasExplained = false
  while (!isStopping()) {
    const { isReady, reason } = await health(url)
    if (isReady) return
    if (!hasExplained && Date.now() > explainAfter) {
      console.log(`Not ready yet: ${reason}`)
      hasExplained = true
    }
    await wait(150)
  }
}

/** @param {string} url */
async function health(url) {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(10_000) })
    return { isReady: response.ok, reason: await response.text() }
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error
    return { isReady: false, reason: `the control plane does not answer (${cause})` }
  }
}

/**
 * Runs both until this program is told to stop, then stops them with the traffic drained.
 * @param {Parts} parts
 * @returns {Promise<number>} the exit code
 */
export function runFulcrum(parts) {
  const { settings } = parts
  return new Promise((resolve) => {
    const env = environments(parts)
    const url = urlOf(settings)
    /** @type {Map<string, number>} */
    const pids = new Map()
    let isStopping = false
    let hasBeenReady = false

    /**
     * A program that fails before anything was ever ready will fail again: its own message says why.
     * @param {string} reason
     */
    function shallRestart(reason) {
      if (hasBeenReady || reason.includes(' by SIG')) return true
      console.error(`${reason} before it was ready.`)
      void stop(1)
      return false
    }

    /**
     * @param {string} name
     * @param {readonly string[]} args
     * @param {Record<string, string | undefined>} environment
     */
    const superviseOne = (name, args, environment) =>
      supervise({
        name,
        args,
        env: environment,
        shallRestart,
        onStart: (pid) => noteProcesses(settings, pids.set(name, pid)),
      })

    const controlPlane = superviseOne('The control plane', parts.controlPlane, env.controlPlane)
    const engine = superviseOne('The engine', parts.engine, env.engine)

    /** @param {number} exitCode */
    async function stop(exitCode) {
      // SIGUSR2 means: stop the data plane too, after its sessions have ended. Once more means: at once.
      engine.send('SIGUSR2')
      if (isStopping) return
      isStopping = true
      console.log('Stopping, after the open connections have ended. Press Ctrl-C again to cut them.')
      controlPlane.send('SIGTERM')
      await Promise.all([
        controlPlane.whenEnded(controlPlanePatienceMilliseconds),
        engine.whenEnded(enginePatienceMilliseconds),
      ])
      forgetProcesses(settings)
      console.log('Stopped.')
      resolve(exitCode)
    }

    /** @type {readonly NodeJS.Signals[]} */
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, () => void stop(0))
    stopWithNpm(() => void stop(0))

    void untilReady(url, () => isStopping).then(() => {
      if (isStopping) return
      hasBeenReady = true
      console.log(`Fulcrum is ready: ${url}`)
    })
  })
}

/**
 * npm does not pass on the signal that ends it; but then this program gets another parent.
 * @param {() => void} stop
 */
function stopWithNpm(stop) {
  if (process.env['npm_lifecycle_event'] === undefined) return
  const npm = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === npm) return
    clearInterval(watch)
    stop()
  }, 500)
  watch.unref()
}
