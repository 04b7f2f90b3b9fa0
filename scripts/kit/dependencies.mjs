import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fingerprint } from './fingerprint.mjs'
import { attempt, run } from './run.mjs'
import { root } from './settings.mjs'

/**
 * The packages of a lock file. npm keeps a second one in node_modules, of what it really installed, and writes
 * it last: an installation that was interrupted has none.
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, extraneous?: boolean, link?: boolean }>}
 */
function lockedPackages(file) {
  const whole = path.join(root, file)
  return existsSync(whole) ? JSON.parse(readFileSync(whole, 'utf8')).packages : {}
}

function isLockInstalled() {
  const installed = lockedPackages('node_modules/.package-lock.json')
  return Object.entries(lockedPackages('package-lock.json')).every(([name, { version, ...about }]) => {
    // Optional ones are for other operating systems, and extraneous ones for nobody; links are our own folders.
    if (about.optional || about.extraneous || about.link || !name.includes('node_modules/')) return true
    return installed[name]?.version === version
  })
}

/** The one package with machine code: after a change of Node's version it has to be built again. */
async function isNativeCodeUsable() {
  const program = "new (require('better-sqlite3'))(':memory:').close()"
  const { succeeded } = await attempt(process.execPath, ['-e', program])
  return succeeded
}

/** What node_modules was found to be right for: this lock file, on this machine, with this version of Node's ABI. */
const stampFile = path.join(root, 'node_modules/.right-for')
const wantedStamp = () =>
  [fingerprint(['package-lock.json']), process.platform, process.arch, process.versions.modules].join(' ')

/** Looks at what is really there when the stamp does not say, so that an `npm install` by hand counts as well. */
export async function areDependenciesInstalled() {
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp()) return true
  if (!isLockInstalled() || !(await isNativeCodeUsable())) return false
  writeFileSync(stampFile, wantedStamp())
  return true
}

export async function installDependencies() {
  const npmProgram = process.env['npm_execpath'] ?? ''
  const [command, ...args] = npmProgram.endsWith('npm-cli.js') ? [process.execPath, npmProgram] : ['npm']
  // With NODE_ENV=production npm would leave out what builds the console.
  await run(command ?? 'npm', [...args, 'ci', '--no-audit', '--no-fund', '--include=dev'])
  writeFileSync(stampFile, wantedStamp())
}
