/**
 * @typedef {{ readonly atLeast: number } | { readonly atMost: number }} Bar
 *
 * @typedef {object} Measurement
 * @property {string} name
 * @property {number} figure
 * @property {string} unit empty for a ratio
 * @property {Bar | null} bar null for a figure that is only told
 */

/** @type {Readonly<Record<string, number>>} */
const decimals = { '': 3, ms: 1, s: 2, MB: 1 }

/** @param {Measurement} measurement */
export function holds({ figure, bar }) {
  if (bar === null) return true
  // A figure that could not be taken is NaN and holds nothing.
  return 'atLeast' in bar ? figure >= bar.atLeast : figure <= bar.atMost
}

/** @param {Measurement} measurement */
function barText({ bar, unit }) {
  if (bar === null) return ''
  return 'atLeast' in bar ? `>= ${bar.atLeast} ${unit}` : `<= ${bar.atMost} ${unit}`
}

/** @param {Measurement} measurement */
function verdictText(measurement) {
  if (measurement.bar === null) return ''
  return holds(measurement) ? 'pass' : 'FAIL'
}

/**
 * The rows of the table that a part ends with.
 * @param {readonly Measurement[]} measurements
 */
export function verdictRows(measurements) {
  return measurements.map((measurement) => [
    measurement.name,
    `${measurement.figure.toFixed(decimals[measurement.unit] ?? 0)} ${measurement.unit}`.trimEnd(),
    barText(measurement).trimEnd(),
    verdictText(measurement),
  ])
}
