import type { PolicyAction } from './policy-actions.ts'
import { type RuleKind, type RuleType, ruleKinds } from './rule-kinds.ts'

// A listener that passes TLS through reads one thing: the hello with which a client begins, and the name of the server in it (SNI).
// Its policies decide about connections. What they mean is what they mean of a request that has this name as its host, and nothing else.

/** What rules of such a policy can ask for. */
export const helloRuleTypes = ['HOST_NAME', 'SOURCE_IP'] as const satisfies readonly RuleType[]

/** What such a policy can do: there is nobody whom a redirect could be told. */
export const helloActions = ['REDIRECT_TO_POOL', 'REJECT'] as const satisfies readonly PolicyAction[]

/** Why a rule can not stand on a listener that passes TLS through; null when it can. */
export function hiddenRule(type: RuleType): string | null {
  if ((helloRuleTypes as readonly RuleType[]).includes(type)) return null
  const kind: RuleKind = ruleKinds[type]
  return `Validation failure: The listener passes TLS through, which hides the ${kind.word} of a request. Rules of type ${helloRuleTypes.join(' and ')} can be asked.`
}

/** Why a policy can not do this on a listener that passes TLS through; null when it can. */
export function hiddenAction(action: PolicyAction): string | null {
  if ((helloActions as readonly PolicyAction[]).includes(action)) return null
  return 'Validation failure: The listener passes TLS through and can not answer a client with a redirect. It can REDIRECT_TO_POOL, or REJECT, which closes the connection.'
}
