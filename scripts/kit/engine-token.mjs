import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * The secret between the control plane and the engines. Without one in the environment, this machine makes its
 * own at the first start and keeps it.
 * @param {string} dataDir
 */
export function engineToken(dataDir) {
  const given = process.env['FULCRUM_ENGINE_TOKEN']
  if (given) return given
  const file = path.join(dataDir, 'engine.token')
  if (!existsSync(file)) writeFileSync(file, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
  return readFileSync(file, 'utf8').trim()
}
