import type { HealthChange } from 'model/contract/sample'
import type { MemberHealth } from 'model/resources/member'
import { bus } from '../bus.ts'
import { clock } from '../clock.ts'
import { database, inTransaction } from '../store/client.ts'
import { loadGraph, saveGraph } from '../store/graphs.ts'
import { locate } from '../store/resources.ts'
import { lockWriters } from '../store/revisions.ts'
import type { StoredGraph } from '../store/stored-graph.ts'
import { fullListeners, type Node } from './engines.ts'
import { statusEvents } from './marks.ts'
import { withOperatingStatuses } from './outcomes.ts'

/** How old the stored latency of a check may be, in milliseconds: each check has another, and none of them is worth a write. */
const latencyAgeMilliseconds = 30_000

/** Writes what checks said, where it is news, and everything's operating_status that follows from it. */
export async function takeHealth(changes: readonly HealthChange[]): Promise<void> {
  const byOwner = new Map<string, Map<string, MemberHealth>>()
  for (const { loadbalancer_id, member_id, health } of changes) {
    const own = byOwner.get(loadbalancer_id) ?? new Map<string, MemberHealth>()
    byOwner.set(loadbalancer_id, own.set(member_id, health))
  }
  for (const [id, health] of byOwner) await rollUp(id, (stored) => withHealth(stored, health))
}

/** Notes which listeners stand at their connection limit, and rolls up where that is news. */
export async function takeFullListeners(node: Node, ids: readonly string[]): Promise<void> {
  const [before, after] = [node.fullListeners, new Set(ids)]
  node.fullListeners = after
  const changed = [...ids.filter((id) => !before.has(id)), ...[...before].filter((id) => !after.has(id))]
  const owners = new Set<string>()
  for (const id of changed) {
    const location = await locate(database(), 'listener', id)
    if (location) owners.add(location.loadbalancer_id)
  }
  for (const id of owners) await rollUp(id, (stored) => stored)
}

async function rollUp(id: string, edit: (stored: StoredGraph) => StoredGraph): Promise<void> {
  const change = await inTransaction(async (transaction) => {
    await lockWriters(transaction)
    const before = await loadGraph(transaction, id)
    if (before === null) return null
    const after = withOperatingStatuses(edit(before), fullListeners())
    await saveGraph(transaction, before, after)
    return { before, after }
  })
  if (change === null) return
  const events = statusEvents(change.before, change.after)
  if (events.length > 0) bus().emit('statuses', events)
}

function withHealth(stored: StoredGraph, health: ReadonlyMap<string, MemberHealth>): StoredGraph {
  const members = stored.members.map((one) => {
    const now = health.get(one.id)
    return now && isNews(one.health, now) ? { ...one, health: now } : one
  })
  return { ...stored, members }
}

function isNews(before: MemberHealth | null, now: MemberHealth): boolean {
  if (before === null || before.state !== now.state || before.changed_at !== now.changed_at) return true
  if (before.check_status !== now.check_status || before.check_code !== now.check_code || before.reason !== now.reason)
    return true
  return clock().now() - (before.checked_at ?? 0) > latencyAgeMilliseconds
}
