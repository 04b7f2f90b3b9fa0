import { spawn } from 'node:child_process'
import { Refusal } from './command-line.mjs'
import { root } from './settings.mjs'

/**
 * @typedef {object} Result
 * @property {boolean} succeeded
 * @property {string} output what it wrote to both of its streams
 */

/** The commands under way. Each leads its own process group, so that all it started can be ended with it. */
const running = new Set()

/** Ends every command under way, with everything it started. */
export function endCommands() {
  for (const pid of running) process.kill(-pid, 'SIGTERM')
}

/**
 * The environment without what the npm around us has put there: an inner npm must not take it as its own.
 * @returns {Record<string, string | undefined>}
 */
function environment() {
  const outerNpm = /^npm_(lifecycle|package|command|node_execpath|execpath)/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !outerNpm.test(name)))
}

/**
 * Runs a command quietly and waits for it.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [extraEnvironment]
 * @returns {Promise<Result>}
 */
export function attempt(command, args, extraEnvironment = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...environment(), NEXT_TELEMETRY_DISABLED: '1', CHECKPOINT_DISABLE: '1', ...extraEnvironment },
    })
    if (child.pid !== undefined) running.add(child.pid)
    let output = ''
    child.stdout.on('data', (chunk) => {
      output += chunk
    })
    child.stderr.on('data', (chunk) => {
      output += chunk
    })
    child.on('error', (error) => resolve({ succeeded: false, output: error.message }))
    child.on('close', (code) => {
      running.delete(child.pid)
      resolve({ succeeded: code === 0, output })
    })
  })
}

/**
 * Runs a command that has to succeed.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {Record<string, string>} [extraEnvironment]
 */
export async function run(command, args, extraEnvironment) {
  const { succeeded, output } = await attempt(command, args, extraEnvironment)
  if (!succeeded) throw new Refusal(`${output}\nThis command failed: ${[command, ...args].join(' ')}`)
}

/**
 * Runs a command with its output on the screen.
 * @param {string} command
 * @param {readonly string[]} args
 * @returns {Promise<boolean>} whether it succeeded
 */
export function show(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...environment(), NEXT_TELEMETRY_DISABLED: '1' },
    })
    if (child.pid !== undefined) running.add(child.pid)
    child.once('error', () => resolve(false))
    child.once('close', (code) => {
      running.delete(child.pid)
      resolve(code === 0)
    })
  })
}
