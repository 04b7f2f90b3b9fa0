import type { CompareType } from 'model/l7/compare-types'
import type { PolicyAction, RedirectCode } from 'model/l7/policy-actions'
import type { RuleType } from 'model/l7/rule-kinds'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'

/** A rule as the panel holds it: as typed, not checked yet. */
export type RuleDraft = {
  /** Tells rows apart while they have no id. */
  readonly row: number
  /** Of the stored rule that it changes; null when it is new. */
  readonly id: string | null
  readonly type: RuleType
  readonly key: string
  readonly compare_type: CompareType
  readonly value: string
  readonly invert: boolean
  readonly admin_state_up: boolean
}

/** A policy with its rules as the panel holds them. */
export type PolicyDraft = {
  readonly name: string
  readonly description: string
  readonly action: PolicyAction
  readonly redirect_pool_id: string | null
  readonly redirect_url: string
  readonly redirect_prefix: string
  readonly redirect_http_code: RedirectCode
  /** Where a new one is put; null is last. */
  readonly position: number | null
  readonly rules: readonly RuleDraft[]
}

let rows = 0

/** One more row, filled in as far as it is known. */
export function ruleDraft(given: Partial<Omit<RuleDraft, 'row'>> = {}): RuleDraft {
  rows += 1
  return {
    id: null,
    type: 'HOST_NAME',
    key: '',
    compare_type: 'EQUAL_TO',
    value: '',
    invert: false,
    admin_state_up: true,
    ...given,
    row: rows,
  }
}

export function policyDraft(given: Partial<PolicyDraft> = {}): PolicyDraft {
  return {
    name: '',
    description: '',
    action: 'REDIRECT_TO_POOL',
    redirect_pool_id: null,
    redirect_url: '',
    redirect_prefix: '',
    redirect_http_code: 302,
    position: null,
    rules: [ruleDraft()],
    ...given,
  }
}

/** A stored policy with its rules, to be changed. */
export function draftOf(policy: L7Policy, rules: readonly L7Rule[]): PolicyDraft {
  return policyDraft({
    name: policy.name,
    description: policy.description,
    action: policy.action,
    redirect_pool_id: policy.redirect_pool_id,
    redirect_url: policy.redirect_url ?? '',
    redirect_prefix: policy.redirect_prefix ?? '',
    redirect_http_code: policy.redirect_http_code ?? 302,
    position: policy.position,
    rules: rules.map((one) =>
      ruleDraft({
        id: one.id,
        type: one.type,
        key: one.key ?? '',
        compare_type: one.compare_type,
        value: one.value,
        invert: one.invert,
        admin_state_up: one.admin_state_up,
      }),
    ),
  })
}

/** The same as a new one, right behind it. */
export function duplicateOf(policy: L7Policy, rules: readonly L7Rule[]): PolicyDraft {
  const draft = draftOf(policy, rules)
  return {
    ...draft,
    name: policy.name === '' ? '' : `${policy.name} copy`,
    position: policy.position + 1,
    rules: draft.rules.map((one) => ({ ...one, id: null })),
  }
}
