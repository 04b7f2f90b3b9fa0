import { type Graph, policiesOf, rulesByPolicy } from 'model/graph/graph'
import { actionSentence, ruleSentence, targetNames } from 'model/l7/sentence'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import type { Listener } from 'model/resources/listener'
import type { Pool } from 'model/resources/pool'
import { poolName } from './names.ts'

/** A policy with what its card shows. */
export type PolicyEntry = {
  readonly policy: L7Policy
  readonly rules: readonly L7Rule[]
  /** Where it sends to; null when it does not send, or to a pool that is gone. */
  readonly pool: Pool | null
  /** Of several that share its requests, those that are there. */
  readonly pools: readonly Pool[]
  /** Where it redirects to when that is a listener. */
  readonly listener: Listener | null
}

/** The policies of a listener in their order, each with its rules. One pass over each collection: there may be thousands. */
export function policyEntries(graph: Graph, listener_id: string): PolicyEntry[] {
  const rules = rulesByPolicy(graph.l7_rules)
  const entryOf = entryMaker(graph)
  return policiesOf(graph, listener_id).map((policy) => entryOf(policy, rules.get(policy.id) ?? []))
}

/** Makes entries of policies, which find their pools and listeners in this graph. */
export function entryMaker({ pools, listeners }: Graph): (policy: L7Policy, rules: readonly L7Rule[]) => PolicyEntry {
  const poolById = new Map(pools.map((one) => [one.id, one]))
  const listenerById = new Map(listeners.map((one) => [one.id, one]))
  const found = <T>(rows: ReadonlyMap<string, T>, id: string | null) => (id === null ? undefined : rows.get(id)) ?? null
  return (policy, rules) => ({
    policy,
    rules,
    pool: found(poolById, policy.redirect_pool_id),
    pools: policy.redirect_pools_config.flatMap((one) => poolById.get(one.pool_id) ?? []),
    listener: found(listenerById, policy.redirect_listener_id),
  })
}

/** "IF host is www2.example.com and path starts with /api THEN send to pool api" */
export function policySentence(entry: PolicyEntry): string {
  const { rules } = entry
  const none = entry.policy.action === 'REDIRECT_TO_LISTENER' ? 'anything is asked' : 'nothing is asked'
  const conditions = rules.length === 0 ? none : rules.map(ruleSentence).join(' and ')
  return `IF ${conditions} THEN ${entryActionSentence(entry)}`
}

/** "send to pool api", "answer with 404" */
export function entryActionSentence(
  { policy, pool, pools, listener }: PolicyEntry,
  decides: 'requests' | 'connections' = 'requests',
): string {
  const names = targetNames({ pools, listeners: listener === null ? [] : [listener] }, policy)
  return actionSentence(policy, { ...names, pool: poolName(pool) }, decides)
}

/** The policy that redirects everything to another listener; null where none does that is switched on. */
export function overriderIn(entries: readonly PolicyEntry[]): string | null {
  const overrider = entries.find(
    ({ policy, listener }) => policy.action === 'REDIRECT_TO_LISTENER' && policy.admin_state_up && listener !== null,
  )
  return overrider?.policy.id ?? null
}

/** The same entries, but those of before whose parts are the same: what shows them need not be drawn again. */
export function keptEntries(before: readonly PolicyEntry[], after: readonly PolicyEntry[]): readonly PolicyEntry[] {
  const known = new Map(before.map((one) => [one.policy.id, one]))
  return after.map((one) => {
    const kept = known.get(one.policy.id)
    return kept && isSameEntry(kept, one) ? kept : one
  })
}

function isSameEntry(one: PolicyEntry, other: PolicyEntry): boolean {
  const hasSameRules =
    one.rules.length === other.rules.length && one.rules.every((rule, at) => rule === other.rules[at])
  const hasSamePools =
    one.pools.length === other.pools.length && one.pools.every((pool, at) => pool === other.pools[at])
  const hasSameTarget = one.pool === other.pool && one.listener === other.listener && hasSamePools
  return one.policy === other.policy && hasSameTarget && hasSameRules
}

/** The entries that mention every word: in the name, the description, the sentence or the id. */
export function mentioning(entries: readonly PolicyEntry[], sought: string): readonly PolicyEntry[] {
  const words = sought.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return entries
  return entries.filter((entry) => {
    const text = searchedText(entry)
    return words.every((word) => text.includes(word))
  })
}

/** An entry never changes: what is searched in it is put together once. */
const searchedTexts = new WeakMap<PolicyEntry, string>()

function searchedText(entry: PolicyEntry): string {
  const before = searchedTexts.get(entry)
  if (before !== undefined) return before
  const { name, description, id } = entry.policy
  const text = `${name} ${description} ${policySentence(entry)} ${id}`.toLowerCase()
  searchedTexts.set(entry, text)
  return text
}
