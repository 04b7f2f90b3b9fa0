import { measureLoad } from '../kit/wrk.mjs'

/** @typedef {import('../kit/wrk.mjs').Run} Run */
/** @typedef {import('./side-by-side.mjs').Subject} Subject */

const connections = 64

/**
 * Loads each subject by itself, one after the other, a second each if nothing else is said: what it serves when it has the machine. What a
 * machine has left for its guests changes from one second to the next, so that only runs of the same round are compared, and each
 * round begins with another subject.
 * @param {{ readonly subjects: readonly Subject[], readonly rounds: number, readonly seconds?: number, readonly closes: boolean, readonly script?: string, readonly http2?: boolean }} plan
 * @returns {Promise<readonly (readonly Run[])[]>} one list for each subject, one run a round
 */
export async function loadInTurns({ subjects, rounds, seconds = 1, closes, script, http2 = false }) {
  /** @type {readonly Run[][]} */
  const runs = subjects.map(() => [])
  for (let round = 0; round < rounds; round += 1) {
    for (let step = 0; step < subjects.length; step += 1) {
      const at = (round + step) % subjects.length
      const subject = subjects[at]
      if (subject === undefined) continue
      runs[at]?.push(
        await measureLoad(
          { url: subject.url, seconds, connections, closes, http2, ...(script && { script }) },
          subject.pids,
        ),
      )
    }
  }
  return runs
}
