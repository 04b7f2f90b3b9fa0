import { Agent, get } from 'node:http'
import { tsImport } from 'tsx/esm/api'
import { requirePrograms } from '../kit/requirements.mjs'
import { percentile, sum } from '../kit/statistics.mjs'
import { Api } from '../product/api.mjs'
import { privateSubnetId } from '../product/load-balancers.mjs'
import { startMembers } from '../product/members.mjs'
import { startProduct } from '../product/product.mjs'
import { policySets, shuffled } from './sets.mjs'

/** @typedef {import('../kit/measurement.mjs').Measurement} Measurement */
/** @typedef {import('../product/load-balancers.mjs').MemberPlace} MemberPlace */
/** @typedef {import('./sets.mjs').PolicyCase} PolicyCase */
/** @typedef {{ readonly id: string, readonly name: string }} Named */
/** @typedef {{ readonly url: string, readonly listenerId: string, readonly loadBalancerId: string, readonly policies: readonly Named[] }} Site */
/** @typedef {{ readonly host: string, readonly path: string }} Asked */

/** @type {typeof import('proxy-engine/simulate')} */
const { simulate } = await tsImport('proxy-engine/simulate', import.meta.url)
/** @type {typeof import('../../../proxy-engine/src/compile/golden/rows')} */
const { desiredOf } = await tsImport('../../../proxy-engine/src/compile/golden/rows.ts', import.meta.url)

/** A load balancer keeps its address until it is gone from everywhere. */
const vipBlock = '127.10.251'
let lastVip = 0
const listenerPort = 8080
/** As many as the promise names. */
const ordersUnderLoad = 500
const clientCount = 8
const patienceMilliseconds = 30_000

/**
 * How fast another order is on the wire, and that no request sees anything but the old order or the new one.
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly Measurement[]>}
 */
export async function measureReorders({ workplace, isQuick, say }) {
  requirePrograms(['nginx'])
  const places = await startMembers(workplace, ['a', 'b'])
  const api = await Api.signIn(await startProduct(workplace))
  const measurements = []
  for (const { count, rounds, atMost } of [
    { count: 100, rounds: 40, atMost: 150 },
    { count: 10_000, rounds: 20, atMost: 1_000 },
  ]) {
    const policies = [...disputed, ...policySets.mixed.aimed((isQuick ? count / 10 : count) - disputed.length)]
    const begin = performance.now()
    const site = await createSite(api, places, policies)
    say(`Created ${policies.length} policies in ${((performance.now() - begin) / 1000).toFixed(1)} s.`)
    // An even number: the last one puts back the order that the load begins with.
    const times = await timesOfSwaps(api, site, isQuick ? 4 : rounds)
    measurements.push({
      name: `from the 2xx of a reorder of ${policies.length} policies to the wire, p95 of ${times.length}`,
      figure: percentile(times, 95),
      unit: 'ms',
      bar: { atMost },
    })
    if (count === 100)
      measurements.push(...(await measureUnderLoad(api, site, policies, isQuick ? 20 : ordersUnderLoad)))
    await api.lbaas('DELETE', `loadbalancers/${site.loadBalancerId}?cascade=true`)
  }
  return measurements
}

/** Policies that take the same requests: their order decides. @type {readonly { readonly policy: PolicyCase, readonly asked: Asked }[]} */
const disputed = [
  { policy: toPool(0, [['PATH', 'STARTS_WITH', '/']]), asked: { host: 'one.test', path: '/' } },
  { policy: toPool(1, [['PATH', 'STARTS_WITH', '/a']]), asked: { host: 'one.test', path: '/a' } },
  {
    policy: { ...toPool(0, [['HOST_NAME', 'EQUAL_TO', 'two.test']]), action: 'REJECT' },
    asked: { host: 'two.test', path: '/a' },
  },
  {
    policy: toPool(1, [
      ['HOST_NAME', 'EQUAL_TO', 'two.test'],
      ['PATH', 'EQUAL_TO', '/b'],
    ]),
    asked: { host: 'two.test', path: '/b' },
  },
  { policy: toPool(0, [['HOST_NAME', 'ENDS_WITH', '.wide.test']]), asked: { host: 'x.wide.test', path: '/' } },
  {
    policy: toPool(1, [
      ['HOST_NAME', 'EQUAL_TO', 'x.wide.test'],
      ['PATH', 'STARTS_WITH', '/a/b'],
    ]),
    asked: { host: 'x.wide.test', path: '/a/b' },
  },
]

/**
 * @param {0 | 1} pool
 * @param {readonly (readonly ['HOST_NAME' | 'PATH', 'EQUAL_TO' | 'STARTS_WITH' | 'ENDS_WITH', string])[]} rules
 * @returns {PolicyCase}
 */
function toPool(pool, rules) {
  return {
    action: 'REDIRECT_TO_POOL',
    pool,
    rules: rules.map(([type, compare_type, value]) => ({ type, compare_type, value })),
  }
}

/**
 * @param {Api} api
 * @param {readonly MemberPlace[]} places
 * @param {readonly { readonly policy: PolicyCase }[]} policies
 * @returns {Promise<Site>}
 */
async function createSite(api, places, policies) {
  lastVip += 1
  const vip = `${vipBlock}.${lastVip}`
  const pools = places.map(({ name, address, port }) => ({
    name,
    protocol: 'HTTP',
    lb_algorithm: 'ROUND_ROBIN',
    members: [{ name, address, protocol_port: port }],
  }))
  const l7policies = policies.map(({ policy }, at) => ({
    name: String(at),
    action: policy.action,
    rules: policy.rules,
    ...(policy.action === 'REDIRECT_TO_POOL' && { redirect_pool: { name: places[policy.pool ?? 0]?.name } }),
  }))
  const listener = {
    name: 'web',
    protocol: 'HTTP',
    protocol_port: listenerPort,
    default_pool: { name: places[0]?.name },
    l7policies,
  }
  const loadbalancer = {
    name: `reorders-${policies.length}`,
    vip_subnet_id: await privateSubnetId(api),
    vip_address: vip,
    pools,
    listeners: [listener],
  }
  const created = await api.lbaas('POST', 'loadbalancers', { loadbalancer })
  const { id } = created.body.loadbalancer
  await api.untilActive(id)
  const listenerId = (await api.lbaas('GET', `loadbalancers/${id}`)).body.loadbalancer.listeners[0].id
  const l7 = await policiesOf(api, listenerId)
  return { url: `http://${vip}:${listenerPort}`, listenerId, loadBalancerId: id, policies: l7 }
}

/**
 * All of them, in their order: the list of the API comes in pages.
 * @param {Api} api
 * @param {string} listenerId
 * @returns {Promise<readonly Named[]>}
 */
async function policiesOf(api, listenerId) {
  /** @type {(Named & { readonly position: number })[]} */
  const all = []
  for (let marker = ''; ; marker = `&marker=${all.at(-1)?.id}`) {
    const { body } = await api.lbaas('GET', `l7policies?listener_id=${listenerId}&limit=1000${marker}`)
    all.push(...body.l7policies)
    if (body.l7policies.length < 1000) return all.toSorted((one, other) => one.position - other.position)
  }
}

/**
 * Puts the last of the policies first and back, and asks without a pause until an answer shows it.
 * @param {Api} api
 * @param {Site} site
 * @param {number} rounds
 * @returns {Promise<readonly number[]>} milliseconds from each 2xx to the wire
 */
async function timesOfSwaps(api, { url, listenerId, policies }, rounds) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const [everything, below] = [policies[0], policies[1]]
  if (everything === undefined || below === undefined) throw new Error('Two policies that dispute were asked for.')
  const times = []
  for (let round = 0; round < rounds; round += 1) {
    const isFirst = round % 2 === 0
    const move = isFirst ? [below.id] : [everything.id]
    const { at } = await api.call('PUT', `/console/listeners/${listenerId}/policy-order`, { move, to: 1 })
    const wished = isFirst ? 'b' : 'a'
    let seen = await answerOf(url, { host: 'one.test', path: '/a' }, agent)
    while (seen !== wished && performance.now() < at + patienceMilliseconds) {
      seen = await answerOf(url, { host: 'one.test', path: '/a' }, agent)
    }
    times.push(seen === wished ? performance.now() - at : Number.NaN)
  }
  agent.destroy()
  return times
}

/**
 * Other orders, one after the other, while clients ask: each answer is what the simulator says of an order that held meanwhile.
 * @param {Api} api
 * @param {Site} site
 * @param {readonly { readonly policy: PolicyCase, readonly asked: Asked }[]} aimed
 * @param {number} count
 * @returns {Promise<readonly Measurement[]>}
 */
async function measureUnderLoad(api, { url, listenerId, policies }, aimed, count) {
  const byName = new Map(aimed.map((one, at) => [String(at), one]))
  const asked = disputed.map((one) => one.asked)
  /** @param {readonly Named[]} order */
  const expectedOf = (order) => {
    const cases = order.flatMap(({ name }) => byName.get(name)?.policy ?? [])
    return asked.map((one) => simulated(cases, one))
  }
  /** @type {readonly (readonly string[])[]} */
  let held = [expectedOf(policies)]
  let isStopping = false
  const tally = { requests: 0, wrong: 0 }
  const clients = Array.from({ length: clientCount }, async (_, client) => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    for (let turn = client; !isStopping; turn += 1) {
      const at = turn % asked.length
      const before = held
      const seen = await answerOf(url, asked[at] ?? { host: 'one.test', path: '/' }, agent)
      tally.requests += 1
      if (![...before, ...held].some((order) => order[at] === seen)) tally.wrong += 1
    }
    agent.destroy()
  })
  let order = policies
  for (let turn = 0; turn < count; turn += 1) {
    order = shuffled([...order].reverse())
    const next = expectedOf(order)
    held = [...held.slice(-1), next]
    await api.call('PUT', `/console/listeners/${listenerId}/policy-order`, {
      l7policies: order.map(({ id }) => id),
      confirm: true,
    })
    held = [next]
  }
  isStopping = true
  await Promise.all(clients)
  return [
    { name: `requests during ${count} reorders`, figure: sum([tally.requests]), unit: '', bar: null },
    { name: `failed or misrouted during ${count} reorders`, figure: tally.wrong, unit: '', bar: { atMost: 0 } },
  ]
}

/**
 * What the listener answers: a pool's name, or a status.
 * @param {readonly PolicyCase[]} policies
 * @param {Asked} asked
 */
function simulated(policies, { host, path }) {
  const pools = ['a', 'b'].map((name) => ({ pool: { protocol: /** @type {const} */ ('HTTP'), name } }))
  const { graph } = desiredOf({
    listeners: [{ protocol: 'HTTP', protocol_port: listenerPort, default_pool: 0, policies }],
    pools,
  })
  const [listener] = graph.listeners
  const request = {
    method: 'GET',
    path,
    query: '',
    headers: [/** @type {const} */ (['host', host])],
    source: '127.0.0.1',
  }
  const { result } = simulate(graph, listener?.id ?? '', request)
  if (result.kind === 'pool') return graph.pools.find((one) => one.id === result.pool_id)?.name ?? ''
  return result.kind === 'reject' ? '403' : result.kind
}

/**
 * Asks and never fails: what went wrong is an answer too.
 * @param {string} url
 * @param {Asked} asked
 * @param {Agent} agent
 * @returns {Promise<string>} the name of the member that answered, or the status, or what went wrong
 */
function answerOf(url, { host, path }, agent) {
  return new Promise((resolve) => {
    const asking = get(`${url}${path}`, { agent, headers: { host }, timeout: 10_000 }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('error', (error) => resolve(error.message))
      response.on('end', () =>
        resolve(response.statusCode === 200 ? (text.split(' ')[0] ?? '') : `${response.statusCode}`),
      )
    })
    asking.on('timeout', () => asking.destroy(new Error('no answer within 10 s')))
    asking.on('error', (error) => resolve(error.message))
  })
}
