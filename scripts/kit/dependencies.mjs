import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { attempt, run } from './run.mjs'
import { root } from './settings.mjs'

/**
 * The packages of a lock file. npm keeps a second one in node_modules, of what it really installed, and writes
 * it last: an installation that was interrupted has none.
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }>}
 */
function lockedPackages(file) {
  const whole = path.join(root, file)
  return existsSync(whole) ? JSON.parse(readFileSync(whole, 'utf8')).packages : {}
}

function isLockInstalled() {
  const installed = lockedPackages('node_modules/.package-lock.json')
  return Object.entries(lockedPackages('package-lock.json')).every(([name, { version, optional, link }]) => {
    // Optional ones are for other operating systems; links and workspaces are our own folders.
    if (optional || link || !name.includes('node_modules/')) return true
    return installed[name]?.version === version
  })
}

/** The one package with machine code: after a change of Node's version it has to be built again. */
async function isNativeCodeUsable() {
  const program = "new (require('better-sqlite3'))(':memory:').close()"
  const { succeeded } = await attempt(process.execPath, ['-e', program])
  return succeeded
}

/** Looks at what is really there, so that an `npm install` by hand counts as well. */
export async function areDependenciesInstalled() {
  return isLockInstalled() && (await isNativeCodeUsable())
}

export async function installDependencies() {
  const npmProgram = process.env['npm_execpath'] ?? ''
  const [command, ...args] = npmProgram.endsWith('npm-cli.js') ? [process.execPath, npmProgram] : ['npm']
  // With NODE_ENV=production npm would leave out what builds the console.
  await run(command ?? 'npm', [...args, 'ci', '--no-audit', '--no-fund', '--include=dev'])
}
