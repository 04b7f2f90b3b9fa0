import { failuresOf, paired, ratioCells, ratioOf } from '../data-plane/comparison.mjs'
import { loadInTurns } from '../data-plane/in-turns.mjs'
import { table } from '../kit/table.mjs'
import { untilAnswering } from '../kit/until.mjs'
import { startListener } from './listeners.mjs'
import { requestScript } from './requests.mjs'
import { policySets } from './sets.mjs'

/** @typedef {import('../kit/measurement.mjs').Measurement} Measurement */
/** @typedef {import('../main.mjs').Context} Context */
/** @typedef {import('../kit/wrk.mjs').Run} Run */

/**
 * What the listener is held against, and by which measure. Against none, the clients and the members have the same processors, as they
 * do where everything stands on one machine. Against plain acls, they would hide much of the difference: of a request that lookups find,
 * they take half of the time, and of one that walks thousands of acls next to nothing. There, requests per second of HAProxy's own time
 * are compared: what it would serve on a machine of its own.
 */
const rivals = {
  none: { words: 'no policies', measure: 'requests per second', of: (/** @type {Run} */ run) => run.requestsPerSecond },
  plain: {
    words: 'plain acls',
    measure: "requests per second of HAProxy's processor time",
    of: (/** @type {Run} */ run) => 1_000_000 / run.processorMicroseconds,
  },
}

/** Of a run: whoever had the machine before has left its own memory in the caches, and fetching ten thousand policies again takes a while. */
const seconds = 3

/**
 * What is compared: a set of policies, the listener that it is held against, and what it has to reach of that one's figure.
 * @type {readonly { readonly set: keyof typeof policySets, readonly count: number, readonly against: keyof typeof rivals, readonly how: 'evenly' | 'as visited', readonly atLeast: number | null }[]}
 */
const contests = [
  { set: 'hosts', count: 10_000, against: 'none', how: 'as visited', atLeast: 0.9 },
  { set: 'hosts', count: 10_000, against: 'none', how: 'evenly', atLeast: 0.9 },
  { set: 'mixed', count: 10_000, against: 'none', how: 'as visited', atLeast: 0.8 },
  { set: 'mixed', count: 10_000, against: 'none', how: 'evenly', atLeast: 0.8 },
  { set: 'mixed', count: 10_000, against: 'plain', how: 'evenly', atLeast: 50 },
  { set: 'headers', count: 100, against: 'plain', how: 'evenly', atLeast: 1 },
  { set: 'headers', count: 1_000, against: 'plain', how: 'evenly', atLeast: 1 },
  { set: 'residual', count: 100, against: 'plain', how: 'evenly', atLeast: 1 },
  { set: 'residual', count: 1_000, against: 'plain', how: 'evenly', atLeast: 1 },
]

/**
 * Requests with policies, over those without any and over those with the same policies as plain acls.
 * @param {Context} context
 * @returns {Promise<readonly Measurement[]>}
 */
export async function measureThroughput({ workplace, isQuick, say }) {
  const none = await startListener(workplace, { name: 'none', aimed: [] })
  const rounds = isQuick ? 1 : 12
  const measurements = []
  const rows = []
  for (const { set, count, against, how, atLeast } of contests) {
    const name = `${set}-${count}-${against}-${how.replace(' ', '-')}`
    const aimed = policySets[set].aimed(isQuick ? count / 10 : count)
    const ours = await startListener(workplace, { name, aimed })
    const theirs =
      against === 'none' ? none : await startListener(workplace, { name: `${name}-plain`, aimed, plain: true })
    await untilAnswering([ours.url, theirs.url])
    const script = requestScript(workplace, name, aimed, how)
    const { words, measure, of } = rivals[against]
    const plan = { subjects: [ours, theirs], rounds, seconds: isQuick ? 1 : seconds, closes: false, script }
    const [own = [], others = []] = await loadInTurns(plan)
    const pairs = paired(own, others)
    const title = `${count} policies of ${policySets[set].title}, asked for ${how}, over ${words}`
    const cells = Object.values(rivals).flatMap((one) => ratioCells(ratioOf(pairs, one.of)))
    rows.push([title, ...cells, String(failuresOf(pairs))])
    const { median: figure, spread } = ratioOf(pairs, of)
    measurements.push({
      name: `${measure}: ${title}`,
      figure,
      spread,
      unit: '',
      bar: atLeast === null ? null : { atLeast },
    })
  }
  say(table(['', 'requests/s', 'middle half', 'requests/s of cpu', 'middle half', 'failed'], rows))
  return measurements
}
