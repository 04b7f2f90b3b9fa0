import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { disturbanceOf, paired, ratioOf } from '../data-plane/comparison.mjs'
import { loadInTurns } from '../data-plane/in-turns.mjs'
import { httpPort } from '../data-plane/ports.mjs'
import { memoryOf } from '../kit/processes.mjs'
import { untilAnswering } from '../kit/until.mjs'
import { startListener } from './contenders.mjs'

/** @typedef {import('../kit/measurement.mjs').Measurement} Measurement */

/** Mutations of GraphQL to a pool of their own. @type {import('../../../proxy-engine/src/compile/golden/rows').PolicyCase} */
const mutations = {
  action: 'REDIRECT_TO_POOL',
  pool: 0,
  rules: [{ type: 'BODY_JSON', key: '$.query', compare_type: 'STARTS_WITH', value: 'mutation' }],
}

const uploads = 1_000
/** How much of its body each of them has sent, of how much: nearly all that HAProxy's buffer holds. In bytes. */
const [sentBytes, wholeBytes] = [14_500, 15_000]

/**
 * What it costs to look into bodies: requests per second of a listener with such a policy over one with none, both asked with bodies of
 * 300 bytes; and the memory of HAProxy for each request that waits with its body.
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly Measurement[]>}
 */
export async function measureBodies({ workplace, isQuick, say }) {
  const plain = await startListener(workplace, 'bodies-plain', [])
  const reading = await startListener(workplace, 'bodies', [mutations])
  await untilAnswering([plain.url, reading.url])
  // Before there is memory that was used and can be used again.
  const kilobytes = await grownBy(reading, isQuick ? 100 : uploads)
  const script = path.join(workplace.dir, 'bodies.lua')
  const body = JSON.stringify({
    operationName: 'pay',
    query: 'mutation pay { id }',
    variables: { note: 'x'.repeat(220) },
  })
  writeFileSync(
    script,
    `wrk.method = "POST"\nwrk.body = [[${body}]]\nwrk.headers["Content-Type"] = "application/json"\n`,
  )
  const rounds = isQuick ? 1 : 6
  const [ours = [], theirs = []] = await loadInTurns({ subjects: [reading, plain], rounds, closes: false, script })
  const ratio = ratioOf(paired(ours, theirs), (run) => run.requestsPerSecond)
  say(`\nA rule about bodies: requests/s over the same listener without it ${ratio.median.toFixed(2)}`)
  say(`Each request that waits with its body: ${kilobytes.toFixed(1)} kB`)
  say(`Others took ${disturbanceOf(paired(ours, theirs)).toFixed(2)} cpu`)
  return [
    {
      name: 'a rule about bodies: requests/s over none',
      figure: ratio.median,
      spread: ratio.spread,
      unit: '',
      bar: { atLeast: 0.6 },
    },
    { name: 'memory of a request that waits with its body', figure: kilobytes, unit: 'kB', bar: { atMost: 64 } },
  ]
}

/**
 * How much memory each of some requests takes of which the end of the body does not come, in kB.
 * @param {import('./contenders.mjs').Listening} listening
 * @param {number} count
 */
async function grownBy({ address, pids }, count) {
  const pid = pids[0] ?? 0
  const head = `POST /graphql HTTP/1.1\r\nHost: a.test\r\nContent-Length: ${wholeBytes}\r\n\r\n`
  const before = memoryOf(pid).rssMegabytes
  const sockets = await Promise.all(
    Array.from({ length: count }, () => connected(address, `${head}${'x'.repeat(sentBytes)}`)),
  )
  // Their bodies arrive within that; none of them is answered before ten seconds are over.
  await wait(2_000)
  const after = memoryOf(pid).rssMegabytes
  for (const socket of sockets) socket.destroy()
  return ((after - before) * 1_000) / count
}

/**
 * @param {string} host
 * @param {string} sent
 * @returns {Promise<import('node:net').Socket>}
 */
function connected(host, sent) {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: httpPort }, () => socket.write(sent, () => resolve(socket)))
    socket.on('error', reject)
  })
}
