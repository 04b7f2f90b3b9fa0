import { connect } from 'node:tls'
import { startBackend } from '../data-plane/backend.mjs'
import { measureMode } from '../data-plane/modes.mjs'
import { until } from '../kit/until.mjs'
import { tlsContenders, tlsPort } from './contenders.mjs'

/** @typedef {import('../data-plane/contenders.mjs').Contender} Contender */
/** @typedef {import('../data-plane/side-by-side.mjs').Subject} Subject */

/** The bars: the same as written by hand is told from noise, and nginx is behind where clients speak HTTP/2. */
const modes = [
  { title: 'TLS, keep-alive', closes: false, overHand: 0.97, overNginx: null },
  { title: 'TLS, a handshake per request', closes: true, overHand: 0.97, overNginx: null },
  { title: 'TLS, HTTP/2', closes: false, http2: true, overHand: 0.97, overNginx: 1 },
]

/**
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly import('../kit/measurement.mjs').Measurement[]>}
 */
export async function measureTlsThroughput(context) {
  const { workplace } = context
  await startBackend(workplace)
  const { generated, byHand, nginx } = await tlsContenders(workplace)
  for (const { url } of [generated, byHand, nginx]) {
    const { hostname } = new URL(url)
    await until(`a handshake with ${url}`, () => shakesHands(hostname))
  }
  const measurements = []
  for (const { overHand, overNginx, ...mode } of modes) {
    const others = [
      { contender: contender('HAProxy, same features, by hand', overHand), subject: byHand },
      { contender: contender('nginx', overNginx), subject: nginx },
    ]
    measurements.push(...(await measureMode(context, mode, { generated, others })))
  }
  return measurements
}

/**
 * @param {string} title
 * @param {number | null} leastRatio
 * @returns {Contender}
 */
function contender(title, leastRatio) {
  // They run already.
  return { title, leastRatio, start: () => Promise.reject(new Error(`${title} runs already.`)) }
}

/**
 * @param {string} host
 * @returns {Promise<boolean>}
 */
function shakesHands(host) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: tlsPort, rejectUnauthorized: false }, () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', reject)
  })
}
