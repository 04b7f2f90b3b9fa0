import { closeSync, fdatasync, fsyncSync, openSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import type Sqlite from 'better-sqlite3'

const datasync = promisify(fdatasync)

/** What has been written so far, and how to wait until it is on the disk. */
export type Durability = {
  /** Grows with each row that is written, committed or not. */
  readonly changes: () => number
  /** Call it after a commit; resolves when that commit survives a power cut. */
  readonly committed: () => Promise<void>
  readonly close: () => void
}

/**
 * SQLite in WAL mode appends what is committed to the log beside the database. What it does with `synchronous = FULL`, to wait for the
 * disk after each commit, is done here for all commits of that moment at once, and while the process goes on with other requests. What
 * a checkpoint needs it waits for itself (https://www.sqlite.org/pragma.html#pragma_synchronous, NORMAL).
 */
export function durability(client: Sqlite.Database): Durability {
  const total = client.prepare('SELECT total_changes()').pluck()
  let log: number | null = null
  let commits = 0
  let durable = 0
  let flushing: Promise<void> | null = null

  const flush = async () => {
    const upTo = commits
    log ??= openedLog(client.name)
    await datasync(log)
    durable = upTo
  }
  return {
    changes: () => Number(total.get()),
    committed: async () => {
      commits += 1
      const own = commits
      while (durable < own) {
        flushing ??= flush().finally(() => {
          flushing = null
        })
        await flushing
      }
    },
    close: () => {
      if (log !== null) closeSync(log)
      log = null
    },
  }
}

/** A log that is new must be found again as well: its folder is written too. */
function openedLog(database: string): number {
  const folder = openSync(path.dirname(database), 'r')
  fsyncSync(folder)
  closeSync(folder)
  return openSync(`${database}-wal`, 'r+')
}
