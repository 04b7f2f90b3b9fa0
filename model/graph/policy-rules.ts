import type { Issue } from '../errors.ts'
import { askedHost } from '../l7/asked-host.ts'
import { hiddenAction, hiddenRule } from '../l7/pass-through.ts'
import { targetProblem } from '../l7/policy.ts'
import { type HttpRequest, hostOf } from '../l7/request.ts'
import { type RuleCore, ruleHolds, ruleProblem } from '../l7/rule.ts'
import { listenerProtocols } from '../listener/protocols.ts'
import { boundAddresses } from '../load-balancer/vip-addresses.ts'
import type { L7Policy } from '../resources/l7-policy.ts'
import type { Listener } from '../resources/listener.ts'
import { type Graph, rulesOf } from './graph.ts'
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
      ...policies.flatMap((one) => issueAbout(`l7_policies/${one.id}/action`, hiddenAction(one.action))),
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
      if (one.redirect_pool_id === null) return []
      const about = `l7_policies/${one.id}/redirect_pool_id`
      const pool = pools.find((candidate) => candidate.id === one.redirect_pool_id)
      if (!pool) return [{ about, message: `Pool ${one.redirect_pool_id} not found.`, code: 'not_found' as const }]
      const listener = listeners.find((candidate) => candidate.id === one.listener_id)
      if (!listener || listener.protocol === 'PROMETHEUS' || fits(listener, pool)) return []
      const message = `Validation failure: The pool protocol '${pool.protocol}' is invalid while the listener protocol is '${listener.protocol}'.`
      return [{ about, message }]
    }),

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
  const target = targetOf(policy[attribute] ?? '')
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

function targetOf(url: string): Target | null {
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
