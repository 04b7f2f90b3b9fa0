import type { Second } from 'model/contract/sample'
import { grouped } from 'model/kit/grouped'
import { clock } from '../clock.ts'
import { inTransaction, type Transaction } from '../store/client.ts'
import { type Counted, saveCounted } from '../store/engines.ts'
import {
  addTotals,
  dropOldSamples,
  edgeOf,
  findSamples,
  resolutions,
  type SampleRow,
  writeSamples,
} from '../store/samples.ts'
import { folded, stepOf } from './fold.ts'
import { totalsIn } from './totals.ts'
import { unsaved } from './unsaved.ts'

const [finest, ...coarser] = resolutions

/** Writes what is counted when a step of ten seconds has ended. Arriving samples drive it; there is no timer. */
export async function saveEndedSteps(newest: number, counted: readonly Counted[]): Promise<void> {
  const current = stepOf(newest, finest.stepSeconds)
  if (unsaved().seconds.some(({ at }) => at < current)) await save((at) => at < current, counted)
}

/** Writes everything: before the process ends. */
export async function saveAll(counted: readonly Counted[]): Promise<void> {
  if (unsaved().seconds.length > 0) await save(() => true, counted)
}

async function save(isDue: (at: number) => boolean, counted: readonly Counted[]): Promise<void> {
  const due = unsaved().seconds.filter(({ at }) => isDue(at))
  // Taken out first: a second call while this one waits for the database must not count them again.
  unsaved().seconds = unsaved().seconds.filter(({ at }) => !isDue(at))
  try {
    await inTransaction(async (transaction) => {
      await writeSamples(transaction, rowsOf(due), 'add')
      await addTotals(transaction, totalsIn(due.flatMap(({ series }) => series)))
      await saveCounted(transaction, counted)
      await foldUpwards(
        transaction,
        due.map(({ at }) => at),
      )
    })
  } catch (error) {
    unsaved().seconds = [...due, ...unsaved().seconds]
    throw error
  }
}

function rowsOf(seconds: readonly Second[]): SampleRow[] {
  return folded(seconds, finest.stepSeconds).flatMap(({ at, series }) => {
    const ids = [...new Set(series.map((one) => one.loadbalancer_id))]
    return ids.map((loadbalancer_id) => ({
      loadbalancer_id,
      step_seconds: finest.stepSeconds,
      at,
      series: series.filter((one) => one.loadbalancer_id === loadbalancer_id),
    }))
  })
}

/**
 * Sums up what has ended: tens of seconds to minutes, minutes to hours. It goes on from what is stored, so a restart leaves no hole;
 * and from the oldest second that was just written, so one that came late is counted in the longer steps, too.
 */
async function foldUpwards(transaction: Transaction, written: readonly number[]): Promise<void> {
  const last = await edgeOf(transaction, finest.stepSeconds, 'newest')
  if (last === null) return
  const ended = last + finest.stepSeconds
  let below: (typeof resolutions)[number] = finest
  let isHourDone = false
  for (const resolution of coarser) {
    const { stepSeconds } = resolution
    const newest = await edgeOf(transaction, stepSeconds, 'newest')
    const next = newest === null ? await edgeOf(transaction, below.stepSeconds, 'oldest') : newest + stepSeconds
    const from = stepOf(Math.min(next ?? ended, ...written), stepSeconds)
    const to = stepOf(ended, stepSeconds)
    if (from < to) {
      const rows = await findSamples(transaction, { step_seconds: below.stepSeconds, from, to })
      await writeSamples(transaction, foldedRows(rows, stepSeconds), 'replace')
      isHourDone = resolution === coarser.at(-1)
    }
    below = resolution
  }
  if (isHourDone) await dropOldSamples(transaction, Math.floor(clock().now() / 1000))
}

function foldedRows(rows: readonly SampleRow[], step_seconds: SampleRow['step_seconds']): SampleRow[] {
  return [...grouped(rows, (row) => row.loadbalancer_id)].flatMap(([loadbalancer_id, own]) => {
    const seconds = own.map(({ at, series }) => ({ at, series: [...series] }))
    return folded(seconds, step_seconds).map(({ at, series }) => ({ loadbalancer_id, step_seconds, at, series }))
  })
}
