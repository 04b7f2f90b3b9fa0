/**
 * @typedef {{ readonly atLeast: number } | { readonly atMost: number }} Bar
 *
 * @typedef {object} Measurement
 * @property {string} name
 * @property {number} figure
 * @property {readonly [number, number]} [spread] the middle half of what was measured, where the figure is the middle of it
 * @property {string} unit empty for a ratio or a count
 * @property {Bar | null} bar null for a figure that is only told
 */

/** @typedef {'pass' | 'unclear' | 'FAIL'} Verdict */

/** @type {Readonly<Record<string, number>>} */
const decimals = { '': 3, ms: 1, s: 2, MB: 1 }

/**
 * Unclear is what noise decides: the figure misses the bar, and the middle half of what was measured lies on both sides.
 * @param {Measurement} measurement
 * @returns {Verdict | null} null without a bar
 */
export function verdictOf({ figure, spread, bar }) {
  if (bar === null) return null
  // A figure that could not be taken is NaN and meets no bar.
  const meets = (/** @type {number} */ value) => ('atLeast' in bar ? value >= bar.atLeast : value <= bar.atMost)
  if (meets(figure)) return 'pass'
  return spread?.some(meets) ? 'unclear' : 'FAIL'
}

/**
 * Counts are whole; everything else has the digits that mean something.
 * @param {Measurement} measurement
 */
function figureText({ figure, unit }) {
  const digits = Number.isInteger(figure) ? 0 : (decimals[unit] ?? 0)
  return `${figure.toFixed(digits)} ${unit}`.trimEnd()
}

/** @param {Measurement} measurement */
function spreadText({ spread }) {
  return spread === undefined ? '' : `${spread[0].toFixed(2)}-${spread[1].toFixed(2)}`
}

/** @param {Measurement} measurement */
function barText({ bar, unit }) {
  if (bar === null) return ''
  const text = 'atLeast' in bar ? `>= ${bar.atLeast} ${unit}` : `<= ${bar.atMost} ${unit}`
  return text.trimEnd()
}

export const verdictHeading = ['', 'figure', 'middle half', 'bar', '']

/**
 * The rows of the table that a part ends with.
 * @param {readonly Measurement[]} measurements
 */
export function verdictRows(measurements) {
  return measurements.map((measurement) => [
    measurement.name,
    figureText(measurement),
    spreadText(measurement),
    barText(measurement),
    verdictOf(measurement) ?? '',
  ])
}
