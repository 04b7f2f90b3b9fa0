/** @param {readonly number[]} values */
export function median(values) {
  return percentile(values, 50)
}

/**
 * The nearest-rank percentile, but the mean of the two in the middle for an even median.
 * @param {readonly number[]} values
 * @param {number} percent
 * @returns {number} NaN when there are no values
 */
export function percentile(values, percent) {
  const sorted = [...values].sort((a, b) => a - b)
  const rank = (percent / 100) * sorted.length
  const at = Math.max(Math.ceil(rank) - 1, 0)
  const value = sorted[at] ?? Number.NaN
  const isBetween = percent === 50 && Number.isInteger(rank) && rank > 0
  return isBetween ? (value + (sorted[at + 1] ?? value)) / 2 : value
}

/**
 * The median, and the middle half around it.
 * @param {readonly number[]} values
 * @returns {{ readonly median: number, readonly spread: readonly [number, number] }}
 */
export function middleOf(values) {
  return { median: median(values), spread: [percentile(values, 25), percentile(values, 75)] }
}

/** @param {readonly number[]} values */
export function sum(values) {
  return values.reduce((total, value) => total + value, 0)
}
