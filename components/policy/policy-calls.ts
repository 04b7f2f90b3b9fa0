import { type PolicyActionKind, policyActions } from 'model/l7/policy-actions'
import { ruleKinds } from 'model/l7/rule-kinds'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
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
export function policyBody(draft: PolicyDraft): Values {
  const { name, description, ...values } = policyValues(draft)
  return {
    ...(name === '' ? {} : { name }),
    ...(description === '' ? {} : { description }),
    ...values,
    ...(draft.position === null ? {} : { position: draft.position }),
    rules: draft.rules.map(ruleValues),
  }
}

export type Stored = { readonly policy: L7Policy; readonly rules: readonly L7Rule[] }

/** What brings a stored policy to what the draft says: what differs, and all its rules when one of them does. Null: nothing differs. */
export function policyPatch({ policy, rules }: Stored, draft: PolicyDraft): Values | null {
  const own = changedValues(policy, policyValues(draft))
  const wanted = draft.rules.map((one) => rulePatch(rules, one))
  const isSame = wanted.length === rules.length && wanted.every((one) => isOnlyId(one))
  const patch = isSame ? own : { ...own, rules: wanted }
  return Object.keys(patch).length === 0 ? null : patch
}

/** A rule that stays is its id and what differs. */
function rulePatch(rules: readonly L7Rule[], draft: RuleDraft): Values {
  const stored = rules.find((one) => one.id === draft.id)
  if (!stored) return ruleValues(draft)
  const after = { key: null, ...ruleValues(draft), invert: draft.invert, admin_state_up: draft.admin_state_up }
  return { id: stored.id, ...changedValues(stored, after) }
}

function isOnlyId(patch: Values): boolean {
  return 'id' in patch && Object.keys(patch).length === 1
}

/** What was there when the draft was begun: with it nobody's change in between is lost. */
export function seenPolicy({ policy, rules }: Stored): Values {
  const { name, description, action, redirect_pool_id, redirect_url, redirect_prefix, redirect_http_code } = policy
  return {
    ...{ name, description, action, redirect_pool_id, redirect_url, redirect_prefix, redirect_http_code },
    rules: rules.map(({ id, type, key, compare_type, value, invert, admin_state_up }) => {
      return { id, type, key, compare_type, value, invert, admin_state_up }
    }),
  }
}

/** The one call that changes a policy with all its rules. */
export function changePolicyCall(stored: Stored, patch: Values): ApiCall {
  const body = { l7policy: patch, if_l7policy: seenPolicy(stored) }
  return { method: 'PUT', path: `/console/l7policies/${stored.policy.id}`, body }
}

/** The one call that creates these policies of a listener. */
export function createPoliciesCall(listener_id: string, drafts: readonly PolicyDraft[]): ApiCall {
  const bodies = drafts.map(policyBody)
  const [first] = bodies
  return first && bodies.length === 1
    ? { method: 'POST', path: policiesPath, body: { l7policy: { listener_id, ...first } } }
    : { method: 'POST', path: `/console/listeners/${listener_id}/l7policies`, body: { l7policies: bodies } }
}
