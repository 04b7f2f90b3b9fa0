import { requirePrograms } from '../kit/requirements.mjs'
import { percentile } from '../kit/statistics.mjs'
import { table } from '../kit/table.mjs'
import { Api } from '../product/api.mjs'
import { createLoadBalancers } from '../product/load-balancers.mjs'
import { startMembers } from '../product/members.mjs'
import { startProduct } from '../product/product.mjs'
import { changeListeners, changeMembers } from './changes.mjs'

/** @typedef {import('./changes.mjs').Sample} Sample */

const mostMillisecondsOfMember = 150
const mostMillisecondsOfReload = 500

/**
 * From the API's 2xx to the new behaviour on the wire, while many load balancers are configured.
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly import('../kit/measurement.mjs').Measurement[]>}
 */
export async function measureApply({ workplace, isQuick, say }) {
  requirePrograms(['nginx'])
  const [a, b, newcomer] = await startMembers(workplace, ['a', 'b', 'c'])
  if (a === undefined || b === undefined || newcomer === undefined) throw new Error('Three members were asked for.')
  const product = await startProduct(workplace)
  const api = await Api.signIn(product)
  const { count, rounds } = isQuick ? { count: 10, rounds: 3 } : { count: 100, rounds: 30 }
  const begin = performance.now()
  const loadBalancers = await createLoadBalancers(api, count, [a, b])
  say(`Created ${count} load balancers in ${((performance.now() - begin) / 1000).toFixed(1)} s.`)

  /** @type {Sample[]} */
  const ofMembers = []
  /** @type {Sample[]} */
  const ofListeners = []
  for (let round = 0; round < rounds; round += 1) {
    // Another one each time, spread over all of them.
    const loadBalancer = loadBalancers[(round * 37) % loadBalancers.length]
    if (loadBalancer === undefined) continue
    ofMembers.push(...(await changeMembers(api, loadBalancer, newcomer)))
    ofListeners.push(...(await changeListeners(api, loadBalancer, 9000 + round)))
  }
  say(
    table(
      ['from the 2xx to the wire', 'samples', 'p50 ms', 'p95 ms', 'max ms'],
      rowsOf([...ofMembers, ...ofListeners]),
    ),
  )
  return [
    measurement('member changes, p95', ofMembers, mostMillisecondsOfMember),
    measurement('changes that reload, p95', ofListeners, mostMillisecondsOfReload),
  ]
}

/** @param {readonly Sample[]} samples */
function rowsOf(samples) {
  return [...new Set(samples.map(({ change }) => change))].map((change) => {
    const times = samples.filter((sample) => sample.change === change).map(({ milliseconds }) => milliseconds)
    return [change, String(times.length), ...[50, 95, 100].map((percent) => percentile(times, percent).toFixed(1))]
  })
}

/**
 * @param {string} name
 * @param {readonly Sample[]} samples
 * @param {number} atMost
 */
function measurement(name, samples, atMost) {
  const times = samples.map(({ milliseconds }) => milliseconds)
  // A change that was never seen holds no bar, wherever it would stand among the others.
  const figure = times.some(Number.isNaN) ? Number.NaN : percentile(times, 95)
  return { name: `${name} of ${times.length}`, figure, unit: 'ms', bar: { atMost } }
}
