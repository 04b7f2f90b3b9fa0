import { Agent, get } from 'node:http'
import { connect } from 'node:net'
import { httpPort } from '../data-plane/ports.mjs'
import { memoryOf } from '../kit/processes.mjs'
import { until } from '../kit/until.mjs'
import { startListener } from './contenders.mjs'

/** @typedef {import('../kit/measurement.mjs').Measurement} Measurement */

const qps = 200

/** @type {import('../../../proxy-engine/src/compile/golden/rows').PolicyCase} */
const answer = {
  action: 'FIXED_RESPONSE',
  fixed_response_config: { status_code: '200', content_type: 'text/plain', message_body: 'x' },
  rules: [{ type: 'PATH', compare_type: 'STARTS_WITH', value: '/' }],
}

/**
 * How exactly a limit is kept, whether one client's limit touches another, and what a million clients cost.
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly Measurement[]>}
 */
export async function measureLimits({ workplace, isQuick, say }) {
  const seconds = isQuick ? 2 : 10
  const all = await startListener(workplace, 'limit-all', [
    { ...answer, traffic_limit_config: { qps, per_source_ip_qps: 0, burst: 0 } },
  ])
  const sources = await startListener(workplace, 'limit-sources', [
    { ...answer, traffic_limit_config: { qps: 0, per_source_ip_qps: qps, burst: 0 } },
  ])
  await until('answers of both', async () => (await isAnswering(all.address)) && (await isAnswering(sources.address)))
  const passed = await offered(all.address, { perSecond: 2 * qps, seconds, localAddress: '127.0.0.1' })
  const [greedy, modest] = await Promise.all([
    offered(sources.address, { perSecond: 2 * qps, seconds, localAddress: '127.0.0.5' }),
    offered(sources.address, { perSecond: qps / 2, seconds, localAddress: '127.0.0.6' }),
  ])
  say(`\nOffered twice the limit of ${qps}/s for ${seconds} s: ${passed.passed} passed, ${passed.refused} were refused`)
  say(
    `Beside a client at twice its limit, one at half of it had ${modest.refused} refused of ${modest.passed + modest.refused}`,
  )
  const count = isQuick ? 2_000 : 1_000_000
  const pid = sources.pids[0] ?? 0
  const before = memoryOf(pid).rssMegabytes
  await askAsEverybody(sources.probePath, count)
  const grown = memoryOf(pid).rssMegabytes - before
  say(`${count} clients, each of them counted: ${grown.toFixed(1)} MB more`)
  return [
    {
      name: 'passed at 2x the limit, over the limit',
      figure: passed.passed / (qps * seconds),
      unit: '',
      bar: { atLeast: 0.95 },
    },
    { name: 'the same, at most', figure: passed.passed / (qps * seconds), unit: '', bar: { atMost: 1.05 } },
    {
      name: 'passed of one client at 2x its limit, over it',
      figure: greedy.passed / (qps * seconds),
      unit: '',
      bar: { atMost: 1.05 },
    },
    { name: 'refused of a client below its limit', figure: modest.refused, unit: '', bar: { atMost: 0 } },
    { name: `memory for ${count} clients`, figure: grown, unit: 'MB', bar: { atMost: 64 } },
  ]
}

/** @param {string} host */
function isAnswering(host) {
  return new Promise((resolve, reject) => {
    get({ host, port: httpPort, path: '/' }, (response) => resolve(response.resume() !== undefined)).on('error', reject)
  })
}

/**
 * Asks at a steady pace, whatever the answers are.
 * @param {string} host
 * @param {{ perSecond: number, seconds: number, localAddress: string }} pace
 * @returns {Promise<{ passed: number, refused: number }>}
 */
async function offered(host, { perSecond, seconds, localAddress }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  const began = performance.now()
  const answers = []
  for (let at = 0; at < perSecond * seconds; at += 1) {
    const wait = began + (at * 1_000) / perSecond - performance.now()
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
    answers.push(statusOf({ host, port: httpPort, path: '/', localAddress, agent }))
  }
  const statuses = await Promise.all(answers)
  agent.destroy()
  return { passed: statuses.filter((one) => one === 200).length, refused: statuses.filter((one) => one === 503).length }
}

/**
 * @param {import('node:http').RequestOptions} options
 * @returns {Promise<number | undefined>}
 */
function statusOf(options) {
  return new Promise((resolve, reject) => {
    get(options, (response) => response.resume().on('end', () => resolve(response.statusCode))).on('error', reject)
  })
}

/**
 * One request from each of so many addresses: over the socket on which HAProxy is told whose request it is.
 * @param {string} probePath
 * @param {number} count
 */
async function askAsEverybody(probePath, count) {
  let next = 0
  const worker = async () => {
    for (let at = next++; at < count; at = next++)
      await askAs(probePath, `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`)
  }
  await Promise.all(Array.from({ length: 32 }, worker))
}

/**
 * @param {string} probePath
 * @param {string} source
 * @returns {Promise<void>}
 */
function askAs(probePath, source) {
  return new Promise((resolve, reject) => {
    const socket = connect(probePath, () => {
      socket.write(
        `PROXY TCP4 ${source} 127.0.0.1 1000 80\r\nGET / HTTP/1.1\r\nHost: a.test\r\nConnection: close\r\n\r\n`,
      )
    })
    socket.resume()
    socket.on('close', () => resolve())
    socket.on('error', reject)
  })
}
