import { randomInt } from 'node:crypto'

/** @typedef {import('./api.mjs').Api} Api */
/** @typedef {{ readonly name: string, readonly address: string, readonly port: number }} MemberPlace */

/**
 * A load balancer with one HTTP listener, its pool and monitor.
 * @typedef {object} LoadBalancer
 * @property {string} id
 * @property {string} vip
 * @property {number} port
 * @property {string} listenerId
 * @property {string} poolId
 * @property {ReadonlyMap<string, string>} memberIds by the names of the members
 */

/** VIPs come from a part of the subnet that no other run and no person is likely to use: addresses are given out from .0.10 on. */
const vipBlock = `127.10.${randomInt(40, 250)}`
let lastVip = 0

/** The port of each listener that a load balancer begins with. */
export const listenerPort = 8080

/** @param {Api} api */
export async function privateSubnetId(api) {
  const { body } = await api.call('GET', '/network/v2.0/subnets?name=private-subnet')
  return body.subnets[0].id
}

/**
 * Creates a load balancer in one call and waits until it is ACTIVE.
 * @param {Api} api
 * @param {{ name: string, subnetId: string, members: readonly MemberPlace[] }} wish
 * @returns {Promise<LoadBalancer>}
 */
export async function createLoadBalancer(api, { name, subnetId, members }) {
  lastVip += 1
  const vip = `${vipBlock}.${lastVip}`
  const created = await api.lbaas('POST', 'loadbalancers', {
    loadbalancer: {
      name,
      vip_subnet_id: subnetId,
      vip_address: vip,
      listeners: [{ name: 'web', protocol: 'HTTP', protocol_port: listenerPort, default_pool: poolTree(members) }],
    },
  })
  const { id } = created.body.loadbalancer
  await api.untilActive(id)
  return { id, vip, port: listenerPort, ...(await childrenOf(api, id)) }
}

/** @param {readonly MemberPlace[]} members */
function poolTree(members) {
  return {
    name: 'web',
    protocol: 'HTTP',
    lb_algorithm: 'ROUND_ROBIN',
    members: members.map(memberTree),
    healthmonitor: { type: 'HTTP', delay: 5, timeout: 3, max_retries: 1, max_retries_down: 3, url_path: '/' },
  }
}

/** @param {MemberPlace} member */
export function memberTree({ name, address, port }) {
  return { name, address, protocol_port: port }
}

/**
 * @param {Api} api
 * @param {string} id
 */
async function childrenOf(api, id) {
  const { body } = await api.lbaas('GET', `loadbalancers/${id}`)
  const listenerId = body.loadbalancer.listeners[0].id
  const poolId = body.loadbalancer.pools[0].id
  const answer = await api.lbaas('GET', `pools/${poolId}/members`)
  /** @type {readonly { name: string, id: string }[]} */
  const rows = answer.body.members
  return { listenerId, poolId, memberIds: new Map(rows.map((row) => [row.name, row.id])) }
}

/** @param {LoadBalancer} loadBalancer */
export function urlOf({ vip, port }) {
  return `http://${vip}:${port}/`
}

/**
 * Creates many, a few at a time: they are created by people and scripts, not all in one moment.
 * @param {Api} api
 * @param {number} count
 * @param {readonly MemberPlace[]} members
 */
export async function createLoadBalancers(api, count, members) {
  const subnetId = await privateSubnetId(api)
  /** @type {LoadBalancer[]} */
  const created = []
  let next = 0
  const create = async () => {
    while (next < count) {
      next += 1
      created.push(await createLoadBalancer(api, { name: `bench-${next}`, subnetId, members }))
    }
  }
  await Promise.all(Array.from({ length: 4 }, create))
  return created
}
