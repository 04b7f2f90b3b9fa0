import type { Graph } from '../graph/graph.ts'
import { policiesOf, rulesByPolicy } from '../graph/graph.ts'
import { asksForCertificates } from '../listener/client-certificates.ts'
import type { L7Policy } from '../resources/l7-policy.ts'
import type { L7Rule } from '../resources/l7-rule.ts'
import { poolIdsOf } from './policy.ts'
import type { RedirectPool } from './policy-configs.ts'
import { ruleKinds } from './rule-kinds.ts'

/** Why a policy is passed over whatever the request is. */
export const skipReasons = {
  off: 'It is switched off.',
  'no rules': 'It has no rule that is switched on.',
  'no pool': 'Its pool does not exist.',
  'pool off': 'Its pool is switched off.',
  'no listener': 'The listener that it redirects to does not exist.',
  overridden: 'Another policy redirects every request to an HTTPS listener, which overrides all others.',
} as const
export type SkipReason = keyof typeof skipReasons

/** A policy as it is tried: with the rules that count, or why it is passed over. */
export type ServedPolicy = {
  readonly policy: L7Policy
  /** The enabled ones. */
  readonly rules: readonly L7Rule[]
  /** Null when it is tried. */
  readonly skipped: SkipReason | null
  /** Whether a rule of it is about the certificate of the client, and the listener asks for one: no request tells. */
  readonly asksCertificate: boolean
}

/** The policies of a listener in the order in which they are tried. What is on its way out is not among them. */
export function servedPolicies(graph: Graph, listener_id: string): ServedPolicy[] {
  const policies = policiesOf(graph, listener_id).filter(isLive)
  if (policies.length === 0) return []
  const rules = rulesByPolicy(graph.l7_rules.filter((one) => one.admin_state_up && isLive(one)))
  const pools = new Map(graph.pools.filter(isLive).map((one) => [one.id, one]))
  const listener = graph.listeners.find((one) => one.id === listener_id)
  const asks = listener !== undefined && asksForCertificates(listener)
  const listeners = new Set(graph.listeners.filter(isLive).map((one) => one.id))
  const overrider = policies.find((one) => isOverriding(one, listeners))
  return policies.map((policy) => {
    const own = rules.get(policy.id) ?? []
    const isOverridden = overrider !== undefined && overrider !== policy
    const skipped = isOverridden ? 'overridden' : skipReason(policy, own, { pools, listeners })
    return { policy, rules: own, skipped, asksCertificate: asks && own.some((one) => ruleKinds[one.type].needsTls) }
  })
}

/** Huawei's redirect to a listener: it needs no rules, and overrides whatever else there is (ELB v3, action). */
function isOverriding(policy: L7Policy, listeners: ReadonlySet<string>): boolean {
  const { action, admin_state_up, redirect_listener_id } = policy
  return action === 'REDIRECT_TO_LISTENER' && admin_state_up && listeners.has(redirect_listener_id ?? '')
}

type Ends = {
  readonly pools: ReadonlyMap<string, { readonly admin_state_up: boolean }>
  readonly listeners: ReadonlySet<string>
}

function skipReason(policy: L7Policy, rules: readonly L7Rule[], { pools, listeners }: Ends): SkipReason | null {
  if (!policy.admin_state_up) return 'off'
  if (policy.action === 'REDIRECT_TO_LISTENER')
    return listeners.has(policy.redirect_listener_id ?? '') ? null : 'no listener'
  if (rules.length === 0) return 'no rules'
  if (policy.action !== 'REDIRECT_TO_POOL') return null
  const known = poolIdsOf(policy).flatMap((id) => pools.get(id) ?? [])
  if (known.length === 0) return 'no pool'
  return known.some((one) => one.admin_state_up) ? null : 'pool off'
}

/** The pools that share what a policy takes, without those that are switched off or gone. One pool alone has all of it. */
export function sharesOf(graph: Pick<Graph, 'pools'>, policy: L7Policy): readonly RedirectPool[] {
  const isServing = (id: string) => graph.pools.some((one) => one.id === id && one.admin_state_up && isLive(one))
  if (policy.redirect_pool_id !== null) return [{ pool_id: policy.redirect_pool_id, weight: 1 }]
  return policy.redirect_pools_config.filter((one) => isServing(one.pool_id))
}

function isLive(row: { readonly provisioning_status: string }): boolean {
  return row.provisioning_status !== 'PENDING_DELETE'
}
