import { memberTree } from '../product/load-balancers.mjs'
import { untilFirst, untilLast } from './observation.mjs'

/** @typedef {import('../product/api.mjs').Api} Api */
/** @typedef {import('../product/load-balancers.mjs').LoadBalancer} LoadBalancer */
/** @typedef {import('../product/load-balancers.mjs').MemberPlace} MemberPlace */
/** @typedef {{ readonly change: string, readonly milliseconds: number }} Sample */

/** @param {string} name of a member */
const answeredBy =
  (name) =>
  (/** @type {import('./probe.mjs').Reply} */ { text }) =>
    text.startsWith(`${name} `)

/**
 * Drains a member, brings it back, adds another and removes it, and looks on the wire after each. Returns when all is
 * settled, so that nobody else's change stands in line behind it.
 * @param {Api} api
 * @param {LoadBalancer} loadBalancer with the members a and b
 * @param {MemberPlace} newcomer
 * @returns {Promise<readonly Sample[]>}
 */
export async function changeMembers(api, { id, vip, port, poolId, memberIds }, newcomer) {
  const place = { address: vip, port }
  const members = `pools/${poolId}/members`
  const member = `${members}/${memberIds.get('a')}`

  const drained = await api.lbaas('PUT', member, { member: { weight: 0 } })
  const drain = await untilLast(place, drained.at, answeredBy('a'))
  const filled = await api.lbaas('PUT', member, { member: { weight: 1 } })
  const fill = await untilFirst(place, filled.at, answeredBy('a'))
  const added = await api.lbaas('POST', members, { member: memberTree(newcomer) })
  const add = await untilFirst(place, added.at, answeredBy(newcomer.name))
  const removed = await api.lbaas('DELETE', `${members}/${added.body.member.id}`)
  const remove = await untilLast(place, removed.at, answeredBy(newcomer.name))
  await api.untilActive(id)
  return [
    { change: 'weight 0: no more traffic', milliseconds: drain },
    { change: 'weight 1: traffic again', milliseconds: fill },
    { change: 'new member answers', milliseconds: add },
    { change: 'removed member is silent', milliseconds: remove },
  ]
}

/**
 * Adds a listener, changes it and removes it, and looks on the wire after each. Returns when all is settled.
 * @param {Api} api
 * @param {LoadBalancer} loadBalancer
 * @param {number} port of the new listener
 * @returns {Promise<readonly Sample[]>}
 */
export async function changeListeners(api, { id, vip, poolId }, port) {
  const place = { address: vip, port }
  const added = await api.lbaas('POST', 'listeners', {
    listener: {
      loadbalancer_id: id,
      name: `more-${port}`,
      protocol: 'HTTP',
      protocol_port: port,
      default_pool_id: poolId,
    },
  })
  const add = await untilFirst(place, added.at, ({ text }) => text !== '')
  const listener = `listeners/${added.body.listener.id}`
  const changed = await api.lbaas('PUT', listener, { listener: { insert_headers: { 'X-Forwarded-Port': 'true' } } })
  const change = await untilFirst(place, changed.at, ({ text }) => text.endsWith(` ${port}`))
  const removed = await api.lbaas('DELETE', listener)
  const remove = await untilFirst(place, removed.at, ({ isRefused }) => isRefused)
  await api.untilActive(id)
  return [
    { change: 'new listener answers', milliseconds: add },
    { change: 'changed listener inserts a header', milliseconds: change },
    { change: 'removed listener refuses', milliseconds: remove },
  ]
}
