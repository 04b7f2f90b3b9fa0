import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Starts HAProxy in the foreground, as one process.
 * @param {import('../kit/workplace.mjs').Workplace} workplace
 * @param {{ name: string, text: string, files?: readonly { name: string, content: string }[], environment?: Readonly<Record<string, string>> }} configuration
 * @returns {Promise<readonly number[]>} the pids that do the work
 */
export async function startHaproxy(workplace, { name, text, files = [], environment = {} }) {
  const dir = path.join(workplace.dir, name)
  mkdirSync(dir, { recursive: true })
  for (const { name: fileName, content } of files) {
    mkdirSync(path.dirname(path.join(dir, fileName)), { recursive: true })
    writeFileSync(path.join(dir, fileName), content)
  }
  const file = path.join(dir, 'haproxy.cfg')
  writeFileSync(file, text)
  const { pid } = await workplace.start('haproxy', ['-db', '-f', file, '-C', dir], environment)
  return [pid]
}
