import { table } from '../kit/table.mjs'
import { disturbanceOf, failuresOf, inverse, paired, ratioCells, ratioOf } from './comparison.mjs'
import { loadInTurns } from './in-turns.mjs'
import { loadSideBySide } from './side-by-side.mjs'

/** @typedef {import('../kit/measurement.mjs').Measurement} Measurement */
/** @typedef {import('./comparison.mjs').Ratio} Ratio */
/** @typedef {import('./contenders.mjs').Contender} Contender */
/** @typedef {import('./side-by-side.mjs').Subject} Subject */

/** A way to load a proxy. @typedef {{ readonly title: string, readonly closes: boolean, readonly http2?: boolean }} Mode */
/** @typedef {{ readonly contender: Contender, readonly subject: Subject }} Other */

/**
 * @typedef {object} Result
 * @property {Contender} contender
 * @property {Ratio} requests requests per second, each by itself
 * @property {Ratio} p99 each by itself
 * @property {Ratio} processor processor time per request, side by side
 * @property {number} failures
 * @property {number} disturbance
 */

/** @type {readonly (Mode & { readonly kind: 'http' | 'tcp' })[]} */
export const modes = [
  { title: 'HTTP, keep-alive', kind: 'http', closes: false },
  { title: 'HTTP, a new connection per request', kind: 'http', closes: true },
  { title: 'TCP', kind: 'tcp', closes: false },
]

/** Where the bar leaves a few percent, many rounds are needed; a factor is seen at once. */
const roundsOf = (/** @type {Contender} */ { leastRatio }) => (leastRatio !== null && leastRatio < 1 ? 12 : 3)
const roundsInTurns = 6

/**
 * The generated configuration against the others, loaded in one way.
 * @param {import('../main.mjs').Context} context
 * @param {Mode} mode
 * @param {{ readonly generated: Subject, readonly others: readonly Other[] }} subjects
 * @returns {Promise<readonly Measurement[]>}
 */
export async function measureMode({ isQuick, say }, { title, closes, http2 = false }, { generated, others }) {
  const rounds = isQuick ? 1 : roundsInTurns
  const inTurns = await loadInTurns({
    subjects: [generated, ...others.map(({ subject }) => subject)],
    rounds,
    closes,
    http2,
  })
  const contests = others.map(({ contender, subject }) => ({
    ours: generated,
    theirs: subject,
    rounds: isQuick ? 1 : roundsOf(contender),
  }))
  const sideBySide = await loadSideBySide(contests, { closes, http2 })

  const results = others.map(({ contender }, at) => {
    const turns = paired(inTurns[0] ?? [], inTurns[at + 1] ?? [])
    const pairs = sideBySide[at] ?? []
    return {
      contender,
      requests: ratioOf(turns, (run) => run.requestsPerSecond),
      p99: ratioOf(turns, (run) => run.p99Milliseconds),
      processor: ratioOf(pairs, (run) => run.processorMicroseconds),
      failures: failuresOf([...turns, ...pairs]),
      disturbance: disturbanceOf(turns),
    }
  })
  say(`\n${title}: the generated configuration over others; ratios, medians of the rounds and their middle halves`)
  say(table(heading, results.map(row)))
  return results.flatMap((result) => measurementsOf(title, result))
}

const heading = ['', 'requests/s', '', 'cpu/request', '', 'p99', '', 'failures', 'others took']

/** @param {Result} result */
function row({ contender, requests, processor, p99, failures, disturbance }) {
  const ratios = [requests, processor, p99].flatMap(ratioCells)
  return [contender.title, ...ratios, String(failures), `${disturbance.toFixed(2)} cpu`]
}

/**
 * @param {string} title
 * @param {Result} result
 * @returns {readonly Measurement[]}
 */
function measurementsOf(title, { contender, requests, processor }) {
  const bar = contender.leastRatio === null ? null : { atLeast: contender.leastRatio }
  const perProcessor = inverse(processor)
  return [
    { name: `${title}: requests/s over ${contender.title}`, ...figureOf(requests), unit: '', bar },
    { name: `${title}: requests/s per processor over ${contender.title}`, ...figureOf(perProcessor), unit: '', bar },
  ]
}

/** @param {Ratio} ratio */
function figureOf({ median, spread }) {
  return { figure: median, spread }
}
