import path from 'node:path'
import { tsImport } from 'tsx/esm/api'
import { startHaproxy } from './haproxy.mjs'
import { members } from './places.mjs'
import { httpPort, tcpPort } from './ports.mjs'

/** @typedef {import('../kit/workplace.mjs').Workplace} Workplace */
/** @typedef {Partial<import('model/resources/listener').Listener>} ListenerAttributes */

/**
 * A generated configuration that is to run.
 * @typedef {object} Generated
 * @property {string} name
 * @property {string} address
 * @property {ListenerAttributes} [listener] attributes of the HTTP listener other than the usual ones
 * @property {(text: string) => string} [edit] what is to be different where the model has no attribute for it
 */

/** @type {typeof import('proxy-engine/compile')} */
const { compileLoadBalancer, printConfiguration } = await tsImport('proxy-engine/compile', import.meta.url)
/** @type {typeof import('model/graph/graph.examples')} */
const examples = await tsImport('model/graph/graph.examples', import.meta.url)

/** What tells members about the client: a listener without it is rare. */
const insertHeaders = { 'X-Forwarded-For': 'true', 'X-Forwarded-Port': 'true', 'X-Forwarded-Proto': 'true' }

const httpPool = examples.examplePool({ id: examples.exampleId(20) })
const tcpPool = examples.examplePool({ id: examples.exampleId(21), protocol: 'TCP' })

/**
 * A load balancer with an HTTP and a TCP listener; behind each a pool of two checked members.
 * @param {string} address
 * @param {ListenerAttributes} given
 * @returns {import('model/graph/graph').Graph}
 */
function graphOf(address, given) {
  return {
    load_balancer: examples.exampleLoadBalancer({ vip_address: address }),
    listeners: [
      examples.exampleListener({
        protocol_port: httpPort,
        default_pool_id: httpPool.id,
        insert_headers: insertHeaders,
        ...given,
      }),
      examples.exampleListener({
        id: examples.exampleId(11),
        protocol: 'TCP',
        protocol_port: tcpPort,
        default_pool_id: tcpPool.id,
      }),
    ],
    pools: [httpPool, tcpPool],
    members: [...membersOf(httpPool.id, 30), ...membersOf(tcpPool.id, 35)],
    health_monitors: [
      examples.exampleMonitor({ id: examples.exampleId(40), pool_id: httpPool.id, type: 'HTTP' }),
      examples.exampleMonitor({ id: examples.exampleId(41), pool_id: tcpPool.id, type: 'TCP' }),
    ],
    l7_policies: [],
    l7_rules: [],
  }
}

/**
 * @param {string} poolId
 * @param {number} firstId
 */
function membersOf(poolId, firstId) {
  return members.map(({ address, port }, at) =>
    examples.exampleMember({ id: examples.exampleId(firstId + at), pool_id: poolId, address, protocol_port: port }),
  )
}

/**
 * The haproxy.cfg that the engine would run, on as many threads as every other contender has.
 * @param {{ address: string, socketPath: string, listener?: ListenerAttributes }} wish
 * @returns {string}
 */
function generatedText({ address, socketPath, listener = {} }) {
  const abilities = { haproxy: '2.6', ping: false, ipv6: false }
  const compiled = compileLoadBalancer({ revision: 1, graph: graphOf(address, listener) }, abilities)
  if ('diagnostics' in compiled) throw new Error(compiled.diagnostics.map(({ message }) => message).join('\n'))
  const machine = {
    maxconn: 4000,
    nbthread: 1,
    socketPath,
    mapFolder: path.dirname(socketPath),
    certificateFolder: 'certificates',
    ticketFile: 'ticket.keys',
    stateFile: null,
    localPeer: { name: 'bench', address, port: 10_000 },
    hardStopAfterSeconds: 3600,
  }
  return printConfiguration([compiled], machine).text
}

/**
 * @param {Workplace} workplace
 * @param {string} name
 */
export function socketPathOf(workplace, name) {
  return path.join(workplace.dir, `${name}.sock`)
}

/**
 * @param {Workplace} workplace
 * @param {Generated} generated
 * @returns {Promise<readonly number[]>} the pids that do the work
 */
export async function startGenerated(workplace, { name, address, listener = {}, edit = (text) => text }) {
  const text = generatedText({ address, socketPath: socketPathOf(workplace, name), listener })
  return startHaproxy(workplace, { name, text: edit(text) })
}
