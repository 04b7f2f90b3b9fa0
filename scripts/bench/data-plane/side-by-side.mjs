import { measureLoad } from '../kit/wrk.mjs'

/** @typedef {import('../kit/wrk.mjs').Run} Run */
/** @typedef {{ readonly url: string, readonly pids: readonly number[] }} Subject */
/** @typedef {{ readonly ours: Run, readonly theirs: Run }} Pair */
/** @typedef {{ readonly ours: Subject, readonly theirs: Subject, readonly rounds: number }} Contest */

/** As many for each of the two: 64 in all. */
const connections = 32
const seconds = 1

/**
 * Loads two subjects at the same moment, for a second a round. Whatever else slows the machine slows both, so that the
 * processor time that each needs for a request can be compared to the percent. What they serve can not: that is for the
 * scheduler to say.
 *
 * The contests go on in turns, one round of each, so that none has the quiet minutes for itself.
 * @param {readonly Contest[]} contests
 * @param {{ readonly closes: boolean, readonly http2?: boolean }} way closes: a new connection for each request
 * @returns {Promise<readonly (readonly Pair[])[]>} one list for each contest
 */
export async function loadSideBySide(contests, { closes, http2 = false }) {
  /** @type {readonly Pair[][]} */
  const results = contests.map(() => [])
  const longest = Math.max(...contests.map(({ rounds }) => rounds))
  for (let round = 0; round < longest; round += 1) {
    for (const [at, { ours, theirs, rounds }] of contests.entries()) {
      if (round >= rounds) continue
      const load = (/** @type {Subject} */ { url, pids }) =>
        measureLoad({ url, seconds, connections, closes, http2 }, pids)
      const [first, second] = await Promise.all([load(ours), load(theirs)])
      results[at]?.push({ ours: first, theirs: second })
    }
  }
  return results
}
