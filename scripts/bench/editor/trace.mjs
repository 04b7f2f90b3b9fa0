/**
 * @typedef {object} TraceEvent one of Chromium's, of which only this is read
 * @property {string} name
 * @property {number} pid
 * @property {number} tid
 * @property {number} ts microseconds
 * @property {number} [tdur] microseconds of the processor: what other programs take meanwhile is not in it
 * @property {{ readonly name?: string, readonly frameSeqId?: number }} [args]
 *
 * @typedef {object} MainThread
 * @property {readonly number[]} frameMilliseconds what the main thread did from one frame to the next: script, style, layout, paint
 * @property {number} longestTaskMilliseconds
 * @property {number} lateShare of the frames of the screen, those that came without what the page had to show in them: Chromium's
 * own count of dropped frames. Unlike the times it is of the clock: whatever else the machine does is in it.
 */

/** What Chromium has to write down for `mainThreadOf`. */
export const categories = ['disabled-by-default-devtools.timeline', 'disabled-by-default-devtools.timeline.frame']

/**
 * What the main thread of the page did, from a trace. The page's is the one that worked most.
 * @param {Buffer} trace
 * @returns {MainThread}
 */
export function mainThreadOf(trace) {
  /** @type {readonly TraceEvent[]} */
  const events = JSON.parse(trace.toString()).traceEvents
  const works = events
    .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
    .map(({ pid, tid }) => {
      const own = events.filter((one) => one.pid === pid && one.tid === tid)
      return {
        pid,
        tasks: own.filter((one) => one.name === 'RunTask'),
        begins: own.filter((one) => one.name === 'BeginMainThreadFrame').map((one) => one.ts),
      }
    })
  const [page] = works.toSorted((one, other) => milliseconds(other.tasks) - milliseconds(one.tasks))
  if (page === undefined || page.begins.length < 2) throw new Error('The trace has no frames of a page.')
  const begins = page.begins.toSorted((one, other) => one - other)
  const frameMilliseconds = begins.slice(0, -1).map((begin, at) => {
    const end = begins[at + 1] ?? begin
    return milliseconds(page.tasks.filter(({ ts }) => ts >= begin && ts < end))
  })
  const longestTaskMilliseconds = Math.max(0, ...page.tasks.map((one) => milliseconds([one])))
  return {
    frameMilliseconds,
    longestTaskMilliseconds,
    lateShare: lateShareOf(events.filter(({ pid }) => pid === page.pid)),
  }
}

/** @param {readonly TraceEvent[]} tasks */
function milliseconds(tasks) {
  return tasks.reduce((sum, { tdur = 0 }) => sum + tdur / 1_000, 0)
}

/** @param {readonly TraceEvent[]} events of the page's process */
function lateShareOf(events) {
  const frames = (/** @type {string} */ name) =>
    new Set(events.filter((one) => one.name === name).map(({ args }) => args?.frameSeqId))
  const dropped = frames('DroppedFrame')
  return dropped.size / new Set([...dropped, ...frames('DrawFrame')]).size
}
