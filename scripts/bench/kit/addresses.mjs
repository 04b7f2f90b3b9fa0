import { randomInt } from 'node:crypto'

/**
 * Loopback addresses that belong to this run alone: Linux binds any of 127.0.0.0/8, so that fixed ports are free and
 * several runs do not meet. 127.0 is everybody's, and the product's own subnets lie from 127.10 on.
 */
const block = `127.${randomInt(60, 250)}.${randomInt(1, 250)}`

/** @param {number} last 1 to 254 */
export function loopbackAddress(last) {
  return `${block}.${last}`
}
