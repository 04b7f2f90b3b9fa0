import { DiskWaits } from '../kit/disk-waits.mjs'
import { requirePrograms } from '../kit/requirements.mjs'
import { middleOf, percentile, sum } from '../kit/statistics.mjs'
import { table } from '../kit/table.mjs'
import { Api } from '../product/api.mjs'
import { createLoadBalancers, privateSubnetId } from '../product/load-balancers.mjs'
import { startMembers } from '../product/members.mjs'
import { startProduct } from '../product/product.mjs'
import { askInTurns } from './clients.mjs'

/** @typedef {import('./clients.mjs').Asking} Asking */
/** @typedef {import('./clients.mjs').Timed} Timed */
/** @typedef {import('../product/load-balancers.mjs').LoadBalancer} LoadBalancer */

/**
 * @typedef {object} Round
 * @property {readonly Timed[]} timed
 * @property {number} diskMilliseconds the longest that the disk took to keep one block meanwhile, for somebody beside the product
 */

const clients = 10
const mostMillisecondsOfRead = 15
const mostMillisecondsOfWrite = 40
/** A disk that takes longer to keep one block is busy, with the product's own writes or with something else. In milliseconds. */
const mostMillisecondsOfDisk = 20
const lbaas = '/load-balancer/v2/lbaas'

/**
 * How long the API takes to answer ten clients at once, on SQLite, with a thousand load balancers in the database.
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly import('../kit/measurement.mjs').Measurement[]>}
 */
export async function measureControlPlane({ workplace, isQuick, say }) {
  requirePrograms(['nginx'])
  const members = await startMembers(workplace, ['a', 'b'])
  const product = await startProduct(workplace)
  const api = await Api.signIn(product)
  const { served, idle, rounds, milliseconds } = isQuick
    ? { served: 10, idle: 20, rounds: 1, milliseconds: 1_000 }
    : { served: 50, idle: 950, rounds: 20, milliseconds: 1_000 }
  const loadBalancers = await createLoadBalancers(api, served, members)
  await createIdle(api, idle)
  say(`${served} load balancers that serve, and ${idle} without a listener, are in the database.`)

  const disk = await DiskWaits.watch(workplace.dir)
  workplace.atEnd(() => disk.stop())
  const inRounds = roundsBeside(disk)
  const place = { url: product.url, token: api.token }
  const size = { clients, milliseconds }
  // The first requests of each kind compile what the others run.
  const warmUp = { clients, milliseconds: isQuick ? 500 : 3_000 }
  await askInTurns(place, reads(loadBalancers), warmUp)
  const ofReads = await inRounds(rounds, () => askInTurns(place, reads(loadBalancers), size))
  await askInTurns(place, writes(loadBalancers), warmUp)
  const ofWrites = await inRounds(rounds, () => askInTurns(place, writes(loadBalancers), size))
  const ofPages = await inRounds(1, () => askInTurns(place, pages, { clients: 1, milliseconds: 5_000 }))

  const seconds = (rounds * milliseconds) / 1_000
  const heading = ['ten clients at once', 'requests/s', 'p50 ms', 'p95 ms', 'p99 ms', 'max ms']
  say(table(heading, [...rowsOf(ofReads, seconds), ...rowsOf(ofWrites, seconds), ...rowsOf(ofPages, 5)]))
  const undisturbed = ofWrites.filter(({ diskMilliseconds }) => diskMilliseconds <= mostMillisecondsOfDisk)
  say(
    `The longest wait for the disk beside the product, ms: ${waitsText(ofReads, 'reads')}; ${waitsText(ofWrites, 'writes')}.`,
  )
  return [
    { ...p99('reads, p99', ofReads), bar: { atMost: mostMillisecondsOfRead } },
    { ...p99('all reads together, p99', together(ofReads)), bar: null },
    { name: 'reads', figure: countOf(ofReads) / seconds, unit: 'requests/s', bar: null },
    { ...p99('writes, p99', ofWrites), bar: { atMost: mostMillisecondsOfWrite } },
    {
      ...p99(`writes, p99, while the disk took at most ${mostMillisecondsOfDisk} ms`, undisturbed),
      bar: null,
    },
    { name: `such rounds, of ${rounds}`, figure: undisturbed.length, unit: '', bar: null },
    { ...p99('all writes together, p99', together(ofWrites)), bar: null },
    { name: 'writes', figure: countOf(ofWrites) / seconds, unit: 'requests/s', bar: null },
    { ...p99('pages of 1,000 load balancers, one client, p99', ofPages), bar: null },
  ]
}

/**
 * One after the other, and how long the disk kept others waiting meanwhile.
 * @param {DiskWaits} disk
 * @returns {(rounds: number, ask: () => Promise<readonly Timed[]>) => Promise<readonly Round[]>}
 */
function roundsBeside(disk) {
  return async (rounds, ask) => {
    const all = []
    for (let round = 0; round < rounds; round += 1) {
      disk.takeLongest()
      const timed = await ask()
      all.push({ timed, diskMilliseconds: disk.takeLongest() })
    }
    return all
  }
}

/**
 * @param {Api} api
 * @param {number} count
 */
async function createIdle(api, count) {
  const vip_subnet_id = await privateSubnetId(api)
  for (let at = 0; at < count; at += 1) {
    await api.lbaas('POST', 'loadbalancers', { loadbalancer: { name: `idle-${at}`, vip_subnet_id } })
  }
}

/**
 * What the console and the clients ask most: an object, what hangs under it, a name, a page.
 * @param {readonly LoadBalancer[]} loadBalancers
 * @returns {readonly Asking[]}
 */
function reads(loadBalancers) {
  const one = chosenOf(loadBalancers)
  const get = (/** @type {string} */ path) => ({ method: 'GET', path: `${lbaas}/${path}` })
  return [
    { kind: 'show a load balancer', next: (client, turn) => get(`loadbalancers/${one(client, turn).id}`) },
    { kind: 'show a listener', next: (client, turn) => get(`listeners/${one(client, turn).listenerId}`) },
    { kind: 'list members of a pool', next: (client, turn) => get(`pools/${one(client, turn).poolId}/members`) },
    { kind: 'find a load balancer by its name', next: (_, turn) => get(`loadbalancers?name=idle-${turn % 20}`) },
    { kind: 'show statuses', next: (client, turn) => get(`loadbalancers/${one(client, turn).id}/status`) },
    { kind: 'list 20 load balancers', next: () => get('loadbalancers?limit=20') },
  ]
}

/**
 * Each client has load balancers of its own, and comes back to one when its last change has long been applied.
 * @param {readonly LoadBalancer[]} loadBalancers
 * @returns {readonly Asking[]}
 */
function writes(loadBalancers) {
  const one = chosenOf(loadBalancers)
  const memberId = (/** @type {LoadBalancer} */ { memberIds }) => memberIds.get('a')
  const put = (/** @type {string} */ path, /** @type {object} */ body) => ({
    method: 'PUT',
    path: `${lbaas}/${path}`,
    body,
  })
  return [
    {
      kind: 'change the weight of a member',
      next: (client, turn) => {
        const own = one(client, turn)
        return put(`pools/${own.poolId}/members/${memberId(own)}`, { member: { weight: 1 + (turn % 100) } })
      },
    },
    {
      kind: 'rename a listener',
      next: (client, turn) => put(`listeners/${one(client, turn).listenerId}`, { listener: { name: `web-${turn}` } }),
    },
    {
      kind: 'describe a load balancer',
      next: (client, turn) =>
        put(`loadbalancers/${one(client, turn).id}`, { loadbalancer: { description: `turn ${turn}` } }),
    },
  ]
}

/** Every load balancer that there is, in the largest pages. @type {readonly Asking[]} */
const pages = [
  { kind: 'list 1,000 load balancers', next: () => ({ method: 'GET', path: `${lbaas}/loadbalancers?limit=1000` }) },
]

/**
 * One of the client's own, another one each turn.
 * @param {readonly LoadBalancer[]} loadBalancers
 * @returns {(client: number, turn: number) => LoadBalancer}
 */
function chosenOf(loadBalancers) {
  return (client, turn) => {
    const own = loadBalancers.filter((_, at) => at % clients === client)
    const chosen = own[turn % own.length]
    if (chosen === undefined) throw new Error(`Client ${client} has no load balancer.`)
    return chosen
  }
}

/**
 * The middle of what the rounds had: one in which the disk, which others use as well, stood still says nothing of the rest.
 * @param {string} name
 * @param {readonly Pick<Round, 'timed'>[]} rounds
 */
function p99(name, rounds) {
  const { median: figure, spread } = middleOf(rounds.map(({ timed }) => percentile(millisecondsOf(timed), 99)))
  return { name, figure, ...(rounds.length > 1 && { spread }), unit: 'ms' }
}

/**
 * As one round.
 * @param {readonly Round[]} rounds
 */
function together(rounds) {
  return [{ timed: rounds.flatMap(({ timed }) => timed) }]
}

/** @param {readonly Round[]} rounds */
function countOf(rounds) {
  return sum(rounds.map(({ timed }) => timed.length))
}

/**
 * @param {readonly Round[]} rounds
 * @param {string} what
 */
function waitsText(rounds, what) {
  const waits = rounds.map(({ diskMilliseconds }) => diskMilliseconds)
  const [middle, longest] = [percentile(waits, 50), Math.max(...waits)].map((one) => one.toFixed(0))
  return `${middle} in the middle of the rounds of ${what}, ${longest} in the worst`
}

/** @param {readonly Timed[]} timed */
function millisecondsOf(timed) {
  return timed.map(({ milliseconds }) => milliseconds)
}

/**
 * @param {readonly Round[]} rounds
 * @param {number} seconds
 */
function rowsOf(rounds, seconds) {
  const timed = rounds.flatMap((round) => round.timed)
  return [...new Set(timed.map(({ kind }) => kind))].map((kind) => {
    const times = millisecondsOf(timed.filter((one) => one.kind === kind))
    const figures = [50, 95, 99, 100].map((percent) => percentile(times, percent).toFixed(1))
    return [kind, (times.length / seconds).toFixed(0), ...figures]
  })
}
