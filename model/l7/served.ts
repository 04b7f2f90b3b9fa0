import type { Graph } from '../graph/graph.ts'
import { policiesOf } from '../graph/graph.ts'
import { asksForCertificates } from '../listener/client-certificates.ts'
import type { L7Policy } from '../resources/l7-policy.ts'
import type { L7Rule } from '../resources/l7-rule.ts'
import { ruleKinds } from './rule-kinds.ts'

/** Why a policy is passed over whatever the request is. */
export const skipReasons = {
  off: 'It is switched off.',
  'no rules': 'It has no rule that is switched on.',
  'no pool': 'Its pool does not exist.',
  'pool off': 'Its pool is switched off.',
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
  const rules = new Map<string, L7Rule[]>(policies.map((one) => [one.id, []]))
  for (const rule of graph.l7_rules) {
    if (rule.admin_state_up && isLive(rule)) rules.get(rule.l7policy_id)?.push(rule)
  }
  const pools = new Map(graph.pools.filter(isLive).map((one) => [one.id, one]))
  const listener = graph.listeners.find((one) => one.id === listener_id)
  const asks = listener !== undefined && asksForCertificates(listener)
  return policies.map((policy) => {
    const own = rules.get(policy.id) ?? []
    const skipped = skipReason(policy, own, pools.get(policy.redirect_pool_id ?? ''))
    return { policy, rules: own, skipped, asksCertificate: asks && own.some((one) => ruleKinds[one.type].needsTls) }
  })
}

function skipReason(
  policy: L7Policy,
  rules: readonly L7Rule[],
  pool: { readonly admin_state_up: boolean } | undefined,
): SkipReason | null {
  if (!policy.admin_state_up) return 'off'
  if (rules.length === 0) return 'no rules'
  if (policy.action !== 'REDIRECT_TO_POOL') return null
  if (pool === undefined) return 'no pool'
  return pool.admin_state_up ? null : 'pool off'
}

function isLive(row: { readonly provisioning_status: string }): boolean {
  return row.provisioning_status !== 'PENDING_DELETE'
}
