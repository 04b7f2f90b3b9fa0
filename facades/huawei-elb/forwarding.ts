import { DomainError } from 'model/errors'
import type { Graph } from 'model/graph/graph'
import { rulesOf } from 'model/graph/graph'
import { poolIdsOf } from 'model/l7/policy'
import { conditionCount } from 'model/l7/rule'
import { twinsAmong } from 'model/l7/twins'
import { type L7Policy, mostPriority } from 'model/resources/l7-policy'
import { type L7Rule, mostConditions } from 'model/resources/l7-rule'
import type { Listener } from 'model/resources/listener'
import { inConflict, invalidInput } from './errors.ts'
import { isAdvanced, isSingle, tooManyConditions } from './rule-dialect.ts'

// What the dialect demands of policies beyond the model, judged on the whole load balancer in the change itself. Pure.

/** Policies of one listener. */
const mostPolicies = 100

/** A new policy, or one that is about to change. */
type Asked = {
  /** Null for one that is being made: it is whatever is new. */
  readonly id: string | null
  /** Whether a priority was given. */
  readonly hasPriority: boolean
}

/** The graph after an edit of a policy or of its rules, with twins switched off; refuses what the dialect refuses. */
export function settled(before: Graph, after: Graph, { id, hasPriority }: Asked): Graph {
  const known = new Set(before.l7_policies.map((one) => one.id))
  const policy = after.l7_policies.find((one) => (id === null ? !known.has(one.id) : one.id === id))
  const listener = after.listeners.find((one) => one.id === policy?.listener_id)
  if (!policy || !listener) return after
  const old = before.l7_policies.find((one) => one.id === policy.id)
  if (old === undefined) refuseNew(before, listener, policy)
  if (hasOtherRules(before, after, policy)) refuseRules(after, policy)
  refusePools(after, listener, { policy, old })
  if (!listener.enhance_l7policy_enable) refuseAdvanced(after, policy, { old, hasPriority })
  else refusePriority(before, policy, { isNew: old === undefined, hasPriority })
  return withTwinsOff(before, after, listener.id)
}

function refuseNew(before: Graph, listener: Listener, policy: L7Policy): void {
  refuseWrongListener(listener, policy)
  refuseTooMany(before, listener)
}

/** What was made elsewhere, by wider rules, may be renamed here: only what changes is judged. */
function hasOtherRules(before: Graph, after: Graph, { id }: L7Policy): boolean {
  const [old, now] = [before, after].map((graph) => rulesOf(graph, id)) as [L7Rule[], L7Rule[]]
  return old.length !== now.length || now.some((one) => !old.includes(one))
}

function refuseWrongListener({ protocol, id }: Listener, { action }: L7Policy): void {
  if (protocol !== 'HTTP' && protocol !== 'TERMINATED_HTTPS')
    throw invalidInput('listener_id', `Listener ${id} should speak HTTP or HTTPS`)
  if (action === 'REDIRECT_TO_LISTENER' && protocol !== 'HTTP')
    throw invalidInput('action', 'REDIRECT_TO_LISTENER is for HTTP listeners alone')
}

function refuseTooMany(before: Graph, { id }: Listener): void {
  if (before.l7_policies.filter((one) => one.listener_id === id).length < mostPolicies) return
  throw new DomainError('over_quota', `A listener has at most ${mostPolicies} l7policies.`)
}

function refuseRules(after: Graph, { id, action }: L7Policy): void {
  const rules = rulesOf(after, id)
  if (action === 'REDIRECT_TO_LISTENER' && rules.length > 0)
    throw invalidInput('rules', 'A policy that redirects to a listener has no rules')
  const types = rules.map(({ type }) => type).filter(isSingle)
  const twice = types.find((type, at) => types.indexOf(type) < at)
  if (twice !== undefined) throw invalidInput('rules', `A policy has at most one rule of type ${twice}`)
  if (conditionCount(rules) > mostConditions) throw tooManyConditions()
}

type Changed = { readonly policy: L7Policy; readonly old: L7Policy | undefined }

function refusePools(after: Graph, listener: Listener, { policy, old }: Changed): void {
  const known = old === undefined ? [] : poolIdsOf(old)
  for (const id of poolIdsOf(policy).filter((one) => !known.includes(one))) {
    if (id === listener.default_pool_id) throw inConflict(`Pool ${id} is the default pool of the listener.`)
    const other = after.l7_policies.find((one) => one.listener_id !== listener.id && poolIdsOf(one).includes(id))
    if (other) throw inConflict(`Pool ${id} is used by an l7policy of listener ${other.listener_id}.`)
  }
}

/** What needs `enhance_l7policy_enable`. */
function refuseAdvanced(
  after: Graph,
  policy: L7Policy,
  { old, hasPriority }: { readonly old: L7Policy | undefined; readonly hasPriority: boolean },
): void {
  const isNeeded = (about: string) =>
    invalidInput(about, `${about} needs enhance_l7policy_enable, which is off for listener ${policy.listener_id}`)
  if (hasPriority) throw isNeeded('priority')
  if (policy.redirect_pools_config.length > 0 && old?.redirect_pools_config !== policy.redirect_pools_config)
    throw isNeeded('redirect_pools_config')
  if (old === undefined && (policy.action === 'REDIRECT_TO_URL' || policy.action === 'FIXED_RESPONSE'))
    throw isNeeded('action')
  if (rulesOf(after, policy.id).some(isAdvanced)) throw isNeeded('conditions')
}

/** A redirect to a listener has the priority 0 and no other policy has it; who names none comes last, where there is room. */
function refusePriority(
  before: Graph,
  { action, listener_id, priority }: L7Policy,
  { isNew, hasPriority }: { readonly isNew: boolean; readonly hasPriority: boolean },
): void {
  if (!isNew || hasPriority || action === 'REDIRECT_TO_LISTENER') return
  const others = before.l7_policies.filter((one) => one.listener_id === listener_id)
  if (others.every((one) => (one.priority ?? 0) < mostPriority)) return
  throw invalidInput(
    'priority',
    `Priority ${mostPriority} is taken (the last one): give one that is free, not ${priority}`,
  )
}

/** @throws invalid */
export function refuseOtherPriority(action: string, priority: number | null | undefined): void {
  if (priority === null || priority === undefined) return
  const isOwn = action === 'REDIRECT_TO_LISTENER' ? priority === 0 : priority >= 1 && priority <= mostPriority
  if (isOwn) return
  const range = action === 'REDIRECT_TO_LISTENER' ? '0' : `1 to ${mostPriority}`
  throw invalidInput('priority', `Value should be ${range} for policies with the action ${action}`)
}

/**
 * Of policies with the same rules only the oldest takes requests: the younger are switched off. One that was off for that reason, and has
 * other rules than the older one now, takes its part again.
 */
function withTwinsOff(before: Graph, after: Graph, listener_id: string): Graph {
  const [were, are] = [before, after].map((graph) => twinsOf(graph, listener_id)) as [TwinIds, TwinIds]
  const isThere = (id: string | undefined) => after.l7_policies.some((one) => one.id === id)
  const isUpAgain = (one: L7Policy) => were.has(one.id) && isThere(were.get(one.id)) && !are.has(one.id)
  return {
    ...after,
    l7_policies: after.l7_policies.map((one) => {
      if (one.listener_id !== listener_id) return one
      if (one.admin_state_up && are.has(one.id)) return { ...one, admin_state_up: false }
      return !one.admin_state_up && isUpAgain(one) ? { ...one, admin_state_up: true } : one
    }),
  }
}

type TwinIds = ReadonlyMap<string, string>

function twinsOf({ l7_policies, l7_rules }: Graph, listener_id: string): TwinIds {
  // What is being made has no time yet, and is younger than everything.
  const own = l7_policies
    .filter((one) => one.listener_id === listener_id)
    .map((one) => (one.created_at === '' ? { ...one, created_at: '9999' } : one))
  const ids = new Set(own.map((one) => one.id))
  return twinsAmong(
    own,
    l7_rules.filter((one) => ids.has(one.l7policy_id)),
  )
}
