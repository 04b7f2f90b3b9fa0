import { median, percentile } from '../kit/statistics.mjs'

/** @typedef {import('../kit/wrk.mjs').Run} Run */

/**
 * How one subject did against another, as medians of the ratios of each round.
 * @typedef {object} Comparison
 * @property {number} requests requests per second
 * @property {readonly [number, number]} requestsSpread the middle half of the rounds
 * @property {number} processor processor time per request
 * @property {number} p99
 * @property {number} failures of both
 */

/**
 * @param {readonly Run[]} ours
 * @param {readonly Run[]} theirs
 * @returns {Comparison}
 */
export function compare(ours, theirs) {
  /** @param {(run: Run) => number} figure */
  const ratios = (figure) =>
    ours.flatMap((run, at) => {
      const other = theirs[at]
      return other === undefined ? [] : [figure(run) / figure(other)]
    })
  const requests = ratios((run) => run.requestsPerSecond)
  return {
    requests: median(requests),
    requestsSpread: [percentile(requests, 25), percentile(requests, 75)],
    processor: median(ratios((run) => run.processorMicroseconds)),
    p99: median(ratios((run) => run.p99Milliseconds)),
    failures: [...ours, ...theirs].reduce((total, run) => total + run.failures, 0),
  }
}

export const comparisonHeading = ['', 'requests/s', 'middle half', 'cpu/request', 'p99', 'failures']

/**
 * @param {string} title
 * @param {Comparison} comparison
 */
export function comparisonRow(title, { requests, requestsSpread, processor, p99, failures }) {
  const [low, high] = requestsSpread
  return [
    title,
    requests.toFixed(3),
    `${low.toFixed(2)}-${high.toFixed(2)}`,
    processor.toFixed(3),
    p99.toFixed(2),
    String(failures),
  ]
}
