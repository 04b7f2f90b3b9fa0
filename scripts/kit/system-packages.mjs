import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Refusal, seconds } from './command-line.mjs'
import { attempt } from './run.mjs'
import { root } from './settings.mjs'

/**
 * @typedef {object} SystemPackage
 * @property {string} name its name in Debian and Ubuntu
 * @property {string} purpose completes "It ..."
 * @property {boolean} isRequired
 * @property {() => boolean} isPresent
 */

/** @param {string} program */
export function isInPath(program) {
  const folders = [...(process.env['PATH'] ?? '').split(path.delimiter), '/usr/sbin', '/sbin']
  return folders.some((folder) => existsSync(path.join(folder, program)))
}

/** @type {SystemPackage} */
export const haproxy = {
  name: 'haproxy',
  purpose: 'carries the traffic',
  isRequired: true,
  isPresent: () => isInPath('haproxy'),
}

/** @type {SystemPackage} */
export const ping = {
  name: 'iputils-ping',
  purpose: 'asks members for health monitors of type PING',
  isRequired: false,
  isPresent: () => isInPath('ping'),
}

/** @type {SystemPackage} */
export const chromium = {
  name: 'chromium',
  purpose: 'is the browser of the tests in e2e',
  isRequired: true,
  isPresent: () =>
    process.env['CHROMIUM_PATH'] !== undefined ||
    ['chromium', 'chromium-browser', 'google-chrome'].some((program) => isInPath(program)),
}

/** @param {string} module a Python module of the system's Python */
const pythonHas = (module) =>
  spawnSync('/usr/bin/python3', ['-c', `import ${module}`], { stdio: 'ignore' }).status === 0

/** The stock clients of OpenStack, which the tests in e2e/clients type commands into. @type {readonly SystemPackage[]} */
export const openstackClients = [
  {
    name: 'python3-openstackclient',
    purpose: 'is the openstack command of the tests in e2e/clients',
    isRequired: true,
    isPresent: () => isInPath('openstack'),
  },
  {
    name: 'python3-octaviaclient',
    purpose: 'gives the openstack command its load balancers',
    isRequired: true,
    isPresent: () => pythonHas('octaviaclient'),
  },
  {
    name: 'python3-barbicanclient',
    purpose: 'gives the openstack command its secrets',
    isRequired: true,
    isPresent: () => pythonHas('barbicanclient'),
  },
  {
    name: 'python3-openstacksdk',
    purpose: 'runs the script of the tests in e2e/clients',
    isRequired: true,
    isPresent: () => pythonHas('openstack'),
  },
]

/** Clients of TLS that are not ours, and what makes certificates for tests. @type {readonly SystemPackage[]} */
export const tlsClients = [
  {
    name: 'openssl',
    purpose: 'makes certificates for the tests, and shakes hands in them',
    isRequired: true,
    isPresent: () => isInPath('openssl'),
  },
  { name: 'curl', purpose: 'asks over TLS in the tests', isRequired: true, isPresent: () => isInPath('curl') },
]

/** An authority of certificates for tests, and the names that it resolves. @type {SystemPackage} */
export const pebble = {
  name: 'pebble',
  purpose: 'is the authority that issues certificates (ACME) in the tests in e2e',
  isRequired: true,
  isPresent: () => isInPath('pebble') && isInPath('pebble-challtestsrv'),
}

/** @type {SystemPackage} */
export const fonts = {
  name: 'fonts-liberation',
  purpose: 'gives the tests in e2e letters to draw',
  isRequired: false,
  isPresent: () => existsSync('/usr/share/fonts/truetype/liberation'),
}

/** How to become root without asking anybody: null when that is not possible. */
function rootPrefix() {
  if (process.getuid?.() === 0) return []
  return spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore' }).status === 0 ? ['sudo', '-n'] : null
}

/**
 * @param {readonly string[]} prefix
 * @param {readonly string[]} args
 */
function aptGet(prefix, args) {
  // Another apt-get may be at work, the nightly one for instance.
  const options = ['-q', '-y', '-o', 'DPkg::Lock::Timeout=120']
  const [command = '', ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...options, ...args]
  return attempt(command, rest)
}

/**
 * @param {readonly string[]} names
 * @returns {Promise<string>} why they were not installed; empty when they were
 */
async function install(names) {
  const prefix = rootPrefix()
  if (prefix === null || !isInPath('apt-get')) return 'This program may not install it by itself.'
  const begin = Date.now()
  const arguments_ = ['install', '--no-install-recommends', ...names]
  let result = await aptGet(prefix, arguments_)
  if (!result.succeeded) {
    await aptGet(prefix, ['update'])
    result = await aptGet(prefix, arguments_)
  }
  if (!result.succeeded) return result.output
  console.log(`Installed ${names.join(' ')} in ${seconds(Date.now() - begin)}.`)
  return ''
}

/** @param {readonly SystemPackage[]} packages */
const missingOf = (packages) => packages.filter(({ isPresent }) => !isPresent())

/** @param {readonly SystemPackage[]} packages */
function explanation(packages) {
  const command = `sudo apt-get install -y --no-install-recommends ${packages.map(({ name }) => name).join(' ')}`
  return [
    ...packages.map(({ name, purpose }) => `${name} is not installed. It ${purpose}.`),
    isInPath('apt-get') ? `Install it: ${command}` : 'Install it with the package manager of this system.',
  ].join('\n')
}

/** Remembers what could not be had, so that not every start asks for it again. `npm ci` removes it. */
const triedFile = path.join(root, 'node_modules/.system-packages-tried')

/**
 * Sees to it that those of the packages are there that are required; a missing one is a refusal.
 * @param {readonly SystemPackage[]} packages
 */
export async function provideRequired(packages) {
  const missing = missingOf(packages.filter(({ isRequired }) => isRequired))
  if (missing.length === 0) return
  console.log(`Installing ${missing.map(({ name }) => name).join(' ')} ...`)
  const reason = await install(missing.map(({ name }) => name))
  if (reason) throw new Refusal(`${reason}\n${explanation(missing)}`)
}

/**
 * Sees to the others, once the packages of npm are there: what could not be had is noted among them.
 * @param {readonly SystemPackage[]} packages
 */
export async function provideOptional(packages) {
  const missing = missingOf(packages.filter(({ isRequired }) => !isRequired))
  if (missing.length === 0 || existsSync(triedFile)) return
  const reason = await install(missing.map(({ name }) => name))
  if (!reason) return
  console.log(`${explanation(missing)}\nEverything else works without it.`)
  mkdirSync(path.dirname(triedFile), { recursive: true })
  writeFileSync(triedFile, reason)
}

/** A HAProxy older than this lacks statements that every configuration uses. */
const oldestHaproxy = [2, 6]

export function requireHaproxyVersion() {
  const env = { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin:/sbin` }
  const { stdout } = spawnSync('haproxy', ['-v'], { encoding: 'utf8', env })
  const [, version = '', major, minor] = /version (?:v)?((\d+)\.(\d+)\S*)/.exec(stdout ?? '') ?? []
  const [oldestMajor = 0, oldestMinor = 0] = oldestHaproxy
  if (Number(major) > oldestMajor || (Number(major) === oldestMajor && Number(minor) >= oldestMinor)) return
  throw new Refusal(
    `HAProxy ${oldestHaproxy.join('.')} or later is needed. The installed one is ${version || 'unknown'}.`,
  )
}
