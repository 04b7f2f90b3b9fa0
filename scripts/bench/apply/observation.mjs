import { ask } from './probe.mjs'

/** @typedef {import('./probe.mjs').Reply} Reply */
/** @typedef {{ readonly address: string, readonly port: number }} Place */

/** With two members in turn, this many answers in a row without one of them are no accident. */
const sureAfter = 12
const patienceMilliseconds = 10_000

/**
 * Asks without a pause until an answer is as wished.
 * @param {Place} place
 * @param {number} since
 * @param {(reply: Reply) => boolean} isWished
 * @returns {Promise<number>} milliseconds from `since` until that answer; NaN when it never came
 */
export async function untilFirst(place, since, isWished) {
  while (performance.now() < since + patienceMilliseconds) {
    const reply = await ask(place)
    if (isWished(reply)) return reply.at - since
  }
  return Number.NaN
}

/**
 * Asks without a pause until no answer is any more as it is to be no longer.
 * @param {Place} place
 * @param {number} since
 * @param {(reply: Reply) => boolean} isOutdated
 * @returns {Promise<number>} milliseconds from `since` until the last such answer; 0 when there was none
 */
export async function untilLast(place, since, isOutdated) {
  let last = 0
  let inARow = 0
  while (inARow < sureAfter) {
    const reply = await ask(place)
    inARow += 1
    if (!isOutdated(reply)) continue
    inARow = 0
    last = reply.at - since
    if (last > patienceMilliseconds) return Number.NaN
  }
  return last
}
