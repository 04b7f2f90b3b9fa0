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

/** Looks at what is really there, so that an `npm install` by hand counts as well. */
export function arePackagesInstalled() {
  const installed = lockedPackages('node_modules/.package-lock.json')
  return Object.entries(lockedPackages('package-lock.json')).every(([name, { version, ...about }]) => {
    // Optional ones are for other operating systems, and extraneous ones for nobody; links are our own folders.
    if (about.optional || about.extraneous || about.link || !name.includes('node_modules/')) return true
    return installed[name]?.version === version
  })
}

/** The one package with machine code: after a change of Node's version it has to be compiled again. */
export async function isMachineCodeUsable() {
  const program = "new (require('better-sqlite3'))(':memory:').close()"
  const { succeeded } = await attempt(process.execPath, ['-e', program])
  return succeeded
}

/** What node_modules was found to be right for: this lock file, on this machine, with this version of Node's ABI. */
const stampFile = path.join(root, 'node_modules/.right-for')
const wantedStamp = () =>
  [fingerprint(['package-lock.json']), process.platform, process.arch, process.versions.modules].join(' ')

/** Spares a look at every package. */
export const areDependenciesKnown = () => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wantedStamp()

export function noteDependencies() {
  writeFileSync(stampFile, wantedStamp())
}

/**
 * @param {readonly string[]} args
 * @param {Record<string, string>} [environment]
 */
function npm(args, environment) {
  const npmProgram = process.env['npm_execpath'] ?? ''
  const [command, ...first] = npmProgram.endsWith('npm-cli.js') ? [process.execPath, npmProgram] : ['npm']
  return run(command ?? 'npm', [...first, ...args], environment)
}

/** What the packages do when they are installed is left for later: most of it is compiling, which nothing but a database waits for. */
export function installPackages() {
  // With NODE_ENV=production npm would leave out what builds the console.
  return npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--include=dev'])
}

/** Lets those packages do what they do when they are installed that package.json allows it; SQLite, of a minute or two, is compiled here. */
export function compileMachineCode() {
  const { allowScripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name])
  return npm(['rebuild', ...allowed], { JOBS: 'max' })
}
