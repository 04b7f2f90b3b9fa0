import { connect } from 'node:tls'
import { commandLineOf } from '../kit/processes.mjs'
import { percentile } from '../kit/statistics.mjs'
import { until } from '../kit/until.mjs'
import { Api } from '../product/api.mjs'
import { privateSubnetId } from '../product/load-balancers.mjs'
import { startMembers } from '../product/members.mjs'
import { startProduct } from '../product/product.mjs'

/** @typedef {import('../kit/measurement.mjs').Measurement} Measurement */

const port = 8443
const vip = '127.10.252.1'
const perSecond = 200
const patienceMilliseconds = 5_000

/**
 * How long after the answer to a replacement the old certificate is still served, while clients shake hands all the time.
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly Measurement[]>}
 */
export async function measureReplacements({ workplace, isQuick, say }) {
  const members = await startMembers(workplace, ['tls'])
  const product = await startProduct(workplace, { dataName: 'tls-data' })
  const api = await Api.signIn(product)
  const made = await api.call('POST', '/console/certificates', { certificate: { name: 'bench', ...selfSigned(1) } })
  const { id } = made.body.certificate
  const created = await api.lbaas('POST', 'loadbalancers', {
    loadbalancer: {
      name: 'tls',
      vip_subnet_id: await privateSubnetId(api),
      vip_address: vip,
      listeners: [
        {
          protocol: 'TERMINATED_HTTPS',
          protocol_port: port,
          default_tls_container_ref: id,
          default_pool: {
            name: 'web',
            protocol: 'HTTP',
            lb_algorithm: 'ROUND_ROBIN',
            members: members.map((one) => ({ address: one.address, protocol_port: one.port })),
          },
        },
      ],
    },
  })
  await api.untilActive(created.body.loadbalancer.id)
  await until('a handshake', async () => (await shakeHands()).failure === null)
  const load = startHandshakes()
  const before = new Set(haproxies(product.pids()))
  /** @type {number[]} */
  const late = []
  const replacements = isQuick ? 3 : 60
  for (let number = 2; number <= replacements + 1; number += 1) {
    const answer = await api.call('PUT', `/console/certificates/${id}`, { certificate: selfSigned(number) })
    late.push(await oldFor(load, { since: answer.at, fingerprint: answer.body.certificate.fingerprint }))
  }
  const { handshakes, rate } = await load.stop()
  const failures = handshakes.filter((one) => one.failure !== null)
  const begun = haproxies(product.pids()).filter((pid) => !before.has(pid))
  say(`${replacements} replacements, ${handshakes.length} handshakes. ${failures[0]?.failure ?? ''}`)
  await product.stop()
  return [
    {
      name: 'the new certificate alone is served after the answer, p95',
      figure: percentile(late, 95),
      unit: 'ms',
      bar: { atMost: 300 },
    },
    { name: 'handshakes that failed meanwhile', figure: failures.length, unit: '', bar: { atMost: 0 } },
    { name: 'handshakes per second', figure: rate, unit: '', bar: { atLeast: perSecond * 0.95 } },
    { name: 'reloads meanwhile', figure: begun.length, unit: '', bar: { atMost: 0 } },
  ]
}

/**
 * Those that serve; one that only looks at a configuration has another word on its command line.
 * @param {readonly number[]} pids
 */
function haproxies(pids) {
  return pids.filter((pid) => {
    const [program = '', ...words] = commandLineOf(pid).split(' ')
    return program.endsWith('haproxy') && !words.includes('-c')
  })
}

/** @param {number} number */
function selfSigned(number) {
  return { self_signed: { server_names: [`bench-${number}.test`], days: 30 } }
}

/** @typedef {{ readonly begun: number, readonly ended: number, readonly fingerprint: string, readonly failure: string | null }} Handshake */

/** Whether it comes about or not, it is told. @returns {Promise<Handshake>} */
function shakeHands() {
  const begun = performance.now()
  return new Promise((resolve) => {
    const end = (/** @type {string} */ fingerprint, /** @type {string | null} */ failure) => {
      socket.destroy()
      resolve({ begun, ended: performance.now(), fingerprint, failure })
    }
    const socket = connect({ host: vip, port, servername: 'bench.test', rejectUnauthorized: false }, () => {
      const { fingerprint256 } = socket.getPeerCertificate()
      end(fingerprint256.replaceAll(':', '').toLowerCase(), null)
    })
    socket.setTimeout(patienceMilliseconds, () => end('', 'it took too long'))
    socket.on('error', (error) => end('', error.message))
  })
}

/** Clients that come at their own pace, however long the others take. */
function startHandshakes() {
  const begun = performance.now()
  /** @type {Promise<Handshake>[]} */
  const all = []
  /** @type {Handshake[]} */
  const done = []
  const timer = setInterval(() => {
    const due = ((performance.now() - begun) / 1000) * perSecond
    while (all.length < due) {
      const one = shakeHands()
      all.push(one)
      void one.then((handshake) => done.push(handshake))
    }
  }, 5)
  return {
    done,
    stop: async () => {
      clearInterval(timer)
      const rate = all.length / ((performance.now() - begun) / 1000)
      return { rate, handshakes: await Promise.all(all) }
    },
  }
}

/**
 * For how long handshakes that began after an answer were still served another certificate than the one that it tells, in milliseconds.
 * It is looked on for half a second's handshakes.
 * @param {{ readonly done: readonly Handshake[] }} load
 * @param {{ readonly since: number, readonly fingerprint: string }} told
 */
async function oldFor({ done }, { since, fingerprint }) {
  const later = () => done.filter((one) => one.begun >= since)
  await until('handshakes after the answer', () => later().length >= perSecond / 2)
  const served = later().filter((one) => one.failure === null)
  if (!served.some((one) => one.fingerprint === fingerprint)) return Number.POSITIVE_INFINITY
  const old = served.filter((one) => one.fingerprint !== fingerprint).map((one) => one.begun - since)
  return Math.max(0, ...old)
}
