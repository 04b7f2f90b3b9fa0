import { connect } from 'node:net'

const everyMilliseconds = 1_000

/**
 * Reads all counters of a HAProxy each second, and forgets them.
 * @param {import('../kit/workplace.mjs').Workplace} workplace
 * @param {string} socketPath
 */
export function readCounters(workplace, socketPath) {
  const timer = setInterval(() => {
    const socket = connect(socketPath, () => socket.end('show stat\n'))
    socket.on('error', () => socket.destroy())
    socket.resume()
  }, everyMilliseconds)
  workplace.atEnd(() => clearInterval(timer))
}
