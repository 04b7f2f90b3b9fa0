import { requirePrograms } from '../kit/requirements.mjs'
import { table } from '../kit/table.mjs'
import { untilAnswering } from '../kit/until.mjs'
import { startBackend } from './backend.mjs'
import { compare, comparisonHeading, comparisonRow } from './comparison.mjs'
import { contenders, startGeneratedProxy } from './contenders.mjs'
import { measureFeatures } from './feature-costs.mjs'
import { runRounds } from './rounds.mjs'

/** @typedef {import('../kit/measurement.mjs').Measurement} Measurement */
/** @typedef {import('./comparison.mjs').Comparison} Comparison */
/** @typedef {import('./contenders.mjs').Contender} Contender */
/** @typedef {import('./contenders.mjs').Proxy} Proxy */
/** @typedef {{ readonly title: string, readonly kind: 'http' | 'tcp', readonly closes: boolean }} Mode */
/** @typedef {{ readonly contender: Contender, readonly proxy: Proxy }} Running */

/** @type {readonly Mode[]} */
const modes = [
  { title: 'HTTP, keep-alive', kind: 'http', closes: false },
  { title: 'HTTP, a new connection per request', kind: 'http', closes: true },
  { title: 'TCP', kind: 'tcp', closes: false },
]

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
  /** @type {Running[]} */
  const others = []
  for (const contender of Object.values(contenders)) others.push({ contender, proxy: await contender.start(workplace) })
  await untilAnswering(
    modes.flatMap(({ kind }) => [generated, ...others.map(({ proxy }) => proxy)].flatMap(urlsOf(kind))),
  )

  const measurements = []
  for (const mode of modes) measurements.push(...(await measureMode(context, mode, { generated, others })))
  return [...measurements, ...(await measureFeatures(context, subjectOf('generated', generated, 'http')))]
}

/** @param {Mode['kind']} kind */
function urlsOf(kind) {
  return (/** @type {Proxy} */ { address, ports }) => {
    const port = ports[kind]
    return port === null ? [] : [`http://${address}:${port}/`]
  }
}

/**
 * @param {string} key
 * @param {Proxy} proxy
 * @param {Mode['kind']} kind
 */
function subjectOf(key, proxy, kind) {
  const [url = ''] = urlsOf(kind)(proxy)
  return { key, pids: proxy.pids, url }
}

/**
 * @param {import('../main.mjs').Context} context
 * @param {Mode} mode
 * @param {{ readonly generated: Proxy, readonly others: readonly Running[] }} proxies
 * @returns {Promise<readonly Measurement[]>}
 */
async function measureMode({ isQuick, say }, { title, kind, closes }, { generated, others }) {
  const taking = others.filter(({ proxy }) => proxy.ports[kind] !== null)
  const rounds = isQuick ? 1 : 12
  const subjects = [
    subjectOf('generated', generated, kind),
    ...taking.map(({ contender, proxy }) => subjectOf(contender.title, proxy, kind)),
  ]
  const runs = await runRounds({ subjects, rounds, seconds: 1, closes })
  const results = taking.map(({ contender }) => ({
    contender,
    comparison: compare(runs.get('generated') ?? [], runs.get(contender.title) ?? []),
  }))
  say(`\n${title}: the generated configuration over others, ratios, medians of the calmer half of ${rounds} rounds`)
  say(
    table(
      comparisonHeading,
      results.map((result) => comparisonRow(result.contender.title, result.comparison)),
    ),
  )
  return results.map(({ contender, comparison }) => ({
    name: `${title}: requests/s over ${contender.title}`,
    figure: comparison.requests,
    unit: '',
    bar: contender.leastRatio === null ? null : { atLeast: contender.leastRatio },
  }))
}
