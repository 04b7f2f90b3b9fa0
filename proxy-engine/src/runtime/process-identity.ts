import { readFileSync } from 'node:fs'

/** A process and when it began: a pid is given to somebody else after its process ended, the pair is not. */
export type ProcessIdentity = { readonly pid: number; readonly startedAt: string }

/** The identity of a pid, or null when no such process runs. A zombie does not run. */
export function identityOf(pid: number): ProcessIdentity | null {
  const stat = processStat(pid)
  // After the name in parentheses, which may hold anything: field 3 is the state, field 22 the start in clock ticks since boot.
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const startedAt = rest[18]
  if (state === undefined || startedAt === undefined || state === 'Z' || state === 'X') return null
  return { pid, startedAt: `${bootId()}/${startedAt}` }
}

export function isRunning(identity: ProcessIdentity): boolean {
  return identityOf(identity.pid)?.startedAt === identity.startedAt
}

/** Signals the process, and never another that got its pid. Whether it was there to be signalled. */
export function signal(identity: ProcessIdentity, name: NodeJS.Signals): boolean {
  if (!isRunning(identity)) return false
  try {
    return process.kill(identity.pid, name)
  } catch (error) {
    // It ended between being looked at and being signalled.
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw error
  }
}

function processStat(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    // It ended between being named and being read.
    return ''
  }
}

/** Ticks count from boot, so a start is told apart from an equal one before the last boot. */
function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim()
}
