import { readdirSync, readFileSync } from 'node:fs'
import { sum } from './statistics.mjs'

/** The kernel counts in ticks of 10 ms on every Linux that there is (USER_HZ). */
const ticksPerSecond = 100

/**
 * The processor time that everything but this program and what it started has used since the machine booted, in seconds.
 * Of two readings the difference says how disturbed the time between them was.
 */
export function foreignSeconds() {
  return (busyTicks() - ownTicks()) / ticksPerSecond
}

/** Everything but idling and waiting for disks: what interrupts take is laid to processes too, and steal is what the hypervisor gave to others. */
function busyTicks() {
  const [, user, nice, system, , , irq, softirq, steal] = readFileSync('/proc/stat', 'utf8').split(/\s+/, 9).map(Number)
  return sum([user, nice, system, irq, softirq, steal].map((ticks) => ticks ?? 0))
}

/** This process with those that it waited for, and those that it started and that are still there. */
function ownTicks() {
  const processes = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap(readProcess)
  const own = new Set([process.pid])
  let ticks = 0
  // A parent has a smaller number than its children, but for the rare case that the numbers have gone round.
  for (const { pid, parent, used, reaped } of processes.sort((a, b) => a.pid - b.pid)) {
    if (!own.has(parent) && pid !== process.pid) continue
    own.add(pid)
    ticks += used + reaped
  }
  return ticks
}

/** @param {string} pid */
function readProcess(pid) {
  try {
    // The program's name is the second field, in brackets, and may hold blanks: count from its end.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number)
    const at = (/** @type {number} */ index) => fields[index] ?? 0
    return [{ pid: Number(pid), parent: at(1), used: at(11) + at(12), reaped: at(13) + at(14) }]
  } catch {
    // It has ended since it was listed.
    return []
  }
}
