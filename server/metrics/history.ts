import type { Second } from 'model/contract/sample'
import { clock } from '../clock.ts'
import type { Actor } from '../services/actor.ts'
import { reachable } from '../services/reach.ts'
import { database } from '../store/client.ts'
import { findSamples, resolutions, type StepSeconds } from '../store/samples.ts'
import { folded } from './fold.ts'
import { ring, ringSeconds } from './ring.ts'
import { unsaved } from './unsaved.ts'

export type History = {
  /** How many seconds each entry sums up: 1, 10, 60, 3600 or 86400. */
  readonly step_seconds: number
  /** Oldest first. What is missing was not measured, or carried nothing. */
  readonly seconds: readonly Second[]
}
export type HistoryQuery = { readonly loadbalancer_id: string; readonly seconds: number }

type Choice = { readonly upTo: number; readonly stored: StepSeconds; readonly shown: number }
/** No chart has room for more than some 1,500 points: each range has the finest steps that stay below. */
const choices = [
  { upTo: 14_400, stored: 10, shown: 10 },
  { upTo: 86_400, stored: 60, shown: 60 },
  { upTo: 5_184_000, stored: 3_600, shown: 3_600 },
] as const satisfies readonly Choice[]
const longest: Choice = { upTo: Number.POSITIVE_INFINITY, stored: 3_600, shown: 86_400 }

/** The last so many seconds of a load balancer, in the finest steps that fit. */
export async function history(actor: Actor, query: HistoryQuery): Promise<History> {
  await reachable(actor, 'load_balancer', query.loadbalancer_id, 'read')
  const now = Math.floor(clock().now() / 1000)
  const from = now - query.seconds
  if (query.seconds <= ringSeconds) return { step_seconds: 1, seconds: recent(query.loadbalancer_id, from) }

  const choice = choices.find(({ upTo }) => query.seconds <= upTo) ?? longest
  const stored = await storedSince(query.loadbalancer_id, from, choice.stored)
  return { step_seconds: choice.shown, seconds: folded([...stored, ...notStored(query.loadbalancer_id)], choice.shown) }
}

/**
 * Stored steps of one length, and after the last of them the shorter ones that are not summed up yet: else a chart of a day would
 * end a minute ago, and a chart of a month an hour ago.
 */
async function storedSince(loadbalancer_id: string, from: number, longestStep: StepSeconds): Promise<Second[]> {
  const steps = resolutions.map(({ stepSeconds }) => stepSeconds).filter((step) => step <= longestStep)
  const found: Second[] = []
  let since = from
  for (const step_seconds of steps.toReversed()) {
    const rows = await findSamples(database(), {
      loadbalancer_id,
      step_seconds,
      from: since,
      to: Number.MAX_SAFE_INTEGER,
    })
    found.push(...rows.map(({ at, series }) => ({ at, series: [...series] })))
    const last = rows.at(-1)
    if (last) since = last.at + step_seconds
  }
  return found
}

function recent(loadbalancer_id: string, from: number): Second[] {
  return ring()
    .coveredAfter(from)
    .flatMap((at) => ring().second(loadbalancer_id, at) ?? [])
}

/** What is counted, and in no step yet. */
function notStored(loadbalancer_id: string): Second[] {
  return unsaved()
    .seconds.map(({ at, series }) => ({ at, series: series.filter((one) => one.loadbalancer_id === loadbalancer_id) }))
    .filter(({ series }) => series.length > 0)
}
