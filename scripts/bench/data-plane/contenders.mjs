import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startNginx } from '../kit/nginx.mjs'
import { startGenerated } from './generated.mjs'
import { minimalText, sameFeaturesText } from './hand-written.mjs'
import { startHaproxy } from './haproxy.mjs'
import { nginxProxyHttp, nginxProxyStream } from './nginx-proxy.mjs'
import { members, nextAddress, placeText } from './places.mjs'
import { httpPort, tcpPort } from './ports.mjs'

/** @typedef {import('../kit/workplace.mjs').Workplace} Workplace */

/**
 * A running proxy. A port is null where it does not serve that kind of traffic.
 * @typedef {object} Proxy
 * @property {string} address
 * @property {readonly number[]} pids
 * @property {{ readonly http: number | null, readonly tcp: number | null }} ports
 *
 * @typedef {object} Contender
 * @property {string} title
 * @property {(workplace: Workplace) => Promise<Proxy>} start
 * @property {number | null} leastRatio the bar: requests per second of the generated one, over those of this one
 */

/** @satisfies {Readonly<Record<string, Contender>>} */
export const contenders = {
  minimal: { title: 'HAProxy, minimal, tuned by hand', start: startMinimal, leastRatio: 0.85 },
  sameFeatures: { title: 'HAProxy, same features, by hand', start: startSameFeatures, leastRatio: 0.97 },
  nginx: { title: 'nginx', start: startNginxProxy, leastRatio: null },
  nodeHttp: { title: 'Node HTTP proxy', start: startNodeHttpProxy, leastRatio: 3 },
  // Told without a bar: bytes passed on unread cost Node so little that HAProxy tuned by hand is not three times faster.
  nodeTcp: { title: 'Node TCP relay', start: startNodeTcpRelay, leastRatio: null },
}

const bothPorts = { http: httpPort, tcp: tcpPort }

/** @param {Workplace} workplace @returns {Promise<Proxy>} */
export async function startGeneratedProxy(workplace) {
  const address = nextAddress()
  return { address, pids: await startGenerated(workplace, { name: 'generated', address }), ports: bothPorts }
}

/** @param {Workplace} workplace @returns {Promise<Proxy>} */
async function startMinimal(workplace) {
  const address = nextAddress()
  const pids = await startHaproxy(workplace, { name: 'minimal', text: minimalText(address) })
  return { address, pids, ports: bothPorts }
}

/** @param {Workplace} workplace @returns {Promise<Proxy>} */
async function startSameFeatures(workplace) {
  const address = nextAddress()
  const text = sameFeaturesText(address, path.join(workplace.dir, 'same-features.sock'))
  return { address, pids: await startHaproxy(workplace, { name: 'same-features', text }), ports: bothPorts }
}

/** @param {Workplace} workplace @returns {Promise<Proxy>} */
async function startNginxProxy(workplace) {
  const address = nextAddress()
  const stream = nginxProxyStream(address)
  const pids = await startNginx(workplace, { name: 'nginx-proxy', http: nginxProxyHttp(address), stream })
  return { address, pids, ports: { ...bothPorts, tcp: stream === '' ? null : tcpPort } }
}

/**
 * It reads the requests in every table: where HAProxy only passes bytes on, the members are asked the same all the same.
 * @param {Workplace} workplace
 * @returns {Promise<Proxy>}
 */
async function startNodeHttpProxy(workplace) {
  return { ...(await startNode(workplace, 'node-http-proxy.mjs', httpPort)), ports: { http: httpPort, tcp: httpPort } }
}

/** @param {Workplace} workplace @returns {Promise<Proxy>} */
async function startNodeTcpRelay(workplace) {
  return { ...(await startNode(workplace, 'node-tcp-relay.mjs', tcpPort)), ports: { http: null, tcp: tcpPort } }
}

/**
 * @param {Workplace} workplace
 * @param {string} file
 * @param {number} port
 */
async function startNode(workplace, file, port) {
  const address = nextAddress()
  const program = fileURLToPath(new URL(file, import.meta.url))
  const { pid } = await workplace.start(process.execPath, [program, address, String(port), ...members.map(placeText)])
  return { address, pids: [pid] }
}
