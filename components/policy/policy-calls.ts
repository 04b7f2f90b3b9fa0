import { inherited } from 'model/l7/inherited'
import {
  actionAttributes,
  type Extra,
  type PolicyActionKind,
  policyActions,
  type Target,
} from 'model/l7/policy-actions'
import { ruleKinds } from 'model/l7/rule-kinds'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import type { ApiCall } from '../forms/curl.ts'
import { changedValues, type Values } from '../forms/values.ts'
import { type HeaderDraft, type LimitDraft, type PolicyDraft, type RuleDraft, valuesOf } from './draft.ts'

const policiesPath = '/load-balancer/v2/lbaas/l7policies'

/** How each attribute that belongs to some actions is read from a draft; what is not used is null, or an empty list. */
const attributeOf: { readonly [name in Target | Extra]: (draft: PolicyDraft) => unknown } = {
  redirect_pool_id: (draft) => (isShared(draft) ? null : draft.redirect_pool_id),
  redirect_pools_config: ({ redirect_pools_config }) =>
    redirect_pools_config.map(({ pool_id, weight }) => ({ pool_id, weight })),
  redirect_url: ({ redirect_url, redirect_url_config }) => (redirect_url_config === null ? redirect_url || null : null),
  redirect_url_config: ({ redirect_url_config: parts }) =>
    parts && { ...parts, ...inheritedPlace(parts), port: parts.port || inherited.port },
  redirect_prefix: ({ redirect_prefix }) => redirect_prefix || null,
  redirect_listener_id: ({ redirect_listener_id }) => redirect_listener_id,
  fixed_response_config: ({ fixed_response_config }) => fixed_response_config,
  redirect_pools_sticky_session_config: ({ redirect_pools_sticky_session_config }) =>
    redirect_pools_sticky_session_config,
  rewrite_url_config: ({ rewrite_url_config: parts }) => parts && { ...parts, ...inheritedPlace(parts) },
  insert_headers_config: (draft) => insertedOf(draft.insert_headers_config),
  remove_headers_config: (draft) => removedOf(draft.remove_headers_config),
  insert_response_headers_config: (draft) => insertedOf(draft.insert_response_headers_config),
  remove_response_headers_config: (draft) => removedOf(draft.remove_response_headers_config),
  traffic_limit_config: ({ traffic_limit_config }) => limitOf(traffic_limit_config),
  cors_config: ({ cors_config }) => cors_config,
}

/** Whether several pools share what the policy takes. */
export function isShared({ redirect_pools_config }: Pick<PolicyDraft, 'redirect_pools_config'>): boolean {
  return redirect_pools_config.length > 0
}

/** What is left empty stays as it was asked for. */
function inheritedPlace({ host, path }: { readonly host: string; readonly path: string }) {
  return { host: host || inherited.host, path: path || inherited.path }
}

function insertedOf(headers: readonly HeaderDraft[]): Values | null {
  const configs = headers.map(({ key, value_type, value }) => ({ key, value_type, value }))
  return configs.length === 0 ? null : { configs }
}

function removedOf(names: readonly string[]): Values | null {
  return names.length === 0 ? null : { configs: names.map((key) => ({ key })) }
}

/** No limit at all is none. */
function limitOf({ qps, per_source_ip_qps, burst }: LimitDraft): Values | null {
  const limit = { qps: qps ?? 0, per_source_ip_qps: per_source_ip_qps ?? 0, burst: burst ?? 0 }
  return Object.values(limit).every((one) => one === 0) ? null : limit
}

/** The attributes of a policy as the API takes them: those of its action, and no others. */
export function policyValues(draft: PolicyDraft): Values {
  const { targets, extras, redirects }: PolicyActionKind = policyActions[draft.action]
  const own = [...targets, ...extras].map((name) => [name, attributeOf[name](draft)] as const)
  const hasParts = draft.action === 'REDIRECT_TO_URL' && draft.redirect_url_config !== null
  return {
    name: draft.name,
    description: draft.description,
    action: draft.action,
    ...Object.fromEntries(own),
    ...(redirects && !hasParts ? { redirect_http_code: draft.redirect_http_code } : {}),
  }
}

/** A rule with one value is that value; with several, any of them will do, and the first is its value, too. */
export function ruleValues(rule: RuleDraft): Values {
  const values = valuesOf(rule)
  const key = ruleKinds[rule.type].key === null ? null : rule.key
  return {
    type: rule.type,
    ...(key === null ? {} : { key }),
    compare_type: rule.compare_type,
    value: values[0] ?? '',
    ...(values.length > 1 ? { conditions: values.map((value) => ({ key, value })) } : {}),
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
    ...Object.fromEntries(Object.entries(values).filter(([, value]) => !isNothing(value))),
    ...(draft.position === null ? {} : { position: draft.position }),
    rules: rulesIn(draft).map(ruleValues),
  }
}

/** What redirects to a listener asks nothing. */
export function rulesIn({ action, rules }: Pick<PolicyDraft, 'action' | 'rules'>): readonly RuleDraft[] {
  return action === 'REDIRECT_TO_LISTENER' ? [] : rules
}

function isNothing(value: unknown): boolean {
  if (value === null || (Array.isArray(value) && value.length === 0)) return true
  return typeof value === 'object' && 'configs' in value && isNothing(value.configs)
}

export type Stored = { readonly policy: L7Policy; readonly rules: readonly L7Rule[] }

/** What brings a stored policy to what the draft says: what differs, and all its rules when one of them does. Null: nothing differs. */
export function policyPatch({ policy, rules }: Stored, draft: PolicyDraft): Values | null {
  const changed = Object.entries(changedValues(policy, policyValues(draft)))
  const own = Object.fromEntries(
    changed.filter(([name, value]) => !isNothing(value) || !isNothing(policy[name as keyof L7Policy])),
  )
  const wanted = rulesIn(draft).map((one) => rulePatch(rules, one))
  const isSame = wanted.length === rules.length && wanted.every((one) => isOnlyId(one))
  const patch = isSame ? own : { ...own, rules: wanted }
  return Object.keys(patch).length === 0 ? null : patch
}

/** A rule that stays is its id and what differs. */
function rulePatch(rules: readonly L7Rule[], draft: RuleDraft): Values {
  const stored = rules.find((one) => one.id === draft.id)
  if (!stored) return ruleValues(draft)
  const after = {
    key: null,
    conditions: [],
    ...ruleValues(draft),
    invert: draft.invert,
    admin_state_up: draft.admin_state_up,
  }
  return { id: stored.id, ...changedValues(stored, after) }
}

function isOnlyId(patch: Values): boolean {
  return 'id' in patch && Object.keys(patch).length === 1
}

const seenAttributes = ['name', 'description', 'action', 'redirect_http_code', ...actionAttributes] as const

/** What was there when the draft was begun: with it nobody's change in between is lost. */
export function seenPolicy({ policy, rules }: Stored): Values {
  return {
    ...Object.fromEntries(seenAttributes.map((name) => [name, policy[name]])),
    rules: rules.map(({ id, type, key, compare_type, value, conditions, invert, admin_state_up }) => {
      return { id, type, key, compare_type, value, conditions, invert, admin_state_up }
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
