import { memberTree } from '../product/load-balancers.mjs'

/** @typedef {import('../product/api.mjs').Api} Api */
/** @typedef {import('../product/load-balancers.mjs').LoadBalancer} LoadBalancer */
/** @typedef {import('../product/load-balancers.mjs').MemberPlace} MemberPlace */
/** @typedef {() => Promise<unknown>} Change */

/**
 * Changes that are runtime commands: over and over the same ten, of a pool under load. The members a and b always
 * take traffic; c, d and the newcomer come and go.
 * @param {Api} api
 * @param {LoadBalancer} loadBalancer with the members a, b, c and d
 * @param {MemberPlace} newcomer
 * @returns {readonly Change[]}
 */
export function memberChanges(api, { poolId, memberIds }, newcomer) {
  const members = `pools/${poolId}/members`
  /** @type {(name: string, patch: object) => Change} */
  const update = (name, patch) => () => api.lbaas('PUT', `${members}/${memberIds.get(name)}`, { member: patch })
  let newcomerId = ''
  return [
    update('c', { weight: 5 }),
    update('c', { weight: 0 }),
    update('c', { weight: 1 }),
    update('d', { admin_state_up: false }),
    update('d', { admin_state_up: true }),
    async () => {
      const { body } = await api.lbaas('POST', members, { member: memberTree(newcomer) })
      newcomerId = body.member.id
    },
    () => api.lbaas('PUT', `${members}/${newcomerId}`, { member: { weight: 3 } }),
    () => api.lbaas('DELETE', `${members}/${newcomerId}`),
    update('a', { weight: 2 }),
    update('a', { weight: 1 }),
  ]
}

/**
 * Changes that need the next generation: over and over the same five, of the load balancer under load.
 * @param {Api} api
 * @param {LoadBalancer} loadBalancer
 * @returns {readonly Change[]}
 */
export function reloadingChanges(api, { id, poolId, listenerId }) {
  let moreId = ''
  return [
    async () => {
      const listener = {
        loadbalancer_id: id,
        name: 'more',
        protocol: 'HTTP',
        protocol_port: 8081,
        default_pool_id: poolId,
      }
      const { body } = await api.lbaas('POST', 'listeners', { listener })
      moreId = body.listener.id
    },
    () => api.lbaas('PUT', `pools/${poolId}`, { pool: { lb_algorithm: 'LEAST_CONNECTIONS' } }),
    () => api.lbaas('PUT', `listeners/${listenerId}`, { listener: { timeout_client_data: 40_000 } }),
    () => api.lbaas('PUT', `pools/${poolId}`, { pool: { lb_algorithm: 'ROUND_ROBIN' } }),
    async () => {
      await api.lbaas('DELETE', `listeners/${moreId}`)
      await api.lbaas('PUT', `listeners/${listenerId}`, { listener: { timeout_client_data: 50_000 } })
    },
  ]
}
