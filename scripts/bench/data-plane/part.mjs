import { requirePrograms } from '../kit/requirements.mjs'
import { untilAnswering } from '../kit/until.mjs'
import { startBackend } from './backend.mjs'
import { contenders, startGeneratedProxy } from './contenders.mjs'
import { measureFeatures } from './feature-costs.mjs'
import { measureMode, modes } from './modes.mjs'

/** @typedef {import('../kit/measurement.mjs').Measurement} Measurement */
/** @typedef {import('./contenders.mjs').Proxy} Proxy */
/** @typedef {import('./modes.mjs').Other} Other */

/**
 * The generated configuration against others, and what each of its features costs.
 * @param {import('../main.mjs').Context} context
 * @returns {Promise<readonly Measurement[]>}
 */
export async function measureDataPlane(context) {
  const { workplace } = context
  requirePrograms(['haproxy', 'nginx', 'wrk'])
  await startBackend(workplace)
  const generated = await startGeneratedProxy(workplace)
  const others = []
  for (const contender of Object.values(contenders)) others.push({ contender, proxy: await contender.start(workplace) })
  const proxies = [generated, ...others.map(({ proxy }) => proxy)]
  await untilAnswering(
    modes.flatMap(({ kind }) => proxies.flatMap((proxy) => subjectsOf(proxy, kind))).map(({ url }) => url),
  )

  const measurements = []
  for (const mode of modes) {
    const [ours] = subjectsOf(generated, mode.kind)
    if (ours === undefined) continue
    /** @type {readonly Other[]} */
    const taking = others.flatMap(({ contender, proxy }) =>
      subjectsOf(proxy, mode.kind).map((subject) => ({ contender, subject })),
    )
    measurements.push(...(await measureMode(context, mode, { generated: ours, others: taking })))
  }
  for (const usual of subjectsOf(generated, 'http')) measurements.push(...(await measureFeatures(context, usual)))
  return measurements
}

/**
 * @param {Proxy} proxy
 * @param {'http' | 'tcp'} kind
 * @returns {readonly import('./side-by-side.mjs').Subject[]} none when it does not serve that kind
 */
function subjectsOf({ address, pids, ports }, kind) {
  const port = ports[kind]
  return port === null ? [] : [{ pids, url: `http://${address}:${port}/` }]
}
