import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { root } from './settings.mjs'

// What a build makes or leaves out. A changed test does not make a build stale.
const ignored = /^(node_modules|dist|generated|golden|test|\.next|\.DS_Store)$|\.test\.tsx?$|\.md$|\.tsbuildinfo$/

/**
 * @param {string} file relative to the root
 * @returns {Generator<string>}
 */
function* filesUnder(file) {
  const whole = path.join(root, file)
  if (!existsSync(whole)) return
  if (!statSync(whole).isDirectory()) {
    yield file
    return
  }
  for (const name of readdirSync(whole).sort()) {
    if (!ignored.test(name)) yield* filesUnder(path.join(file, name))
  }
}

/**
 * One text that changes whenever one of the files does, or one comes or goes.
 * @param {readonly string[]} paths files and folders, relative to the root; those that are missing count as empty
 */
export function fingerprint(paths) {
  const hash = createHash('sha256')
  for (const start of paths) {
    for (const file of filesUnder(start)) hash.update(`${file}\0`).update(readFileSync(path.join(root, file)))
  }
  return hash.digest('hex')
}
