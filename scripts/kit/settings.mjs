import { existsSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of package.json. Every command works from here, wherever it was called. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/**
 * @typedef {object} Settings
 * @property {string} host the address that the control plane listens on
 * @property {number} port
 * @property {string} dataDir absolute; holds the database, the engine's token and the engine's generations
 * @property {string} databaseUrl `file:<absolute path>` or `postgresql://...`
 */

/**
 * What the environment asks for, with the defaults of one machine that runs everything.
 * A `.env` file in the root counts too, because Next reads it as well and both must agree.
 * @returns {Settings}
 */
export function readSettings() {
  const dotEnv = path.join(root, '.env')
  if (existsSync(dotEnv)) process.loadEnvFile(dotEnv)
  const { env } = process

  const dataDir = path.resolve(root, env['FULCRUM_DATA_DIR'] || 'data')
  return {
    host: env['HOST'] || '127.0.0.1',
    port: portFrom(env['PORT'] || '3000'),
    dataDir,
    databaseUrl: absoluteUrl(env['DATABASE_URL'] || `file:${path.join(dataDir, 'fulcrum.db')}`),
  }
}

/** @param {string} text */
function portFrom(text) {
  const port = Number(text)
  if (Number.isInteger(port) && port >= 1 && port <= 65535) return port
  throw new Error(`PORT is ${JSON.stringify(text)}. It has to be a whole number from 1 to 65535.`)
}

/**
 * A relative SQLite path would mean another file in each process that has another working folder.
 * @param {string} url
 */
function absoluteUrl(url) {
  return url.startsWith('file:') ? `file:${path.resolve(root, url.slice('file:'.length))}` : url
}
