import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { asked } from './demo-policies.mjs'

/** Each as often as it weighs: one is picked by chance. */
const requests = asked.flatMap((one) => Array.from({ length: one.weight }, () => one))

/** A wave between `low` and `high` per second with a period of a minute: enough to see the charts breathe. */
export function rateAt(seconds, low, high) {
  return low + ((high - low) * (1 + Math.sin((seconds / 60) * 2 * Math.PI))) / 2
}

/**
 * Gentle traffic: 5 to 40 HTTP requests and 1 to 4 short TCP conversations a second, until `stop` is called.
 * Failures are part of the picture (a chart shows them), so they end nothing.
 */
export function startTraffic({ web, lines }) {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 })
  const startedAt = Date.now()
  let owedRequests = 0
  let owedConversations = 0
  const timer = setInterval(() => {
    const seconds = (Date.now() - startedAt) / 1_000
    owedRequests += rateAt(seconds, 5, 40) / 10
    owedConversations += rateAt(seconds, 1, 4) / 10
    for (; owedRequests >= 1; owedRequests -= 1) ask(agent, web, requests[Math.floor(Math.random() * requests.length)])
    for (; owedConversations >= 1; owedConversations -= 1) converse(lines)
  }, 100)
  return {
    stop() {
      clearInterval(timer)
      agent.destroy()
    },
  }
}

function ask(agent, { address, port }, { path, headers = {} }) {
  const one = request({ agent, host: address, port, path, headers: { host: 'shop.example', ...headers } }, (response) =>
    response.resume(),
  )
  one.on('error', () => one.destroy())
  one.end()
}

function converse({ address, port }) {
  const socket = connect(port, address, () => socket.end('how are you?\n'))
  socket.on('error', () => socket.destroy())
  socket.resume()
}
