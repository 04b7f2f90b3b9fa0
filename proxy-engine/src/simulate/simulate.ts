import type { Graph } from 'model/graph/graph'
import { prefixFor } from 'model/l7/asked-host'
import type { RouteOutcome } from 'model/l7/outcome'
import { usualRedirectCode } from 'model/l7/policy-actions'
import type { HttpRequest } from 'model/l7/request'
import { readings } from 'model/l7/rule'
import { type ServedPolicy, servedPolicies, skipReasons } from 'model/l7/served'
import { listenerProtocols } from 'model/listener/protocols'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'

/** One rule and what it found. */
export type RuleStep = {
  readonly rule_id: string
  readonly holds: boolean
  /** Every text that it looked at, and whether its comparison holds there; inversion left out. */
  readonly texts: readonly { readonly text: string; readonly holds: boolean }[]
}

/** One policy on the way of a request. */
export type PolicyStep = {
  readonly policy_id: string
  /** Passed over whatever the request is. */
  readonly isSkipped: boolean
  /** Why it is skipped, as a sentence; null when it is not. */
  readonly reason: string | null
  /** The enabled rules. */
  readonly rules: readonly RuleStep[]
  /** Whether this is the one that decides. */
  readonly isTaken: boolean
}

export type WalkResult = RouteOutcome

export type Walk = { readonly steps: readonly PolicyStep[]; readonly result: WalkResult }

/**
 * What a listener does with a request: the first policy by position whose rules all hold decides. This is what policies mean;
 * HAProxy is held to it by the differential test.
 */
export function simulate(graph: Graph, listener_id: string, request: HttpRequest): Walk {
  const served = servedPolicies(graph, listener_id)
  const tried = served.map((one) => ({ ...one, steps: one.rules.map((rule) => ruleStep(rule, request)) }))
  const winner = tried.find((one) => one.skipped === null && one.steps.every(({ holds }) => holds))
  return {
    steps: tried.map((one) => policyStep(one, one.steps, one === winner)),
    result: endOf(
      graph,
      listener_id,
      winner ? actionResult(winner.policy, request) : defaultResult(graph, listener_id),
    ),
  }
}

/** A connection that is passed through can be answered with nothing. */
function endOf({ listeners }: Graph, listener_id: string, result: WalkResult): WalkResult {
  const listener = listeners.find((one) => one.id === listener_id)
  const isAnswered = result.kind === 'reject' || result.kind === 'unavailable'
  if (!isAnswered || !listener || listenerProtocols[listener.protocol].policies !== 'connections') return result
  return { kind: 'closed', policy_id: result.kind === 'reject' ? result.policy_id : null }
}

function policyStep(served: ServedPolicy, rules: readonly RuleStep[], isTaken: boolean): PolicyStep {
  const { policy, skipped } = served
  const reason = skipped === null ? null : skipReasons[skipped]
  return { policy_id: policy.id, isSkipped: skipped !== null, reason, rules, isTaken }
}

function ruleStep(rule: L7Rule, request: HttpRequest): RuleStep {
  const texts = readings(rule, request)
  return { rule_id: rule.id, holds: texts.some((one) => one.holds) !== rule.invert, texts }
}

function actionResult(policy: L7Policy, request: HttpRequest): WalkResult {
  const policy_id = policy.id
  const code = policy.redirect_http_code ?? usualRedirectCode
  switch (policy.action) {
    case 'REDIRECT_TO_POOL':
      return { kind: 'pool', pool_id: policy.redirect_pool_id ?? '', policy_id }
    case 'REDIRECT_TO_URL':
      return { kind: 'redirect', code, location: policy.redirect_url ?? '', policy_id }
    case 'REDIRECT_PREFIX': {
      const prefix = prefixFor(policy.redirect_prefix ?? '', request)
      if (prefix === null) return { kind: 'reject', policy_id }
      return { kind: 'redirect', code, location: `${prefix}${pathAndQuery(request)}`, policy_id }
    }
    case 'REJECT':
      return { kind: 'reject', policy_id }
  }
}

/** A question mark with nothing after it is left out: the request without it asks for the same. */
function pathAndQuery({ path, query }: HttpRequest): string {
  return query === '' ? path : `${path}?${query}`
}

function defaultResult({ listeners, pools }: Graph, listener_id: string): WalkResult {
  const listener = listeners.find((one) => one.id === listener_id)
  const pool = pools.find((one) => one.id === listener?.default_pool_id)
  const isServed = pool?.admin_state_up === true && pool.provisioning_status !== 'PENDING_DELETE'
  return isServed ? { kind: 'pool', pool_id: pool.id, policy_id: null } : { kind: 'unavailable' }
}
