import type { Second } from 'model/contract/sample'
import { clock } from '../clock.ts'
import { processwide } from '../process.ts'
import type { Actor } from '../services/actor.ts'
import { reachable } from '../services/reach.ts'
import { database } from '../store/client.ts'
import { findIds } from '../store/resources.ts'
import { findSamples, findTotals } from '../store/samples.ts'
import { unsaved } from './unsaved.ts'

export type PolicyHits = {
  /** How many requests it took since it exists. */
  readonly requests: number
  /** The epoch second of its last one; null when there was none, or none in the day before this process began. */
  readonly last_hit_at: number | null
}

/** Seconds and minutes are looked through once per load balancer and process: older hits are told as "long ago". */
const recalled = [
  { step_seconds: 60, reachSeconds: 86_400 },
  { step_seconds: 10, reachSeconds: 3_600 },
] as const
/** Policies that are gone stand in the list of last hits, too; beyond this it is begun again, and recalled. */
const mostRemembered = 200_000

type LastHits = { readonly at: Map<string, number>; readonly recalled: Set<string> }
const lastHits = () => processwide('last-hits', (): LastHits => ({ at: new Map(), recalled: new Set() }))

/** Remembers when each policy was hit last. */
export function noteHits(seconds: readonly Second[]): void {
  const last = lastHits().at
  for (const { at, series } of seconds) {
    for (const { kind, id, counters } of series) {
      if (kind === 'l7_policy' && counters.requests > 0) last.set(id, Math.max(at, last.get(id) ?? 0))
    }
  }
  if (last.size <= mostRemembered) return
  last.clear()
  lastHits().recalled.clear()
}

/** The hits of each policy of a listener, by the policy's id; up to the last second. */
export async function policyHits(actor: Actor, listener_id: string): Promise<Record<string, PolicyHits>> {
  const { loadbalancer_id } = await reachable(actor, 'listener', listener_id, 'read')
  const policies = await findIds(database(), 'l7_policy', { where: [{ listener_id }], sort: [] })
  await recall(loadbalancer_id)
  const totals = new Map((await findTotals(database(), loadbalancer_id)).map((one) => [one.id, one.requests]))
  for (const { kind, id, counters } of unsaved().seconds.flatMap(({ series }) => series)) {
    if (kind === 'l7_policy') totals.set(id, (totals.get(id) ?? 0) + counters.requests)
  }
  const hits = policies.map(({ id }) => {
    const last_hit_at = lastHits().at.get(id) ?? null
    return [id, { requests: totals.get(id) ?? 0, last_hit_at }] as const
  })
  return Object.fromEntries(hits)
}

/** What an earlier process has seen: as exact as the steps that it wrote. */
async function recall(loadbalancer_id: string): Promise<void> {
  if (lastHits().recalled.has(loadbalancer_id)) return
  const now = Math.floor(clock().now() / 1000)
  for (const { step_seconds, reachSeconds } of recalled) {
    const span = { loadbalancer_id, step_seconds, from: now - reachSeconds, to: Number.MAX_SAFE_INTEGER }
    const rows = await findSamples(database(), span)
    noteHits(rows.map(({ at, series }) => ({ at, series: [...series] })))
  }
  lastHits().recalled.add(loadbalancer_id)
}
