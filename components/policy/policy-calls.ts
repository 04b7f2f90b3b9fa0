import { type PolicyActionKind, policyActions } from 'model/l7/policy-actions'
import { ruleKinds } from 'model/l7/rule-kinds'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import type { WishedChange } from '../api.ts'
import type { ApiCall } from '../forms/curl.ts'
import { changedValues, type Values } from '../forms/values.ts'
import type { PolicyDraft, RuleDraft } from './draft.ts'

const policiesPath = '/load-balancer/v2/lbaas/l7policies'

/** The attributes of a policy as the API takes them: only the target that its action needs. */
export function policyValues(draft: PolicyDraft): Values {
  const { target, redirects }: PolicyActionKind = policyActions[draft.action]
  return {
    name: draft.name,
    description: draft.description,
    action: draft.action,
    ...(target === null ? {} : { [target]: draft[target] === '' ? null : draft[target] }),
    ...(redirects ? { redirect_http_code: draft.redirect_http_code } : {}),
  }
}

export function ruleValues(rule: RuleDraft): Values {
  return {
    type: rule.type,
    ...(ruleKinds[rule.type].key === null ? {} : { key: rule.key }),
    compare_type: rule.compare_type,
    value: rule.value,
    ...(rule.invert ? { invert: true } : {}),
    ...(rule.admin_state_up ? {} : { admin_state_up: false }),
  }
}

/** The body of a create, rules inside. */
export function policyBody(draft: PolicyDraft, listener_id: string): Values {
  const { name, description, ...values } = policyValues(draft)
  return {
    listener_id,
    ...(name === '' ? {} : { name }),
    ...(description === '' ? {} : { description }),
    ...values,
    ...(draft.position === null ? {} : { position: draft.position }),
    rules: draft.rules.map(ruleValues),
  }
}

/** One of the calls that bring a stored policy to what the panel says. */
export type PolicyChange =
  /** A new rule, of this row of the panel. */
  | { readonly do: 'create'; readonly kind: 'l7_rule'; readonly row: number; readonly values: Values }
  | { readonly do: 'update'; readonly kind: 'l7_rule' | 'l7_policy'; readonly id: string; readonly values: Values }
  | { readonly do: 'remove'; readonly kind: 'l7_rule'; readonly id: string }

/**
 * What differs, as calls in the order in which they are safe: what narrows the policy comes before what widens it, so that it takes
 * no request between two calls that it takes neither before nor after.
 */
export function policyChanges(
  stored: { readonly policy: L7Policy; readonly rules: readonly L7Rule[] },
  draft: PolicyDraft,
): PolicyChange[] {
  const { policy, rules } = stored
  const kept = new Set(draft.rules.map((one) => one.id))
  const added = draft.rules
    .filter((one) => one.id === null)
    .map((one): PolicyChange => ({ do: 'create', kind: 'l7_rule', row: one.row, values: ruleValues(one) }))
  const changed = draft.rules.flatMap((one): PolicyChange[] => {
    const before = rules.find((rule) => rule.id === one.id)
    if (!before) return []
    const after = { key: null, ...ruleValues(one), invert: one.invert, admin_state_up: one.admin_state_up }
    const values = changedValues(before, after)
    return Object.keys(values).length === 0 ? [] : [{ do: 'update', kind: 'l7_rule', id: before.id, values }]
  })
  const removed = rules
    .filter((one) => !kept.has(one.id))
    .map((one): PolicyChange => ({ do: 'remove', kind: 'l7_rule', id: one.id }))
  const patch = changedValues(policy, policyValues(draft))
  const own: PolicyChange[] =
    Object.keys(patch).length === 0 ? [] : [{ do: 'update', kind: 'l7_policy', id: policy.id, values: patch }]
  return [...added, ...changed, ...removed, ...own]
}

/** The same as a wish, to be told beforehand what it would do. */
export function wishOf(change: PolicyChange, policy_id: string): WishedChange {
  if (change.do === 'update') return { kind: change.kind, id: change.id, change: change.values }
  if (change.do === 'remove') return { kind: change.kind, id: change.id, change: 'remove' }
  return { kind: change.kind, id: null, change: { ...change.values, l7policy_id: policy_id } }
}

/** The same as commands, for "Copy as". */
export function apiCallOf(change: PolicyChange, policy_id: string): ApiCall {
  if (change.kind === 'l7_policy')
    return { method: 'PUT', path: `${policiesPath}/${policy_id}`, body: { l7policy: change.values } }
  const rules = `${policiesPath}/${policy_id}/rules`
  if (change.do === 'remove') return { method: 'DELETE', path: `${rules}/${change.id}` }
  if (change.do === 'create') return { method: 'POST', path: rules, body: { rule: change.values } }
  return { method: 'PUT', path: `${rules}/${change.id}`, body: { rule: change.values } }
}

export function createPolicyCall(body: Values): ApiCall {
  return { method: 'POST', path: policiesPath, body: { l7policy: body } }
}
