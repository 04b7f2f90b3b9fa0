/**
 * @typedef {{ readonly atLeast: number } | { readonly atMost: number }} Bar
 *
 * @typedef {object} Measurement
 * @property {string} name
 * @property {number} figure
 * @property {string} unit empty for a ratio or a count
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

/**
 * Counts are whole; everything else has the digits that mean something.
 * @param {Measurement} measurement
 */
function figureText({ figure, unit }) {
  const digits = Number.isInteger(figure) ? 0 : (decimals[unit] ?? 0)
  return `${figure.toFixed(digits)} ${unit}`.trimEnd()
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
    figureText(measurement),
    barText(measurement).trimEnd(),
    verdictText(measurement),
  ])
}
