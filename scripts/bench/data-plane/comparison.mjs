import { median, percentile } from '../kit/statistics.mjs'

/** @typedef {import('../kit/wrk.mjs').Run} Run */
/** @typedef {{ readonly ours: Run, readonly theirs: Run }} Pair of the same round */

/**
 * How one subject did against another, as medians of the ratios of each round.
 * @typedef {object} Comparison
 * @property {number} requests requests per second
 * @property {readonly [number, number]} requestsSpread the middle half of the rounds
 * @property {number} processor processor time per request
 * @property {number} p99
 * @property {number} failures of both, in all rounds
 * @property {number} disturbance processors that other programs used meanwhile
 */

/**
 * Only the calmer half of the rounds counts: what other programs take from a round says nothing about the subjects.
 * @param {readonly Run[]} ours
 * @param {readonly Run[]} theirs
 * @returns {Comparison}
 */
export function compare(ours, theirs) {
  const pairs = calmerHalf(
    ours.flatMap((run, at) => {
      const other = theirs[at]
      return other === undefined ? [] : [{ ours: run, theirs: other }]
    }),
  )
  /** @param {(run: Run) => number} figure */
  const ratios = (figure) => pairs.map((pair) => figure(pair.ours) / figure(pair.theirs))
  const requests = ratios((run) => run.requestsPerSecond)
  return {
    requests: median(requests),
    requestsSpread: [percentile(requests, 25), percentile(requests, 75)],
    processor: median(ratios((run) => run.processorMicroseconds)),
    p99: median(ratios((run) => run.p99Milliseconds)),
    failures: [...ours, ...theirs].reduce((total, run) => total + run.failures, 0),
    disturbance: median(pairs.map(disturbanceOf)),
  }
}

/** @param {readonly Pair[]} pairs */
function calmerHalf(pairs) {
  return [...pairs].sort((a, b) => disturbanceOf(a) - disturbanceOf(b)).slice(0, Math.ceil(pairs.length / 2))
}

/** @param {Pair} pair */
function disturbanceOf({ ours, theirs }) {
  return Math.max(ours.disturbance, theirs.disturbance)
}

export const comparisonHeading = ['', 'requests/s', 'middle half', 'cpu/request', 'p99', 'failures', 'others took']

/**
 * @param {string} title
 * @param {Comparison} comparison
 */
export function comparisonRow(title, { requests, requestsSpread, processor, p99, failures, disturbance }) {
  const [low, high] = requestsSpread
  return [
    title,
    requests.toFixed(3),
    `${low.toFixed(2)}-${high.toFixed(2)}`,
    processor.toFixed(3),
    p99.toFixed(2),
    String(failures),
    `${disturbance.toFixed(2)} cpu`,
  ]
}
