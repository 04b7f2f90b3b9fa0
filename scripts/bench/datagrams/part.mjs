import { execFile } from 'node:child_process'
import { connect } from 'node:net'
import path from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { root } from '../../kit/settings.mjs'
import { loopbackAddress } from '../kit/addresses.mjs'
import { startNginx } from '../kit/nginx.mjs'
import { processorSeconds } from '../kit/processes.mjs'
import { nginxStreamModule } from '../kit/requirements.mjs'
import { median } from '../kit/statistics.mjs'
import { table } from '../kit/table.mjs'
import { until } from '../kit/until.mjs'

/** @typedef {import('../kit/workplace.mjs').Workplace} Workplace */
/** @typedef {{ readonly name: string, readonly port: number, readonly pids: readonly number[] }} Subject */
/** @typedef {{ readonly perSecond: number, readonly microseconds: number, readonly lost: number }} Round */

const port = 5_300
const members = [1, 2]
const clients = 32
const run = promisify(execFile)

/**
 * What the datagram relay passes on, beside nginx's stream module where that is installed, and beside no load balancer at all. One after the
 * other, a few seconds each, in rounds: only what was measured in the same round is compared.
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly import('../kit/measurement.mjs').Measurement[]>}
 */
export async function measureDatagrams({ workplace, isQuick, say }) {
  for (const member of members)
    await workplace.start('node', [script('member.mjs'), memberAddress(member), String(port)])
  const relay = await startRelay(workplace)
  const nginx = await startNginxStream(workplace)
  const direct = { name: 'no load balancer', address: memberAddress(1), pids: [] }
  const subjects = [relay, ...(nginx === null ? [] : [nginx]), direct]
  for (const { name, address } of subjects) {
    await until(`an answer of ${name}`, async () => (await load({ address, seconds: 0.2 })).perSecond > 0)
  }
  /** @type {Map<string, Round[]>} */
  const rounds = new Map(subjects.map(({ name }) => [name, []]))
  for (let round = 0; round < (isQuick ? 1 : 7); round += 1) {
    for (const { name, address, pids } of subjects) {
      const before = processorSeconds(pids)
      const seconds = isQuick ? 0.5 : 3
      const { perSecond, lost } = await load({ address, seconds })
      const microseconds = ((processorSeconds(pids) - before) / (perSecond * seconds)) * 1e6
      rounds.get(name)?.push({ perSecond, lost, microseconds })
    }
  }
  say(table(['through', 'datagrams/s', 'processor us each', 'lost'], [...rounds].map(rowOf)))
  if (nginx === null)
    say('nginx has no stream module here (libnginx-mod-stream): the relay is compared with no load balancer alone.')
  return subjects.filter(({ name }) => name !== relay.name).map(({ name }) => comparison(rounds, relay.name, name))
}

/** @param {readonly [string, readonly Round[]]} entry */
function rowOf([name, rounds]) {
  const middle = (/** @type {'perSecond' | 'microseconds'} */ key) => median(rounds.map((one) => one[key])).toFixed(0)
  return [name, middle('perSecond'), middle('microseconds'), String(rounds.reduce((total, one) => total + one.lost, 0))]
}

/**
 * @param {ReadonlyMap<string, readonly Round[]>} rounds
 * @param {string} ours
 * @param {string} theirs
 * @returns {import('../kit/measurement.mjs').Measurement}
 */
function comparison(rounds, ours, theirs) {
  const others = rounds.get(theirs) ?? []
  const ratios = (rounds.get(ours) ?? []).map((one, at) => one.perSecond / (others[at]?.perSecond ?? Number.NaN))
  const isNginx = theirs === 'nginx stream'
  return {
    name: `relay : ${theirs}, datagrams/s`,
    figure: median(ratios),
    unit: '',
    bar: isNginx ? { atLeast: 0.9 } : null,
  }
}

/** @param {string} name */
function script(name) {
  return path.join(root, 'scripts/bench/datagrams', name)
}

/** @param {number} member */
function memberAddress(member) {
  return loopbackAddress(100 + member)
}

/** @param {{ readonly address: string, readonly seconds: number }} order */
async function load({ address, seconds }) {
  const words = [script('load.mjs'), address, String(port), String(clients), String(seconds)]
  const { stdout } = await run(process.execPath, words)
  /** @type {{ perSecond: number, lost: number }} */
  const answer = JSON.parse(stdout)
  return answer
}

/** The relay as the engine runs it, told by us. @param {Workplace} workplace */
async function startRelay(workplace) {
  const outfile = path.join(workplace.dir, 'relay.mjs')
  const entryPoints = [path.join(root, 'proxy-engine/bin/relay.ts')]
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'warning' })
  const socketPath = path.join(workplace.dir, 'relay.sock')
  const { pid } = await workplace.start('node', [outfile, socketPath])
  const address = loopbackAddress(1)
  const listener = {
    listener_id: 'bench',
    binds: [{ address, port }],
    allowed: [],
    sessionLimit: null,
    clientIdleMs: 50_000,
    memberIdleMs: 50_000,
    pool: {
      pool_id: 'bench',
      algorithm: 'ROUND_ROBIN',
      persistence: null,
      monitor: null,
      members: members.map((member) => memberOf(memberAddress(member))),
    },
  }
  const question = { do: 'serve', part: { loadbalancer_id: 'bench', listeners: [listener] } }
  await until('the relay to be told', () => told(socketPath, question))
  return { name: 'relay', address, pids: [pid] }
}

/** @param {string} address */
function memberOf(address) {
  const at = { member_id: address, address, port, weight: 1, backup: false, isOn: true }
  return { ...at, checkAddress: address, checkPort: port }
}

/**
 * @param {string} socketPath
 * @param {object} question
 * @returns {Promise<boolean>}
 */
function told(socketPath, question) {
  return new Promise((resolve) => {
    const socket = connect(socketPath)
    let text = ''
    socket.on('error', () => resolve(false))
    socket.on('data', (chunk) => {
      text += String(chunk)
    })
    socket.on('end', () => resolve(text === '{"refusals":[]}'))
    socket.end(JSON.stringify(question))
  })
}

/** @param {Workplace} workplace */
async function startNginxStream(workplace) {
  if (nginxStreamModule() === null) return null
  const address = loopbackAddress(2)
  const servers = members.map((member) => `server ${memberAddress(member)}:${port};`).join(' ')
  const stream = `upstream members { ${servers} }\nserver { listen ${address}:${port} udp; proxy_pass members; proxy_timeout 50s; }`
  const pids = await startNginx(workplace, { name: 'nginx-datagrams', stream })
  return { name: 'nginx stream', address, pids }
}
