import { measureLoad } from '../kit/wrk.mjs'

/** @typedef {import('../kit/wrk.mjs').Run} Run */

/**
 * One of the things that are measured in turns.
 * @typedef {object} Subject
 * @property {string} key
 * @property {string} url
 * @property {readonly number[]} pids
 *
 * @typedef {object} Plan
 * @property {readonly Subject[]} subjects
 * @property {number} rounds
 * @property {number} seconds of load per subject and round
 * @property {boolean} closes a new connection for each request
 */

const connections = 64

/**
 * Loads each subject once a round. What else the machine does changes slowly, so that only runs of the same round are
 * compared; and each round begins with another subject, so that none always follows the same one.
 * @param {Plan} plan
 * @returns {Promise<ReadonlyMap<string, readonly Run[]>>} by the keys of the subjects, one run a round
 */
export async function runRounds({ subjects, rounds, seconds, closes }) {
  /** @type {Map<string, Run[]>} */
  const runs = new Map(subjects.map(({ key }) => [key, []]))
  for (let round = 0; round < rounds; round += 1) {
    const at = round % subjects.length
    for (const { key, url, pids } of [...subjects.slice(at), ...subjects.slice(0, at)]) {
      runs.get(key)?.push(await measureLoad({ url, seconds, connections, closes }, pids))
    }
  }
  return runs
}
