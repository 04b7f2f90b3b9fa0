import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { foreignSeconds } from './disturbance.mjs'
import { processorSeconds } from './processes.mjs'
import { sum } from './statistics.mjs'

const execute = promisify(execFile)

/**
 * @typedef {object} Load
 * @property {string} url
 * @property {number} seconds
 * @property {number} connections
 * @property {boolean} closes a new connection for each request
 * @property {string} [script] what to ask for; the URL alone without one
 *
 * @typedef {object} Run
 * @property {number} requestsPerSecond
 * @property {number} processorMicroseconds of the proxy, per request
 * @property {number} p99Milliseconds
 * @property {number} failures
 * @property {number} disturbance processors that other programs used meanwhile
 */

/**
 * Loads a proxy and looks at what it cost.
 * @param {Load} load
 * @param {readonly number[]} pids of the proxy
 * @returns {Promise<Run>}
 */
export async function measureLoad({ url, seconds, connections, closes, script }, pids) {
  const asked = script === undefined ? [] : ['-s', script]
  const closing = closes ? ['-H', 'Connection: close'] : []
  const before = { at: performance.now(), used: processorSeconds(pids), foreign: foreignSeconds() }
  const { stdout } = await execute('wrk', [
    ...['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '--timeout', '5s', ...closing, ...asked, url],
  ])
  const used = processorSeconds(pids) - before.used
  const elapsedSeconds = (performance.now() - before.at) / 1000
  const requests = Number(/(\d+) requests in/.exec(stdout)?.[1] ?? 0)
  return {
    requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1] ?? 0),
    processorMicroseconds: (used / requests) * 1e6,
    p99Milliseconds: milliseconds(/^\s+99%\s+(\S+)/m.exec(stdout)?.[1] ?? ''),
    failures: failuresIn(stdout),
    disturbance: Math.max((foreignSeconds() - before.foreign) / elapsedSeconds, 0),
  }
}

/**
 * Everything that wrk counts as not answered as it should be.
 * @param {string} output
 */
export function failuresIn(output) {
  const socket = /Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)/.exec(output)?.slice(1) ?? []
  const status = /Non-2xx or 3xx responses: (\d+)/.exec(output)?.[1] ?? 0
  return sum([...socket, status].map(Number))
}

/** @param {string} text as wrk prints times: 812.00us, 1.20ms, 2.01s */
function milliseconds(text) {
  const [, number, unit = ''] = /^([\d.]+)(us|ms|s|m)$/.exec(text) ?? []
  const factor = { us: 0.001, ms: 1, s: 1000, m: 60_000 }[unit] ?? Number.NaN
  return Number(number) * factor
}
