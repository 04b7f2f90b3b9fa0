import { isDeepStrictEqual } from 'node:util'
import { DomainError, type Issue } from 'model/errors'
import { type ChildKind, collectionOf, type Graph, type RowsOf } from 'model/graph/graph'
import { canonicalAddress } from 'model/kit/addresses'
import { automaticOrder } from 'model/l7/automatic-order'
import { clash, completePolicy, meantPatch, poolIdsOf } from 'model/l7/policy'
import { byPriority, inOrder, inserted, moved, numbered } from 'model/l7/positions'
import { inTheirPlaces, prioritized } from 'model/l7/priorities'
import { completeRule } from 'model/l7/rule'
import { type ResourceKind, resources } from 'model/resources/index'
import type { Member } from 'model/resources/member'
import { completeMonitor } from './fresh.ts'
import { graphRows } from './marks.ts'
import type { CreatedRows, PatchRows } from './parse.ts'
import { refuseIf } from './refusals.ts'

// Pure: from a whole load balancer to what it shall be. Rows that do not change stay the very same objects.

/** What a row stands under. A listener or a pool stands under the load balancer itself. */
const parents = {
  member: ['pool', 'pool_id'],
  health_monitor: ['pool', 'pool_id'],
  l7_policy: ['listener', 'listener_id'],
  l7_rule: ['l7_policy', 'l7policy_id'],
} as const satisfies Partial<Record<ChildKind, readonly [ChildKind, string]>>

/** While a change waited for the one before it, what it adds to may have gone. */
function refuseOrphan<K extends ChildKind>(graph: Graph, kind: K, row: RowsOf[K]): void {
  if (!(kind in parents)) return
  const [parent, attribute] = parents[kind as keyof typeof parents]
  const id = String((row as Partial<Record<string, unknown>>)[attribute])
  if (!graphRows(graph, parent).some((one) => one.id === id)) throw missing(parent, id)
}

export function withRow<K extends ChildKind>(graph: Graph, kind: K, row: RowsOf[K]): Graph {
  if (kind === 'l7_policy') return withPolicies(graph, [row as RowsOf['l7_policy']], [])
  refuseOrphan(graph, kind, row)
  if (kind === 'l7_rule') {
    const rule = completeRule(row as RowsOf['l7_rule'])
    return ordered({ ...graph, l7_rules: [...graph.l7_rules, rule] }, listenerOfPolicy(graph, rule.l7policy_id))
  }
  return { ...graph, [collectionOf[kind]]: [...graphRows(graph, kind), row] }
}

/** A new pool that becomes a listener's default pool. */
export function withDefaultPool(graph: Graph, pool: RowsOf['pool'], listener_id: string): Graph {
  const listener = graph.listeners.find((one) => one.id === listener_id)
  if (!listener) throw missing('listener', listener_id)
  if (listener.default_pool_id !== null) throw new DomainError('conflict', 'This listener already has a default pool')
  const attached = withPatch(graph, 'listener', listener_id, { default_pool_id: pool.id })
  return withRow(attached, 'pool', pool)
}

export function withPatch<K extends ResourceKind>(graph: Graph, kind: K, id: string, patch: PatchRows[K]): Graph {
  const row = graphRows(graph, kind).find((one) => one.id === id)
  if (!row) throw missing(kind, id)
  if (kind === 'l7_policy') return withPolicyPatch(graph, row as RowsOf['l7_policy'], patch as PatchRows['l7_policy'])
  const changed = patchedRow(kind, row, patch)
  if (kind === 'load_balancer') return { ...graph, load_balancer: changed as RowsOf['load_balancer'] }
  const collection = collectionOf[kind as ChildKind]
  const after = { ...graph, [collection]: graph[collection].map((one) => (one.id === id ? changed : one)) }
  if (kind === 'l7_rule') return ordered(after, listenerOfRule(after, id))
  return kind === 'listener' ? ordered(after, id) : after
}

function patchedRow<K extends ResourceKind>(kind: K, row: RowsOf[K], patch: PatchRows[K]): RowsOf[K] {
  if (kind === 'l7_rule') return mergedRule(row as RowsOf['l7_rule'], patch as PatchRows['l7_rule']) as RowsOf[K]
  const merged = { ...row, ...patch }
  return kind === 'health_monitor' ? (completeMonitor(merged as RowsOf['health_monitor']) as RowsOf[K]) : merged
}

/** The policies of a listener with these priorities, and in their order: several may change places at once. */
export function withPriorities(graph: Graph, listener_id: string, priorities: ReadonlyMap<string, number>): Graph {
  return withPoliciesOf(graph, listener_id, (policies) => {
    const wanted = policies.map((one) => merged(one, { priority: priorities.get(one.id) ?? one.priority }))
    refuseTakenPriorities(wanted, listener_id)
    return byPriority(wanted)
  })
}

/** What somebody asks for is never given to another silently. */
function refuseTakenPriorities(policies: readonly RowsOf['l7_policy'][], listener_id: string): void {
  const seen = new Map<number, RowsOf['l7_policy']>()
  for (const one of policies) {
    if (one.listener_id !== listener_id || one.priority === null) continue
    const other = seen.get(one.priority)
    const message = `Priority ${one.priority} is that of policy ${other?.name || other?.id} already.`
    if (other !== undefined)
      throw new DomainError('conflict', message, [{ about: 'priority', message, code: 'conflict' }])
    seen.set(one.priority, one)
  }
}

/** Without one resource and what can not be without it: a pool takes its members and its monitor along, a listener its policies. */
export function without(graph: Graph, kind: ChildKind, id: string): Graph {
  const collection = collectionOf[kind]
  const rest = { ...graph, [collection]: graph[collection].filter((one) => one.id !== id) }
  if (kind === 'l7_policy') return withoutPolicies(graph, (one) => one.id === id)
  if (kind === 'listener') {
    refuseRedirectedTo(graph, id)
    return withoutPolicies(rest, (one) => one.listener_id === id)
  }
  if (kind === 'l7_rule') return ordered(rest, listenerOfRule(graph, id))
  if (kind !== 'pool') return rest
  refuseInUse(graph, id)
  return {
    ...rest,
    listeners: rest.listeners.map((one) => (one.default_pool_id === id ? { ...one, default_pool_id: null } : one)),
    members: rest.members.filter((one) => one.pool_id !== id),
    health_monitors: rest.health_monitors.filter((one) => one.pool_id !== id),
  }
}

/**
 * New policies of one listener, one after the other at its wished position, and rules of theirs. Another target than that of its
 * action is dropped or refused, as Octavia does.
 */
export function withPolicies(
  graph: Graph,
  fresh: readonly RowsOf['l7_policy'][],
  rules: readonly RowsOf['l7_rule'][],
): Graph {
  const [first] = fresh
  if (!first) return graph
  refuseOrphan(graph, 'l7_policy', first)
  fresh.forEach(refuseClash)
  refuseTakenPriorities([...graph.l7_policies, ...fresh], first.listener_id)
  const withRules = { ...graph, l7_rules: [...graph.l7_rules, ...rules.map(completeRule)] }
  return withPoliciesOf(withRules, first.listener_id, (policies) => inserted(policies, fresh.map(completePolicy)))
}

/** What a rule of a policy shall be: a stored one with a patch, or a new one. */
export type RuleWish =
  | { readonly id: string; readonly patch: PatchRows['l7_rule']; readonly place: string }
  | { readonly row: RowsOf['l7_rule'] }
export type PolicyWish = {
  readonly patch: PatchRows['l7_policy']
  /** Every rule that the policy shall have; null leaves them as they are. */
  readonly rules: readonly RuleWish[] | null
}

/** A policy with other attributes and exactly these rules; what stays as it was stays the same object. */
export function withPolicyWish(graph: Graph, id: string, { patch, rules }: PolicyWish): Graph {
  const patched = Object.keys(patch).length === 0 ? graph : withPatch(graph, 'l7_policy', id, patch)
  if (rules === null) return patched
  const known = new Map(graph.l7_rules.filter((one) => one.l7policy_id === id).map((one) => [one.id, one]))
  refuseIf(ruleIssues(known, rules))
  const wanted = new Map(rules.flatMap((one) => ('row' in one ? [] : [[one.id, one.patch] as const])))
  const kept = patched.l7_rules.flatMap((one) => {
    if (one.l7policy_id !== id) return [one]
    const own = wanted.get(one.id)
    return own === undefined ? [] : [mergedRule(one, own)]
  })
  const l7_rules = [...kept, ...rules.flatMap((one) => ('row' in one ? [completeRule(one.row)] : []))]
  const policy = patched.l7_policies.find((one) => one.id === id)
  return ordered({ ...patched, l7_rules }, policy?.listener_id ?? null)
}

/** Who gives a rule one value means it instead of several. */
function mergedRule(row: RowsOf['l7_rule'], patch: PatchRows['l7_rule']): RowsOf['l7_rule'] {
  const isOne = (patch.value !== undefined || patch.key !== undefined) && patch.conditions === undefined
  return merged(row, completeRule({ ...row, ...(isOne ? { conditions: [] } : {}), ...patch }))
}

function merged<R extends object>(row: R, patch: Partial<R>): R {
  const after = { ...row, ...patch }
  return isDeepStrictEqual(after, row) ? row : after
}

function ruleIssues(known: ReadonlyMap<string, unknown>, rules: readonly RuleWish[]): Issue[] {
  const seen = new Set<string>()
  return rules.flatMap((one): Issue[] => {
    if ('row' in one) return []
    const about = `${one.place}/id`
    if (seen.has(one.id)) return [{ about, message: `Rule ${one.id} is named twice.`, code: 'invalid' }]
    seen.add(one.id)
    return known.has(one.id) ? [] : [{ about, message: `Rule ${one.id} is none of this policy's.`, code: 'invalid' }]
  })
}

function withPolicyPatch(graph: Graph, row: RowsOf['l7_policy'], patch: PatchRows['l7_policy']): Graph {
  refuseClash(patch)
  const { position = row.position, ...rest } = meantPatch(patch)
  const changed = merged(row, completePolicy({ ...row, ...rest }))
  return withPoliciesOf(graph, row.listener_id, (policies) => {
    const replaced = policies.map((one) => (one.id === row.id ? changed : one))
    if (position !== row.position) return moved(replaced, [row.id], position)
    if (changed.priority === row.priority) return replaced
    refuseTakenPriorities(replaced, row.listener_id)
    return byPriority(replaced)
  })
}

function refuseClash(given: Parameters<typeof clash>[0]): void {
  const problem = clash(given)
  if (problem) throw new DomainError('invalid', problem.message, [{ ...problem, code: 'invalid' }])
}

/** Some policies of one listener, taken out and put so that the first of them stands at `position`: what a drag does. */
export function withMovedPolicies(graph: Graph, listener_id: string, ids: readonly string[], position: number): Graph {
  return withPoliciesOf(graph, listener_id, (policies) => moved(policies, ids, position))
}

/** The policies of a listener in this order; `ids` has each of them once. */
export function withPolicyOrder(graph: Graph, listener_id: string, ids: readonly string[]): Graph {
  const places = new Map(ids.map((id, at) => [id, at]))
  const place = ({ id }: { readonly id: string }) => places.get(id) ?? ids.length
  return withPoliciesOf(graph, listener_id, (policies) =>
    numbered(inTheirPlaces(policies.toSorted((one, other) => place(one) - place(other)))),
  )
}

function withoutPolicies(graph: Graph, isGone: (policy: RowsOf['l7_policy']) => boolean): Graph {
  const gone = new Set(graph.l7_policies.filter(isGone).map((one) => one.id))
  if (gone.size === 0) return graph
  const listeners = new Set(graph.l7_policies.filter(isGone).map((one) => one.listener_id))
  const rest: Graph = {
    ...graph,
    l7_policies: graph.l7_policies.filter((one) => !gone.has(one.id)),
    l7_rules: graph.l7_rules.filter((one) => !gone.has(one.l7policy_id)),
  }
  return [...listeners].reduce((some, id) => withPoliciesOf(some, id, (policies) => numbered(inOrder(policies))), rest)
}

/** The graph with other policies of one listener; rows keep their place, so that those that do not change stay the same objects. */
function withPoliciesOf(
  graph: Graph,
  listener_id: string,
  edit: (policies: readonly RowsOf['l7_policy'][]) => readonly RowsOf['l7_policy'][],
): Graph {
  const isOwn = (one: RowsOf['l7_policy']) => one.listener_id === listener_id
  const own = edit(graph.l7_policies.filter(isOwn))
  const listener = graph.listeners.find((one) => one.id === listener_id)
  const isAutomatic = listener?.enhance_l7policy_enable === false
  const inPlace = isAutomatic ? numbered(automaticOrder(own, graph.l7_rules)).map(withoutPriority) : inOrder(own)
  const known = new Map(prioritized(inPlace).map((one) => [one.id, one]))
  return {
    ...graph,
    l7_policies: [...graph.l7_policies.filter((one) => !isOwn(one)), ...own.map((one) => known.get(one.id) ?? one)],
  }
}

/** Where the order follows from the rules, priorities follow from the order. */
function withoutPriority(policy: RowsOf['l7_policy']): RowsOf['l7_policy'] {
  return policy.priority === null || policy.priority === policy.position ? policy : { ...policy, priority: null }
}

function refuseInUse(graph: Graph, pool_id: string): void {
  const user = graph.l7_policies.find((one) => poolIdsOf(one).includes(pool_id))
  if (user) throw new DomainError('conflict', `Pool ${pool_id} is in use by L7 policy ${user.id}`)
}

function refuseRedirectedTo(graph: Graph, listener_id: string): void {
  const user = graph.l7_policies.find(
    (one) => one.redirect_listener_id === listener_id && one.listener_id !== listener_id,
  )
  if (user)
    throw new DomainError(
      'conflict',
      `Listener ${listener_id} is in use by L7 policy ${user.id}, which redirects to it`,
    )
}

function listenerOfRule(graph: Graph, rule_id: string): string | null {
  const rule = graph.l7_rules.find((one) => one.id === rule_id)
  return listenerOfPolicy(graph, rule?.l7policy_id)
}

function listenerOfPolicy(graph: Graph, policy_id: string | undefined): string | null {
  return graph.l7_policies.find((one) => one.id === policy_id)?.listener_id ?? null
}

/** Where nobody orders the policies of a listener, their rules do: whenever one changes, the order may. */
function ordered(graph: Graph, listener_id: string | null): Graph {
  const listener = graph.listeners.find((one) => one.id === listener_id)
  return listener === undefined || listener.enhance_l7policy_enable
    ? graph
    : withPoliciesOf(graph, listener.id, (policies) => policies)
}

export type Replacement = {
  readonly pool_id: string
  readonly wanted: readonly CreatedRows['member'][]
  /** Members that are not named stay. */
  readonly keepOthers: boolean
  readonly make: (values: CreatedRows['member']) => Member
}

/** The members of a pool become these: those with the address and port of one that is wanted take its values and keep their id. */
export function withMembers(graph: Graph, { pool_id, wanted, keepOthers, make }: Replacement): Graph {
  if (!graph.pools.some((one) => one.id === pool_id)) throw missing('pool', pool_id)
  const known = new Map(graph.members.filter((one) => one.pool_id === pool_id).map((one) => [endpoint(one), one]))
  refuseTwice(wanted, known)
  const values = new Map(wanted.map((one) => [endpoint(one), one]))
  const kept = graph.members.flatMap((one) => {
    if (one.pool_id !== pool_id) return [one]
    const now = values.get(endpoint(one))
    if (now) return [{ ...one, ...now, address: one.address }]
    return keepOthers ? [one] : []
  })
  const fresh = wanted.filter((one) => !known.has(endpoint(one))).map(make)
  return { ...graph, members: [...kept, ...fresh] }
}

/** The same member twice would be changed twice; which of both would win is nobody's guess. A new one twice is a graph rule's. */
function refuseTwice(wanted: readonly CreatedRows['member'][], known: ReadonlyMap<string, Member>): void {
  const endpoints = wanted.map(endpoint)
  const isTwice = endpoints.some((one, at) => known.has(one) && endpoints.indexOf(one) < at)
  if (isTwice)
    throw new DomainError('invalid', 'Validation failure: Member must be updated only once in the same request.')
}

function endpoint(one: Pick<Member, 'address' | 'protocol_port'>): string {
  return `${canonicalAddress(one.address)} ${one.protocol_port}`
}

/** It was there when the request began, and is on its way out. */
function missing(kind: ResourceKind, id: string): DomainError {
  return new DomainError('busy', `${resources[kind].title} ${id} is immutable and cannot be updated.`)
}
