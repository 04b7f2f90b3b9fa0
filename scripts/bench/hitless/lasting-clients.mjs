import { createHash } from 'node:crypto'
import { get } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { openWebSocket } from './web-socket.mjs'

/**
 * A download from the first change to the last.
 * @param {string} url
 * @returns {{ whenDone: Promise<{ sha256: string, bytes: number }> }} rejected when it is cut off
 */
export function startDownload(url) {
  const hash = createHash('sha256')
  let bytes = 0
  const whenDone = new Promise((resolve, reject) => {
    const asking = get(url, { agent: false }, (response) => {
      response.on('data', (chunk) => {
        hash.update(chunk)
        bytes += chunk.length
      })
      response.on('end', () => resolve({ sha256: hash.digest('hex'), bytes }))
      response.on('error', reject)
    })
    asking.on('error', reject)
  })
  // It is awaited only at the end; a failure before that is not to end the program.
  whenDone.catch(() => undefined)
  return { whenDone }
}

const echoEveryMilliseconds = 50

/**
 * @typedef {object} Echoes
 * @property {number} sent
 * @property {number} returned
 * @property {number} failures messages that did not come back as they were, and an early end
 *
 * Says something all the time and listens to the echo.
 * @param {string} url
 * @returns {Promise<{ stop: () => Promise<Echoes> }>}
 */
export async function startEchoes(url) {
  let sent = 0
  let returned = 0
  let failures = 0
  let isStopping = false
  const socket = await openWebSocket(url, {
    onText: (text) => {
      if (text !== `message ${returned}`) failures += 1
      returned += 1
    },
    onEnd: () => {
      if (!isStopping) failures += 1
      isStopping = true
    },
  })
  const timer = setInterval(() => {
    if (isStopping) return
    socket.send(`message ${sent}`)
    sent += 1
  }, echoEveryMilliseconds)
  const stop = async () => {
    clearInterval(timer)
    for (let patience = 100; patience > 0 && returned < sent && !isStopping; patience -= 1) await wait(20)
    isStopping = true
    socket.close()
    return { sent, returned, failures: failures + (sent - returned) }
  }
  return { stop }
}
