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
 * @property {boolean} [http2] ten requests at a time over each connection
 *
 * @typedef {object} Run
 * @property {number} requestsPerSecond
 * @property {number} processorMicroseconds of the proxy, per request
 * @property {number} p99Milliseconds NaN of HTTP/2, whose client does not tell it
 * @property {number} failures
 * @property {number} disturbance processors that other programs used meanwhile
 */

/**
 * Loads a proxy and looks at what it cost.
 * @param {Load} load
 * @param {readonly number[]} pids of the proxy
 * @returns {Promise<Run>}
 */
export async function measureLoad(load, pids) {
  const before = { at: performance.now(), used: processorSeconds(pids), foreign: foreignSeconds() }
  const told = load.http2 ? await loadWithH2load(load) : await loadWithWrk(load)
  const used = processorSeconds(pids) - before.used
  const elapsedSeconds = (performance.now() - before.at) / 1000
  return {
    requestsPerSecond: told.requestsPerSecond,
    processorMicroseconds: (used / told.requests) * 1e6,
    p99Milliseconds: told.p99Milliseconds,
    failures: told.failures,
    disturbance: Math.max((foreignSeconds() - before.foreign) / elapsedSeconds, 0),
  }
}

/** @param {Load} load */
async function loadWithWrk({ url, seconds, connections, closes, script }) {
  const asked = script === undefined ? [] : ['-s', script]
  const closing = closes ? ['-H', 'Connection: close'] : []
  const { stdout } = await execute('wrk', [
    ...['-t1', `-c${connections}`, `-d${seconds}s`, '--latency', '--timeout', '5s', ...closing, ...asked, url],
  ])
  return {
    requests: Number(/(\d+) requests in/.exec(stdout)?.[1] ?? 0),
    requestsPerSecond: Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1] ?? 0),
    p99Milliseconds: milliseconds(/^\s+99%\s+(\S+)/m.exec(stdout)?.[1] ?? ''),
    failures: failuresIn(stdout),
  }
}

/** @param {Load} load */
async function loadWithH2load({ url, seconds, connections }) {
  const { stdout } = await execute('h2load', ['-t1', `-c${connections}`, '-m10', `-D${seconds}`, url])
  // `requests: 812 total, 812 started, 800 done, 800 succeeded, 0 failed, 0 errored, 0 timeout`
  const [, done = 0, succeeded = 0] = /(\d+) done, (\d+) succeeded/.exec(stdout)?.map(Number) ?? []
  return {
    requests: done,
    requestsPerSecond: Number(/, ([\d.]+) req\/s/.exec(stdout)?.[1] ?? 0),
    p99Milliseconds: Number.NaN,
    failures: done - succeeded,
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
