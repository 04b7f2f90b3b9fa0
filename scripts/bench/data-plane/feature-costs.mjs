import { table } from '../kit/table.mjs'
import { untilAnswering } from '../kit/until.mjs'
import { inverse, ratioCells, ratioOf } from './comparison.mjs'
import { readCounters } from './counters.mjs'
import { features, without } from './features.mjs'
import { socketPathOf, startGenerated } from './generated.mjs'
import { nextAddress } from './places.mjs'
import { httpPort } from './ports.mjs'
import { loadSideBySide } from './side-by-side.mjs'

/** @typedef {import('../kit/measurement.mjs').Measurement} Measurement */
/** @typedef {import('./side-by-side.mjs').Subject} Subject */
/** @typedef {import('./features.mjs').Feature} Feature */

/**
 * What each feature costs: processor time per request of the generated configuration with it, over the same without it.
 * @param {import('../main.mjs').Context} context
 * @param {Subject} usual the generated configuration as it is
 * @returns {Promise<readonly Measurement[]>}
 */
export async function measureFeatures({ workplace, isQuick, say }, usual) {
  const rounds = isQuick ? 1 : 6
  const switched = await Promise.all(features.map((feature, at) => startSwitched(workplace, feature, `switched-${at}`)))
  await untilAnswering(switched.map(({ url }) => url))
  const results = []
  for (const closes of [false, true]) {
    const subjects = switched.filter(({ feature }) => (feature.closes ?? false) === closes)
    const contests = subjects.map((theirs) => ({ ours: usual, theirs, rounds }))
    const pairs = await loadSideBySide(contests, { closes })
    results.push(...subjects.map(({ feature }, at) => ({ feature, cost: costOf(feature, pairs[at] ?? []) })))
  }
  say(`\nWhat each feature costs: processor time per request with it over without it, medians of ${rounds} rounds`)
  say(
    table(
      ['', 'cpu/request', 'middle half'],
      results.map(({ feature, cost }) => [feature.title, ...ratioCells(cost)]),
    ),
  )
  return results.map(({ feature, cost }) => ({
    name: `cpu per request, with over without: ${feature.title}`,
    figure: cost.median,
    unit: '',
    bar: null,
  }))
}

/**
 * @param {Feature} feature
 * @param {readonly import('./side-by-side.mjs').Pair[]} pairs of the usual configuration and the one with the feature switched
 */
function costOf({ isUsual }, pairs) {
  const usualOverSwitched = ratioOf(pairs, (run) => run.processorMicroseconds)
  return isUsual ? usualOverSwitched : inverse(usualOverSwitched)
}

/**
 * @param {import('../kit/workplace.mjs').Workplace} workplace
 * @param {Feature} feature
 * @param {string} name
 */
async function startSwitched(workplace, feature, name) {
  const address = nextAddress()
  const pids = await startGenerated(workplace, {
    name,
    address,
    ...(feature.listener && { listener: feature.listener }),
    ...(feature.lines && { edit: without(feature.lines) }),
  })
  if (feature.readsCounters) readCounters(workplace, socketPathOf(workplace, name))
  return { feature, pids, url: `http://${address}:${httpPort}/` }
}
