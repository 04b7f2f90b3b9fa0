import type { Graph } from 'model/graph/graph'
import { askedHost, prefixFor } from 'model/l7/asked-host'
import { askedRequest } from 'model/l7/asked-request'
import { usualRedirectCode } from 'model/l7/policy-actions'
import type { FixedResponseConfig } from 'model/l7/policy-configs'
import type { HttpRequest } from 'model/l7/request'
import { ruleHolds, ruleProblem } from 'model/l7/rule'
import { ruleSentence } from 'model/l7/sentence'
import { type Forwarded, forwardedBy, listenerPrefix, locationOf } from 'model/l7/treatment'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import type { Listener } from 'model/resources/listener'
import { type PolicyDraft, valuesOf } from './draft.ts'
import { policyRow, ruleRow } from './draft-issues.ts'
import { rulesIn } from './policy-calls.ts'
import { askedOf, type RequestText } from './tested-request.ts'

/** What a policy makes of a request that it takes. */
export type Effect =
  | { readonly kind: 'redirect'; readonly code: number; readonly location: string }
  | { readonly kind: 'answer'; readonly answer: FixedResponseConfig }
  | { readonly kind: 'forward'; readonly method: string; readonly forwarded: Forwarded }
  | { readonly kind: 'reject' }

export type Effected = {
  /** Null where the request is none, or the policy leads nowhere yet. */
  readonly effect: Effect | null
  /** The conditions that do not hold for it, as sentences. */
  readonly unmet: readonly string[]
}

type Asked = { readonly listener: Listener; readonly text: RequestText }

/** What a draft does with a request, told without asking anybody. */
export function effectOf(graph: Graph, draft: PolicyDraft, { listener, text }: Asked): Effected {
  const parsed = askedRequest.safeParse(askedOf(text))
  if (!parsed.success) return { effect: null, unmet: [] }
  const request = parsed.data
  const rules = rulesIn(draft)
    .filter((one) => one.admin_state_up && valuesOf(one).length > 0)
    .map(ruleRow)
  // What is still being typed may be no regular expression yet.
  const sound = rules.filter((one) => ruleProblem(one) === null)
  const unmet = rules.filter((one) => !sound.includes(one) || !ruleHolds(one, request)).map(ruleSentence)
  const policy = policyRow(draft, listener.id)
  return { effect: effectIn(graph, { policy, rules: sound, request, listener }), unmet }
}

type Acting = {
  readonly policy: L7Policy
  readonly rules: readonly L7Rule[]
  readonly request: HttpRequest
  readonly listener: Listener
}

function effectIn(graph: Graph, { policy, rules, request, listener }: Acting): Effect | null {
  const place = { listener, loadBalancer: graph.load_balancer }
  const code = policy.redirect_http_code ?? usualRedirectCode
  switch (policy.action) {
    case 'REDIRECT_TO_POOL':
      return { kind: 'forward', method: request.method, forwarded: forwardedBy(policy, rules, request, place) }
    case 'REDIRECT_TO_URL':
      return policy.redirect_url_config === null
        ? redirect(code, policy.redirect_url)
        : redirect(Number(policy.redirect_url_config.status_code), locationOf(policy, rules, request, place))
    case 'REDIRECT_PREFIX':
      return redirect(code, prefixed(policy.redirect_prefix, request))
    case 'REDIRECT_TO_LISTENER': {
      const target = graph.listeners.find((one) => one.id === policy.redirect_listener_id)
      return redirect(301, prefixed(target ? listenerPrefix(target, askedHost) : null, request))
    }
    case 'FIXED_RESPONSE':
      return policy.fixed_response_config && { kind: 'answer', answer: policy.fixed_response_config }
    case 'REJECT':
      return { kind: 'reject' }
  }
}

function redirect(code: number, location: string | null): Effect | null {
  return location === null ? null : { kind: 'redirect', code, location }
}

function prefixed(prefix: string | null, request: HttpRequest): string | null {
  const own = prefix === null ? null : prefixFor(prefix, request)
  const { path, query } = request
  return own === null ? null : `${own}${path}${query === '' ? '' : `?${query}`}`
}

/** A URL that the conditions are about, as far as they say it: what somebody would try first. */
export function exampleUrl({ rules }: Pick<PolicyDraft, 'rules'>): string {
  const asked = exampleFor(rules, 'HOST_NAME') ?? ''
  // What is still being typed may be no host yet.
  const host = /^[a-z0-9._-]+$/i.test(asked) ? asked : 'www.example.com'
  const path = exampleFor(rules, 'PATH') ?? '/'
  const query = rules.find((one) => one.type === 'QUERY_STRING' && !one.invert)
  const parameter =
    query && query.key !== ''
      ? `?${query.key}=${valuesOf(query)[0]?.replaceAll('*', 'a').replaceAll('?', 'b') ?? ''}`
      : ''
  return `http://${host}${path.startsWith('/') ? path : `/${path}`}${parameter}`
}

function exampleFor(rules: PolicyDraft['rules'], type: 'HOST_NAME' | 'PATH'): string | null {
  const rule = rules.find((one) => one.type === type && !one.invert && one.compare_type !== 'REGEX')
  const [value] = rule ? valuesOf(rule) : []
  if (rule === undefined || value === undefined || value === '') return null
  return rule.compare_type === 'WILDCARD' ? value.replaceAll('*', 'abc').replaceAll('?', 'x') : value
}
