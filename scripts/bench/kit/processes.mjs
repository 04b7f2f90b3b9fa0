import { readdirSync, readFileSync } from 'node:fs'
import { sum } from './statistics.mjs'

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // The process has ended since it was listed.
    return ''
  }
}

/**
 * The processor time that all threads of some processes have used, in seconds. `schedstat` counts what `stat` counts,
 * in nanoseconds instead of ticks of 10 ms.
 * @param {readonly number[]} pids
 */
export function processorSeconds(pids) {
  const nanoseconds = pids.flatMap((pid) =>
    readdirSync(`/proc/${pid}/task`).map((task) => Number(textOf(`/proc/${pid}/task/${task}/schedstat`).split(' ')[0])),
  )
  return sum(nanoseconds) / 1e9
}

/**
 * Every process that a test of its command line or environment recognises, and everything that it started.
 * @param {string} mark text that only these have, such as the path of a data folder
 * @returns {number[]}
 */
export function processesMarked(mark) {
  const all = readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid)
  const marked = new Set(
    all.filter((pid) => `${textOf(`/proc/${pid}/cmdline`)}\0${textOf(`/proc/${pid}/environ`)}`.includes(mark)),
  )
  for (let found = 1; found > 0; ) {
    const children = all.filter((pid) => !marked.has(pid) && marked.has(parentOf(pid)))
    for (const pid of children) marked.add(pid)
    found = children.length
  }
  return [...marked].filter((pid) => textOf(`/proc/${pid}/cmdline`) !== '')
}

/** @param {number} pid */
function parentOf(pid) {
  return Number(/^PPid:\s+(\d+)/m.exec(textOf(`/proc/${pid}/status`))?.[1] ?? 0)
}

/** @param {number} pid */
export function commandLineOf(pid) {
  return textOf(`/proc/${pid}/cmdline`).split('\0').join(' ').trim()
}

/**
 * What a process has in memory. PSS shares out pages that several processes map, so that it can be added up.
 * @param {number} pid
 * @returns {{ pssMegabytes: number, rssMegabytes: number }}
 */
export function memoryOf(pid) {
  const text = textOf(`/proc/${pid}/smaps_rollup`)
  const megabytes = (/** @type {RegExp} */ pattern) => Number(pattern.exec(text)?.[1] ?? 0) / 1024
  return { pssMegabytes: megabytes(/^Pss:\s+(\d+)/m), rssMegabytes: megabytes(/^Rss:\s+(\d+)/m) }
}
