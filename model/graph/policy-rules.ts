import type { Issue } from '../errors.ts'
import { askedHost } from '../l7/asked-host.ts'
import { hiddenAction, hiddenRule } from '../l7/pass-through.ts'
import { poolIdsOf, targetProblem } from '../l7/policy.ts'
import { actionAttributes, isUsed } from '../l7/policy-actions.ts'
import { type HttpRequest, hostOf } from '../l7/request.ts'
import { conditionCount, type RuleCore, ruleHolds, ruleProblem } from '../l7/rule.ts'
import { isInherited } from '../l7/url-template.ts'
import { listenerProtocols } from '../listener/protocols.ts'
import { boundAddresses } from '../load-balancer/vip-addresses.ts'
import type { L7Policy } from '../resources/l7-policy.ts'
import { type L7Rule, mostConditions } from '../resources/l7-rule.ts'
import type { Listener } from '../resources/listener.ts'
import { type Graph, rulesByPolicy, rulesOf } from './graph.ts'
import { fits, noChildren, unsupported } from './rule-words.ts'

/** Octavia's limit. */
const mostRules = 50

/** What must hold of policies, their rules, and what they send to. Part of the graph's rules. */
export const policyRules = {
  'policies stand where there is something to decide on': ({ listeners, l7_policies }) =>
    listeners
      .filter((one) => listenerProtocols[one.protocol].policies === null)
      .flatMap((one) =>
        l7_policies.filter((policy) => policy.listener_id === one.id).map((policy) => ({ one, policy })),
      )
      .flatMap(({ one, policy }) => {
        const about = `l7_policies/${policy.id}/listener_id`
        if (one.protocol === 'PROMETHEUS') return [{ about, message: noChildren }]
        return unsupported(about, `${one.protocol} protocol listeners do not support L7 policies`)
      }),

  'where TLS is passed through, policies go by what its hello tells': ({ listeners, l7_policies, l7_rules }) => {
    const blind = listeners.filter((one) => listenerProtocols[one.protocol].policies === 'connections')
    if (blind.length === 0) return []
    const listener_ids = new Set(blind.map((one) => one.id))
    const policies = l7_policies.filter((one) => listener_ids.has(one.listener_id))
    const policy_ids = new Set(policies.map((one) => one.id))
    const rules = l7_rules.filter((one) => policy_ids.has(one.l7policy_id))
    return [
      ...policies.flatMap((one) => [
        ...issueAbout(`l7_policies/${one.id}/action`, hiddenAction(one.action)),
        ...hiddenAttributes
          .filter((name) => isUsed(one, name))
          .map((name) => ({ about: `l7_policies/${one.id}/${name}`, message: hiddenRequests })),
      ]),
      ...rules.flatMap((one) => issueAbout(`l7_rules/${one.id}/type`, hiddenRule(one.type))),
    ]
  },

  'a policy goes where its action says': ({ l7_policies }) =>
    l7_policies.flatMap((one) => {
      const problem = targetProblem(one)
      return problem === null ? [] : [{ ...problem, about: `l7_policies/${one.id}/${problem.about}` }]
    }),

  'a policy sends to a pool of the load balancer that its listener can pass on': ({ listeners, pools, l7_policies }) =>
    l7_policies.flatMap((one) => {
      const attribute = one.redirect_pool_id === null ? 'redirect_pools_config' : 'redirect_pool_id'
      const about = `l7_policies/${one.id}/${attribute}`
      const listener = listeners.find((candidate) => candidate.id === one.listener_id)
      return poolIdsOf(one).flatMap((id): Issue[] => {
        const pool = pools.find((candidate) => candidate.id === id)
        if (!pool) return [{ about, message: `Pool ${id} not found.`, code: 'not_found' }]
        if (!listener || listener.protocol === 'PROMETHEUS' || fits(listener, pool)) return []
        const message = `Validation failure: The pool protocol '${pool.protocol}' is invalid while the listener protocol is '${listener.protocol}'.`
        return [{ about, message }]
      })
    }),

  'a redirect to a listener leads from HTTP to HTTPS of the same load balancer': ({ listeners, l7_policies }) =>
    l7_policies.flatMap((one): Issue[] => {
      if (one.action !== 'REDIRECT_TO_LISTENER' || one.redirect_listener_id === null) return []
      const about = `l7_policies/${one.id}/redirect_listener_id`
      const target = listeners.find((candidate) => candidate.id === one.redirect_listener_id)
      if (!target) return [{ about, message: `Listener ${one.redirect_listener_id} not found.`, code: 'not_found' }]
      if (target.protocol !== 'TERMINATED_HTTPS' && target.protocol !== 'HTTPS')
        return [
          {
            about,
            message: `Validation failure: The listener to redirect to must speak HTTPS, and this one speaks ${target.protocol}.`,
          },
        ]
      const own = listeners.find((candidate) => candidate.id === one.listener_id)
      if (!own || own.protocol === 'HTTP') return []
      const message = 'Validation failure: Only an HTTP listener can redirect to a listener.'
      return [{ about: `l7_policies/${one.id}/action`, message }]
    }),

  'one policy of a listener redirects to a listener': ({ l7_policies }) =>
    l7_policies.flatMap((one, at): Issue[] => {
      if (one.action !== 'REDIRECT_TO_LISTENER') return []
      const other = l7_policies
        .slice(0, at)
        .find((earlier) => earlier.action === one.action && earlier.listener_id === one.listener_id)
      if (!other) return []
      const message = `Policy ${other.name || other.id} redirects every request of this listener already.`
      return [{ about: `l7_policies/${one.id}/action`, message, code: 'conflict' }]
    }),

  'a redirect in parts changes more than the query': (graph) =>
    graph.l7_policies.flatMap((one) => partLoopIssues(graph, one)),

  'without advanced forwarding there is none': ({ listeners, l7_policies, l7_rules }) => {
    const plain = new Set(listeners.filter((one) => !one.enhance_l7policy_enable).map((one) => one.id))
    if (plain.size === 0) return []
    const policies = l7_policies.filter((one) => plain.has(one.listener_id))
    const ids = new Set(policies.map((one) => one.id))
    return [
      ...policies.flatMap((one) =>
        advancedAttributes
          .filter((name) => isUsed(one, name))
          .map((name) => ({ about: `l7_policies/${one.id}/${name}`, message: needsAdvanced })),
      ),
      ...l7_rules
        .filter((one) => ids.has(one.l7policy_id))
        .flatMap((one) => {
          const name = listsConditions(one) ? 'conditions' : 'compare_type'
          const isPlain = name === 'compare_type' && one.compare_type !== 'WILDCARD'
          return isPlain ? [] : [{ about: `l7_rules/${one.id}/${name}`, message: needsAdvanced }]
        }),
    ]
  },

  'a policy that lists conditions has at most 10': ({ l7_policies, l7_rules }) => {
    if (!l7_rules.some(listsConditions)) return []
    const rules = rulesByPolicy(l7_rules)
    const isOver = (own: readonly L7Rule[]) => own.some(listsConditions) && conditionCount(own) > mostConditions
    return l7_policies
      .filter((one) => isOver(rules.get(one.id) ?? []))
      .map((one) => ({
        about: `l7_policies/${one.id}`,
        message: `A policy has at most ${mostConditions} conditions in all its rules.`,
        code: 'conflict' as const,
      }))
  },

  'a rule says something that can be asked': ({ l7_rules }) =>
    l7_rules.flatMap((one) => {
      const problem = ruleProblem(one)
      return problem === null
        ? []
        : [{ about: `l7_rules/${one.id}/${problem.about}`, message: `Error parsing L7Rule: ${problem.message}` }]
    }),

  'a policy has at most 50 rules': ({ l7_rules }) => {
    const counts = new Map<string, number>()
    for (const { l7policy_id } of l7_rules) counts.set(l7policy_id, (counts.get(l7policy_id) ?? 0) + 1)
    return [...counts]
      .filter(([, count]) => count > mostRules)
      .map(([id]) => ({
        about: `l7_policies/${id}`,
        message: `Too many rules on L7 policy ${id}`,
        code: 'conflict' as const,
      }))
  },

  'a redirect leads away from its own policy': (graph) => graph.l7_policies.flatMap((one) => loopIssues(graph, one)),
} as const satisfies Record<string, (graph: Graph) => Issue[]>

function issueAbout(about: string, message: string | null): Issue[] {
  return message === null ? [] : [{ about, message }]
}

/** What ELB v3 allows only where advanced forwarding is enabled. */
const advancedAttributes = [
  'redirect_url_config',
  'redirect_pools_config',
  'fixed_response_config',
  'rewrite_url_config',
  'insert_headers_config',
  'remove_headers_config',
  'insert_response_headers_config',
  'remove_response_headers_config',
  'traffic_limit_config',
  'cors_config',
] as const
const needsAdvanced =
  'Validation failure: This needs advanced forwarding: set enhance_l7policy_enable of the listener to true.'

/** Where TLS is passed through there are no requests that they could be about. */
const hiddenAttributes = actionAttributes.filter((name) => name !== 'redirect_pool_id')
const hiddenRequests =
  'Validation failure: The listener passes TLS through, and what is in a request is hidden from it.'

/** ELB v3, redirect_url_config: a client that is sent to what it has just asked for goes round until it gives up. */
function partLoopIssues({ listeners }: Graph, policy: L7Policy): Issue[] {
  const parts = policy.redirect_url_config
  const listener = listeners.find((one) => one.id === policy.listener_id)
  if (parts === null || !listener) return []
  const own = listener.protocol === 'TERMINATED_HTTPS' ? 'HTTPS' : 'HTTP'
  const isOwnProtocol = isInherited('protocol', parts.protocol) || parts.protocol === own
  const isOwnPort = isInherited('port', parts.port) || Number(parts.port) === listener.protocol_port
  const isSamePlace = isInherited('host', parts.host) && isInherited('path', parts.path)
  if (!isOwnProtocol || !isOwnPort || !isSamePlace) return []
  const message =
    'Validation failure: Protocol, host, port and path stay as they were: clients would go round in circles. Change one of them.'
  return [{ about: `l7_policies/${policy.id}/redirect_url_config`, message }]
}

type Target = {
  readonly scheme: string
  readonly host: string
  readonly port: number
  readonly path: string
  readonly query: string
}

/**
 * A client that is sent back to where it was sent away from goes round until it gives up. That is sure where the target is this very
 * listener, an address of the load balancer or a host that the policy itself asks for, and the policy takes what the client then asks.
 */
function loopIssues(graph: Graph, policy: L7Policy): Issue[] {
  const attribute = policy.action === 'REDIRECT_PREFIX' ? 'redirect_prefix' : 'redirect_url'
  const listener = graph.listeners.find((one) => one.id === policy.listener_id)
  const target = partsOf(policy[attribute] ?? '')
  if (!listener || target === null || !policy.admin_state_up || !isAddressedTo(listener, target)) return []
  const rules = rulesOf(graph, policy.id).filter((one) => one.admin_state_up)
  if (rules.length === 0) return []
  const request: HttpRequest = {
    method: 'GET',
    path: target.path || '/',
    query: target.query,
    headers: [['Host', target.host]],
    source: '192.0.2.1',
  }
  const keepsHost = target.host === askedHost
  const isOwnHost =
    keepsHost ||
    boundAddresses(graph.load_balancer).includes(target.host.replace(/^\[|\]$/g, '')) ||
    rules.some((rule) => asksForHost(rule, request))
  // Whatever a prefix does not change was true of the request before, and is true again.
  const keepsPath = policy.action === 'REDIRECT_PREFIX' && target.path === ''
  const isAskedAgain = (rule: RuleCore) =>
    (keepsPath && (keepsHost || rule.type !== 'HOST_NAME')) || ruleHolds(rule, request)
  if (!isOwnHost || !rules.every(isAskedAgain)) return []
  const message = `Validation failure: ${policy[attribute]} is this listener again, and this policy takes it again: clients would go round in circles.`
  return [{ about: `l7_policies/${policy.id}/${attribute}`, message }]
}

function partsOf(url: string): Target | null {
  const found = /^(https?):\/\/(\[[^\]]+\]|[^/:?#]+)(?::(\d+))?([^?#]*)(?:\?([^#]*))?/i.exec(url)
  if (found === null) return null
  const [, scheme = '', host = '', port, path = '', query = ''] = found
  const usualPort = scheme.toLowerCase() === 'https' ? 443 : 80
  return { scheme: scheme.toLowerCase(), host, port: Number(port ?? usualPort), path, query }
}

function isAddressedTo(listener: Listener, { scheme, port }: Target): boolean {
  return scheme === (listener.protocol === 'TERMINATED_HTTPS' ? 'https' : 'http') && port === listener.protocol_port
}

function asksForHost(rule: RuleCore, request: HttpRequest): boolean {
  const { type, compare_type, invert, value } = rule
  return type === 'HOST_NAME' && compare_type === 'EQUAL_TO' && !invert && hostOf(request) === value.toLowerCase()
}

function listsConditions({ conditions }: L7Rule): boolean {
  return conditions.length > 0
}
