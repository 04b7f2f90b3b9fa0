import { randomInt } from 'node:crypto'
import { Agent, get } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'

const clientCount = 20
const longestPauseMilliseconds = 400

/**
 * Clients that think between two requests on the same connection. An idle connection that the proxy closes in the
 * moment in which a request is on its way fails here and not in a load without pauses.
 * @param {string} url
 * @returns {{ stop: () => Promise<{ requests: number, failures: number, reasons: readonly string[] }> }}
 */
export function startThoughtfulClients(url) {
  let isStopping = false
  let requests = 0
  /** @type {string[]} */
  const reasons = []
  const run = async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    while (!isStopping) {
      const reason = await failureOf(url, agent)
      requests += 1
      if (reason !== null) reasons.push(reason)
      await wait(randomInt(longestPauseMilliseconds))
    }
    agent.destroy()
  }
  const clients = Array.from({ length: clientCount }, run)
  return {
    stop: async () => {
      isStopping = true
      await Promise.all(clients)
      return { requests, failures: reasons.length, reasons: [...new Set(reasons)] }
    },
  }
}

/**
 * @param {string} url
 * @param {Agent} agent
 * @returns {Promise<string | null>} null when it was answered with a 200 and a whole body
 */
function failureOf(url, agent) {
  return new Promise((resolve) => {
    const asking = get(url, { agent, timeout: 10_000 }, (response) => {
      response.resume()
      response.on('error', (error) => resolve(error.message))
      response.on('end', () => resolve(response.statusCode === 200 ? null : `status ${response.statusCode}`))
    })
    asking.on('timeout', () => asking.destroy(new Error('no answer within 10 s')))
    asking.on('error', (error) => resolve(error.message))
  })
}
