import type { Graph } from 'model/graph/graph'
import { askedHost, prefixFor } from 'model/l7/asked-host'
import type { RouteOutcome } from 'model/l7/outcome'
import { usualRedirectCode } from 'model/l7/policy-actions'
import type { HttpRequest } from 'model/l7/request'
import { readings } from 'model/l7/rule'
import { type ServedPolicy, servedPolicies, sharesOf, skipReasons } from 'model/l7/served'
import { type Forwarded, forwardedBy, listenerPrefix, locationOf, type Place } from 'model/l7/treatment'
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

export type Walk = {
  readonly steps: readonly PolicyStep[]
  readonly result: WalkResult
  /** What a member gets where a policy sends it there; null where none does. */
  readonly forwarded: Forwarded | null
}

/**
 * What a listener does with a request: the first policy by position whose rules all hold decides. This is what policies mean;
 * HAProxy is held to it by the differential test.
 */
export function simulate(graph: Graph, listener_id: string, request: HttpRequest): Walk {
  const served = servedPolicies(graph, listener_id)
  const tried = served.map((one) => ({ ...one, steps: one.rules.map((rule) => ruleStep(rule, request)) }))
  const winner = tried.find((one) => one.skipped === null && one.steps.every(({ holds }) => holds))
  const listener = graph.listeners.find((one) => one.id === listener_id)
  const place = listener && { listener, loadBalancer: graph.load_balancer }
  const isSentOn = place !== undefined && winner?.policy.action === 'REDIRECT_TO_POOL'
  return {
    steps: tried.map((one) => policyStep(one, one.steps, one === winner)),
    result: endOf(
      graph,
      listener_id,
      winner && place ? actionResult(graph, winner, { request, place }) : defaultResult(graph, listener_id),
    ),
    forwarded: isSentOn ? forwardedBy(winner.policy, winner.rules, request, place) : null,
  }
}

type Asked = { readonly request: HttpRequest; readonly place: Place }

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

function actionResult(graph: Graph, { policy, rules }: ServedPolicy, { request, place }: Asked): WalkResult {
  const policy_id = policy.id
  const code = policy.redirect_http_code ?? usualRedirectCode
  switch (policy.action) {
    case 'REDIRECT_TO_POOL':
      return poolResult(graph, policy)
    case 'REDIRECT_TO_URL': {
      if (policy.redirect_url_config === null)
        return { kind: 'redirect', code, location: policy.redirect_url ?? '', policy_id }
      return redirected(
        Number(policy.redirect_url_config.status_code),
        locationOf(policy, rules, request, place),
        policy_id,
      )
    }
    case 'REDIRECT_PREFIX':
      return redirectedTo(prefixFor(policy.redirect_prefix ?? '', request), code, { request, policy_id })
    case 'REDIRECT_TO_LISTENER': {
      const target = graph.listeners.find((one) => one.id === policy.redirect_listener_id)
      const prefix = target === undefined ? null : prefixFor(listenerPrefix(target, askedHost), request)
      return redirectedTo(prefix, 301, { request, policy_id })
    }
    case 'FIXED_RESPONSE':
      return policy.fixed_response_config === null
        ? { kind: 'unavailable', policy_id }
        : { kind: 'answer', answer: policy.fixed_response_config, policy_id }
    case 'REJECT':
      return { kind: 'reject', policy_id }
  }
}

/** One pool has it all; where several share, chance or a cookie decides; where none has a weight, nobody answers. */
function poolResult(graph: Graph, policy: L7Policy): WalkResult {
  const policy_id = policy.id
  const shares = sharesOf(graph, policy)
  const [only, ...others] = shares.filter((one) => one.weight > 0)
  if (only === undefined) return { kind: 'unavailable', policy_id }
  const mayBeKept = policy.redirect_pools_sticky_session_config?.enable === true && shares.length > 1
  if (others.length === 0 && !mayBeKept) return { kind: 'pool', pool_id: only.pool_id, policy_id }
  return { kind: 'split', pools: shares, policy_id }
}

function redirectedTo(
  prefix: string | null,
  code: number,
  { request, policy_id }: { readonly request: HttpRequest; readonly policy_id: string },
): WalkResult {
  return redirected(code, prefix === null ? null : `${prefix}${pathAndQuery(request)}`, policy_id)
}

/** Who asks for no host that can stand in a Location can't be sent anywhere. */
function redirected(code: number, location: string | null, policy_id: string): WalkResult {
  return location === null ? { kind: 'reject', policy_id } : { kind: 'redirect', code, location, policy_id }
}

/** A question mark with nothing after it is left out: the request without it asks for the same. */
function pathAndQuery({ path, query }: HttpRequest): string {
  return query === '' ? path : `${path}?${query}`
}

function defaultResult({ listeners, pools }: Graph, listener_id: string): WalkResult {
  const listener = listeners.find((one) => one.id === listener_id)
  const pool = pools.find((one) => one.id === listener?.default_pool_id)
  const isServed = pool?.admin_state_up === true && pool.provisioning_status !== 'PENDING_DELETE'
  return isServed ? { kind: 'pool', pool_id: pool.id, policy_id: null } : { kind: 'unavailable', policy_id: null }
}
