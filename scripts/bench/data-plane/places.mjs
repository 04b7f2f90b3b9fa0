import { loopbackAddress } from '../kit/addresses.mjs'

/**
 * @typedef {object} Place
 * @property {string} address
 * @property {number} port
 */

/** What every proxy sends its traffic to: two members that are one nginx. @type {readonly Place[]} */
export const members = [
  { address: loopbackAddress(1), port: 8080 },
  { address: loopbackAddress(2), port: 8080 },
]

/** @param {Place} place */
export function placeText({ address, port }) {
  return `${address}:${port}`
}

let lastHost = 10

/** An address for one more proxy. */
export function nextAddress() {
  lastHost += 1
  return loopbackAddress(lastHost)
}
