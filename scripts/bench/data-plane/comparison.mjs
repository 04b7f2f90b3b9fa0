import { median, middleOf, sum } from '../kit/statistics.mjs'

/** @typedef {import('../kit/wrk.mjs').Run} Run */
/** @typedef {import('./side-by-side.mjs').Pair} Pair of the same round */

/**
 * A ratio of ours over theirs.
 * @typedef {object} Ratio
 * @property {number} median of the rounds
 * @property {readonly [number, number]} spread the middle half of the rounds
 */

/**
 * @param {readonly Pair[]} pairs
 * @param {(run: Run) => number} figure
 * @returns {Ratio}
 */
export function ratioOf(pairs, figure) {
  return middleOf(pairs.map(({ ours, theirs }) => figure(ours) / figure(theirs)))
}

/** @param {Ratio} ratio */
export function inverse({ median: middle, spread: [low, high] }) {
  return { median: 1 / middle, spread: /** @type {const} */ ([1 / high, 1 / low]) }
}

/**
 * @param {readonly Run[]} ours
 * @param {readonly Run[]} theirs
 * @returns {readonly Pair[]}
 */
export function paired(ours, theirs) {
  return ours.flatMap((run, at) => {
    const other = theirs[at]
    return other === undefined ? [] : [{ ours: run, theirs: other }]
  })
}

/** @param {readonly Pair[]} pairs */
export function failuresOf(pairs) {
  return sum(pairs.map(({ ours, theirs }) => ours.failures + theirs.failures))
}

/**
 * Processors that other programs used in the meantime: above a few percent, the figures are to be taken with care.
 * @param {readonly Pair[]} pairs
 */
export function disturbanceOf(pairs) {
  return median(pairs.map(({ ours, theirs }) => Math.max(ours.disturbance, theirs.disturbance)))
}

/** @param {Ratio} ratio */
export function ratioCells({ median: middle, spread: [low, high] }) {
  if (Number.isNaN(middle)) return ['', '']
  return [middle.toFixed(3), `${low.toFixed(2)}-${high.toFixed(2)}`]
}
