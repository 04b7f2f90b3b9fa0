import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/**
 * Names a process so that another one that gets its number later is not mistaken for it. Linux tells when a
 * process began; elsewhere the number alone has to do.
 * @param {number} pid
 * @returns {string} empty when there is no such process
 */
export function identityOf(pid) {
  try {
    process.kill(pid, 0)
  } catch {
    return ''
  }
  return `${pid} ${beginningOf(pid)}`
}

/** @param {number} pid */
function beginningOf(pid) {
  try {
    // The program's name is the second field, in brackets, and may hold blanks: count from its end.
    const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    if (state === 'Z') return 'ended'
    const startTime = 18
    return fields[startTime] ?? ''
  } catch {
    return ''
  }
}

/**
 * @param {string} identity
 * @returns {number | null} the number of that process if it is still running
 */
export function livingProcess(identity) {
  const pid = Number(identity.split(' ')[0])
  return pid > 0 && identityOf(pid) === identity ? pid : null
}

/**
 * Takes a lock file for as long as this process lives.
 * @param {string} file
 * @returns {number | null} null when it is ours; otherwise the process that holds it
 */
export function takeLock(file) {
  mkdirSync(path.dirname(file), { recursive: true })
  // Written aside and then linked, so that nobody ever reads a lock that does not say whose it is.
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, identityOf(process.pid))
  try {
    while (!link(draft, file)) {
      const holder = livingProcess(textOf(file))
      if (holder !== null) return holder
      removeStale(file)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  process.once('exit', () => giveBack(file))
  return null
}

/** @param {string} file */
function giveBack(file) {
  if (textOf(file) === identityOf(process.pid)) rmSync(file, { force: true })
}

/**
 * @param {string} existing
 * @param {string} file
 * @returns {boolean} false when the file is there already
 */
function link(existing, file) {
  try {
    linkSync(existing, file)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}

/**
 * Removes the lock of a process that has ended. Another process may do the same at this moment and already hold
 * the lock anew: then what was moved away is a living lock, and goes back.
 * @param {string} file
 */
function removeStale(file) {
  const aside = `${file}.${process.pid}.stale`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  if (livingProcess(textOf(aside)) !== null) link(aside, file)
  rmSync(aside, { force: true })
}

/**
 * Takes a lock file, after waiting for whoever holds it.
 * @param {string} file
 * @param {(holder: number) => void} onWait called once, if there is anybody to wait for
 * @returns {Promise<() => void>} gives the lock back
 */
export async function waitForLock(file, onWait) {
  let holder = takeLock(file)
  if (holder !== null) onWait(holder)
  while (holder !== null) {
    await wait(300)
    holder = takeLock(file)
  }
  return () => giveBack(file)
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
