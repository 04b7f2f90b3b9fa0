import { table } from '../kit/table.mjs'
import { untilAnswering } from '../kit/until.mjs'
import { compare, comparisonHeading, comparisonRow } from './comparison.mjs'
import { readCounters } from './counters.mjs'
import { features, without } from './features.mjs'
import { socketPathOf, startGenerated } from './generated.mjs'
import { nextAddress } from './places.mjs'
import { httpPort } from './ports.mjs'
import { runRounds } from './rounds.mjs'

/** @typedef {import('../kit/measurement.mjs').Measurement} Measurement */
/** @typedef {import('./features.mjs').Feature} Feature */
/** @typedef {import('./rounds.mjs').Subject} Subject */

/**
 * What each feature costs: the generated configuration with it, over the same without it.
 * @param {import('../main.mjs').Context} context
 * @param {Subject} usual the generated configuration as it is
 * @returns {Promise<readonly Measurement[]>}
 */
export async function measureFeatures({ workplace, isQuick, say }, usual) {
  const switched = await Promise.all(features.map((feature, at) => startSwitched(workplace, feature, `switched-${at}`)))
  await untilAnswering(switched.map(({ url }) => url))
  const rounds = isQuick ? 1 : 7
  const results = []
  for (const closes of [false, true]) {
    const subjects = switched.filter(({ feature }) => (feature.closes ?? false) === closes)
    const runs = await runRounds({ subjects: [usual, ...subjects], rounds, seconds: 1, closes })
    const asUsual = runs.get(usual.key) ?? []
    for (const { feature, key } of subjects) {
      const asSwitched = runs.get(key) ?? []
      const comparison = feature.isUsual ? compare(asUsual, asSwitched) : compare(asSwitched, asUsual)
      results.push({ feature, comparison })
    }
  }
  say(`\nWhat each feature costs: with it over without it, ratios, medians of the calmer half of ${rounds} rounds`)
  say(
    table(
      comparisonHeading,
      results.map(({ feature, comparison }) => comparisonRow(feature.title, comparison)),
    ),
  )
  return results.map(({ feature, comparison }) => ({
    name: `cpu per request, with over without: ${feature.title}`,
    figure: comparison.processor,
    unit: '',
    bar: null,
  }))
}

/**
 * @param {import('../kit/workplace.mjs').Workplace} workplace
 * @param {Feature} feature
 * @param {string} key
 */
async function startSwitched(workplace, feature, key) {
  const address = nextAddress()
  const pids = await startGenerated(workplace, {
    name: key,
    address,
    ...(feature.listener && { listener: feature.listener }),
    ...(feature.lines && { edit: without(feature.lines) }),
  })
  if (feature.readsCounters) readCounters(workplace, socketPathOf(workplace, key))
  return { feature, key, pids, url: `http://${address}:${httpPort}/` }
}
