// node scripts/prepare.mjs check | dev | app | test
// Brings a fresh clone to the point where it can be checked, developed, run or tested. What is up to date is
// skipped without a word. Nothing here imports a package: it runs before the packages are there.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { isProgram, Refusal, runProgram, seconds } from './kit/command-line.mjs'
import {
  areDependenciesKnown,
  arePackagesInstalled,
  compileMachineCode,
  installPackages,
  isMachineCodeUsable,
  noteDependencies,
} from './kit/dependencies.mjs'
import { fingerprint } from './kit/fingerprint.mjs'
import { waitForLock } from './kit/lock.mjs'
import { endCommands, run } from './kit/run.mjs'
import { root } from './kit/settings.mjs'
import {
  chromium,
  fonts,
  haproxy,
  openstackClients,
  pebble,
  ping,
  provideOptional,
  provideRequired,
  requireHaproxyVersion,
  tlsClients,
} from './kit/system-packages.mjs'

/** @typedef {'check' | 'dev' | 'app' | 'test'} Purpose */

/**
 * @typedef {object} Build
 * @property {string} title completes "Building ..."
 * @property {readonly string[]} sources what it is made from
 * @property {string} product a file that is there when it is done
 * @property {() => Promise<void>} make
 */

const nextProgram = 'node_modules/next/dist/bin/next'

/** @type {Build} */
const prismaClients = {
  title: 'the database clients',
  sources: [
    'prisma/schema.prisma',
    'scripts/generate.mjs',
    'scripts/kit/schema.mjs',
    'node_modules/prisma/package.json',
  ],
  product: 'prisma/generated/sqlite/client.ts',
  make: () => run(process.execPath, ['scripts/generate.mjs']),
}

/** @type {Build} */
const engine = {
  title: 'the engine',
  sources: ['model', 'proxy-engine', 'scripts/build-programs.mjs', 'package-lock.json'],
  product: 'proxy-engine/dist/engine.js',
  make: () => run(process.execPath, ['scripts/build-programs.mjs', 'engine']),
}

/** @type {Build} */
const controlPlane = {
  title: 'the control plane',
  sources: [
    ...['control-plane.ts', 'facades', 'server', 'model', 'proxy-engine/src', 'prisma/schema.prisma'],
    ...['scripts/build-programs.mjs', 'tsconfig.json', 'package-lock.json'],
  ],
  product: 'dist/control-plane.js',
  make: () => run(process.execPath, ['scripts/build-programs.mjs', 'control-plane']),
}

/** @type {Build} */
const consolePages = {
  title: 'the console',
  sources: [
    ...['app', 'components', 'server', 'model', 'proxy-engine/src', 'public'],
    ...['prisma/schema.prisma', 'next.config.js', 'tsconfig.json', 'postcss.config.mjs', 'package-lock.json'],
  ],
  product: '.next/BUILD_ID',
  make: async () => {
    // The types that `next dev` leaves behind name routes that may be gone, and would fail the build.
    rmSync(path.join(root, '.next/dev'), { recursive: true, force: true })
    await run(process.execPath, [nextProgram, 'build'])
  },
}

/** The declarations that Next makes for the compiler: of style sheets, images and the routes. @type {Build} */
const routeTypes = {
  title: 'the types of the routes',
  sources: ['app', 'next.config.js', 'package-lock.json'],
  product: '.next/types/routes.d.ts',
  make: () => run(process.execPath, [nextProgram, 'typegen']),
}

/** @type {Record<Purpose, { systemPackages: readonly import('./kit/system-packages.mjs').SystemPackage[], builds: readonly Build[] }>} */
const needs = {
  check: { systemPackages: [], builds: [prismaClients, routeTypes] },
  dev: { systemPackages: [haproxy, ping], builds: [prismaClients] },
  app: { systemPackages: [haproxy, ping], builds: [prismaClients, engine, controlPlane, consolePages] },
  test: {
    systemPackages: [haproxy, ping, chromium, fonts, ...openstackClients, ...tlsClients, pebble],
    builds: [prismaClients],
  },
}

function requireNodeVersion() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > 20 || (major === 20 && minor >= 19)) return
  throw new Refusal(`Node 20.19 or later is needed; this is ${process.versions.node}. The README says how to get it.`)
}

async function providePackages() {
  if (areDependenciesKnown() || arePackagesInstalled()) return
  console.log('Installing the packages of package-lock.json; this takes a minute or more the first time ...')
  const begin = Date.now()
  await installPackages()
  console.log(`Installed the packages in ${seconds(Date.now() - begin)}.`)
}

async function provideMachineCode() {
  if (areDependenciesKnown()) return
  if (!(await isMachineCodeUsable())) {
    console.log('Compiling SQLite beside it ...')
    const begin = Date.now()
    await compileMachineCode()
    console.log(`Compiled SQLite in ${seconds(Date.now() - begin)}.`)
  }
  noteDependencies()
}

/** @param {Iterable<Build>} builds each may need those before it; none needs a database */
async function bringAllUpToDate(builds) {
  for (const build of builds) await bringUpToDate(build)
}

/**
 * Makes something anew if its sources have changed since it was made.
 * @param {Build} build
 */
async function bringUpToDate({ title, sources, product, make }) {
  // The stamp lies beside the product, so that it goes when the product goes.
  const stamp = path.join(root, path.dirname(product), `.${path.basename(product)}.stamp`)
  const wanted = fingerprint(sources)
  const isCurrent = existsSync(path.join(root, product)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted
  if (isCurrent) return

  console.log(`Building ${title} ...`)
  const begin = Date.now()
  rmSync(stamp, { force: true })
  await make()
  mkdirSync(path.dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
  console.log(`Built ${title} in ${seconds(Date.now() - begin)}.`)
}

/**
 * Provides all that the purposes need. Of two that prepare the same folder, one waits for the other.
 * @param {readonly Purpose[]} purposes
 */
export async function prepare(purposes) {
  requireNodeVersion()
  const giveBack = await waitForLock(path.join(root, '.prepare.lock'), (holder) => {
    console.log(`Waiting for process ${holder}, which is preparing this folder ...`)
  })
  const systemPackages = new Set(purposes.flatMap((purpose) => needs[purpose].systemPackages))
  const builds = new Set(purposes.flatMap((purpose) => needs[purpose].builds))
  try {
    await Promise.all([providePackages(), provideRequired([...systemPackages])])
    await provideOptional([...systemPackages])
    if (systemPackages.has(haproxy)) requireHaproxyVersion()
    await Promise.all([provideMachineCode(), bringAllUpToDate(builds)])
  } finally {
    // When one of two has failed, the other is still at it.
    endCommands()
    giveBack()
  }
}

/**
 * Ends with whatever is being installed or built when this program is told to end.
 * @returns {() => void} takes the signals off again
 */
export function endWithCommands() {
  const end = () => {
    endCommands()
    process.exit(130)
  }
  /** @type {readonly NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, end)
  return () => {
    for (const signal of signals) process.off(signal, end)
  }
}

if (isProgram(import.meta.url)) {
  await runProgram(async () => {
    endWithCommands()
    const purposes = process.argv.slice(2)
    const unknown = purposes.find((purpose) => !(purpose in needs))
    if (unknown !== undefined || purposes.length === 0) {
      throw new Refusal('Say what to prepare for: node scripts/prepare.mjs check | dev | app | test')
    }
    await prepare(/** @type {Purpose[]} */ (purposes))
  })
}
