import { connect } from 'node:net'

/**
 * One request on a connection of its own.
 * @typedef {object} Reply
 * @property {number} at when it was complete, on the clock of `performance.now()`
 * @property {string} text the body; empty when the connection was refused or cut
 * @property {boolean} isRefused nobody listens
 */

const patienceMilliseconds = 2_000

/**
 * Asks and never fails: what went wrong is an observation too.
 * @param {{ address: string, port: number }} place
 * @returns {Promise<Reply>}
 */
export function ask({ address, port }) {
  return new Promise((resolve) => {
    let received = ''
    let isRefused = false
    const socket = connect({ host: address, port, noDelay: true })
    socket.setTimeout(patienceMilliseconds, () => socket.destroy())
    socket.on('connect', () => socket.write('GET / HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n'))
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1')
    })
    socket.on('error', (error) => {
      isRefused = 'code' in error && error.code === 'ECONNREFUSED'
    })
    socket.on('close', () => {
      const isComplete = received.startsWith('HTTP/1.1 200')
      const text = isComplete ? received.slice(received.indexOf('\r\n\r\n') + 4) : ''
      resolve({ at: performance.now(), text, isRefused })
    })
  })
}
