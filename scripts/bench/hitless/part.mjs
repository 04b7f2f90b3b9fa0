import { requirePrograms } from '../kit/requirements.mjs'
import { sum } from '../kit/statistics.mjs'
import { table } from '../kit/table.mjs'
import { Api } from '../product/api.mjs'
import { createLoadBalancer, privateSubnetId, urlOf } from '../product/load-balancers.mjs'
import { startMembers } from '../product/members.mjs'
import { startProduct } from '../product/product.mjs'
import { stepsOf } from '../product/steps.mjs'
import { memberChanges, reloadingChanges } from './changes.mjs'
import { startLastingBackend } from './lasting-backend.mjs'
import { startDownload, startEchoes } from './lasting-clients.mjs'
import { startThoughtfulClients } from './thoughtful-clients.mjs'
import { startWrkLoad } from './wrk-load.mjs'

/** @typedef {import('../main.mjs').Context} Context */
/** @typedef {import('../kit/measurement.mjs').Measurement} Measurement */
/** @typedef {import('./changes.mjs').Change} Change */

/** As many as the promise names. */
const reloadCount = 50
const runtimeChangesPerReload = 10

/**
 * Every kind of client, while the load balancer that serves them is changed without a pause.
 * @param {Context} context
 * @returns {Promise<readonly Measurement[]>}
 */
export async function measureHitless({ workplace, isQuick, say }) {
  requirePrograms(['nginx', 'wrk'])
  const places = await startMembers(workplace, ['a', 'b', 'c', 'd', 'newcomer'])
  const newcomer = places.at(-1)
  if (newcomer === undefined) throw new Error('Five members were asked for.')
  const lasting = await startLastingBackend(workplace)
  const api = await Api.signIn(await startProduct(workplace))
  const subnetId = await privateSubnetId(api)
  const loaded = await createLoadBalancer(api, { name: 'loaded', subnetId, members: places.slice(0, -1) })
  const calm = await createLoadBalancer(api, { name: 'lasting', subnetId, members: [lasting.place] })

  const keepAlive = startWrkLoad(workplace, { url: urlOf(loaded), connections: 32, closes: false })
  const newConnections = startWrkLoad(workplace, { url: urlOf(loaded), connections: 16, closes: true })
  const thoughtful = startThoughtfulClients(urlOf(loaded))
  const download = startDownload(`${urlOf(calm)}download`)
  const echoes = await startEchoes(urlOf(calm))

  const reloads = isQuick ? reloadCount / 10 : reloadCount
  const begin = performance.now()
  const before = await stepsOf(api, loaded.id)
  await change(memberChanges(api, loaded, newcomer), reloadingChanges(api, loaded), reloads)
  await api.untilActive(loaded.id)
  const after = await stepsOf(api, loaded.id)
  say(`Changed for ${((performance.now() - begin) / 1000).toFixed(0)} s.`)

  const sent = lasting.finishDownload()
  const received = await download.whenDone.catch((/** @type {Error} */ error) => ({ sha256: error.message, bytes: 0 }))
  const clients = [
    { title: 'keep-alive', ...(await keepAlive.stop()) },
    { title: 'a new connection per request', ...(await newConnections.stop()) },
    { title: 'keep-alive with pauses', ...(await thoughtful.stop()) },
  ]
  const echoed = await echoes.stop()
  say(
    table(
      ['clients', 'requests', 'failed'],
      clients.map(({ title, requests, failures }) => [title, String(requests), String(failures)]),
    ),
  )
  say(
    `Download: ${sent.bytes} bytes sent, ${received.bytes} received. WebSocket: ${echoed.sent} messages, ${echoed.returned} echoed.`,
  )

  return [
    count('changes by a reload', after.reloads - before.reloads, { atLeast: reloads }),
    count('changes without a reload', after.runtimeChanges - before.runtimeChanges, {
      atLeast: reloads * runtimeChangesPerReload,
    }),
    ...clients.map(({ title, failures }) => count(`failed requests, ${title}`, failures, { atMost: 0 })),
    count('requests', sum(clients.map(({ requests }) => requests)), null),
    count('long downloads that differ', received.sha256 === sent.sha256 ? 0 : 1, { atMost: 0 }),
    count('WebSocket messages lost', echoed.failures, { atMost: 0 }),
  ]
}

/**
 * @param {readonly Change[]} runtime
 * @param {readonly Change[]} reloading
 * @param {number} reloads
 */
async function change(runtime, reloading, reloads) {
  for (let turn = 0; turn < reloads; turn += 1) {
    for (const one of runtime) await one()
    await reloading[turn % reloading.length]?.()
  }
}

/**
 * @param {string} name
 * @param {number} figure
 * @param {import('../kit/measurement.mjs').Bar | null} bar
 * @returns {Measurement}
 */
function count(name, figure, bar) {
  return { name, figure, unit: '', bar }
}
