import type { CompareType } from 'model/l7/compare-types'
import type { PolicyAction, RedirectCode } from 'model/l7/policy-actions'
import type {
  HeaderValueType,
  InsertHeadersConfig,
  RedirectUrlConfig,
  RemoveHeadersConfig,
  RewriteUrlConfig,
} from 'model/l7/policy-configs'
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
  /** What stands in the field. */
  readonly value: string
  /** What was added before it: any one of these or the value will do. */
  readonly added: readonly string[]
  readonly invert: boolean
  readonly admin_state_up: boolean
}

/** A number as it was typed: text that is none stays for the schema to refuse. */
export type TypedNumber = number | string | null

/** A pool and its weight among others. */
export type ShareDraft = { readonly row: number; readonly pool_id: string | null; readonly weight: TypedNumber }

export type HeaderDraft = {
  readonly row: number
  readonly key: string
  readonly value_type: HeaderValueType
  readonly value: string
}

export type AnswerDraft = {
  readonly status_code: string
  readonly content_type: string
  readonly message_body: string
}

export type LimitDraft = {
  readonly qps: TypedNumber
  readonly per_source_ip_qps: TypedNumber
  readonly burst: TypedNumber
}

export type CorsDraft = {
  readonly allow_origins: readonly string[]
  readonly allow_methods: readonly string[]
  readonly allow_headers: readonly string[]
  readonly expose_headers: readonly string[]
  readonly allow_credentials: boolean
  readonly max_age: TypedNumber
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
  /** Empty: one pool has it all. */
  readonly redirect_pools_config: readonly ShareDraft[]
  readonly redirect_pools_sticky_session_config: { readonly enable: boolean; readonly timeout: TypedNumber } | null
  /** Null: the URL is one text. */
  readonly redirect_url_config: { readonly [part in keyof RedirectUrlConfig]: string } | null
  readonly redirect_listener_id: string | null
  readonly fixed_response_config: AnswerDraft
  readonly rewrite_url_config: { readonly [part in keyof RewriteUrlConfig]: string } | null
  readonly insert_headers_config: readonly HeaderDraft[]
  readonly remove_headers_config: readonly string[]
  readonly insert_response_headers_config: readonly HeaderDraft[]
  readonly remove_response_headers_config: readonly string[]
  readonly traffic_limit_config: LimitDraft
  readonly cors_config: CorsDraft | null
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
    added: [],
    invert: false,
    admin_state_up: true,
    ...given,
    row: rows,
  }
}

/** Every value of a rule, in the order in which they were typed. */
export function valuesOf({ added, value }: Pick<RuleDraft, 'added' | 'value'>): readonly string[] {
  return value === '' ? added : [...added, value]
}

export function shareDraft(pool_id: string | null, weight: TypedNumber): ShareDraft {
  rows += 1
  return { row: rows, pool_id, weight }
}

export function headerDraft(given: Partial<Omit<HeaderDraft, 'row'>> = {}): HeaderDraft {
  rows += 1
  return { key: '', value_type: 'USER_DEFINED', value: '', ...given, row: rows }
}

const noLimit: LimitDraft = { qps: null, per_source_ip_qps: null, burst: null }
const usualAnswer: AnswerDraft = { status_code: '', content_type: 'text/plain', message_body: '' }

export function policyDraft(given: Partial<PolicyDraft> = {}): PolicyDraft {
  return {
    name: '',
    description: '',
    action: 'REDIRECT_TO_POOL',
    redirect_pool_id: null,
    redirect_url: '',
    redirect_prefix: '',
    redirect_http_code: 302,
    redirect_pools_config: [],
    redirect_pools_sticky_session_config: null,
    redirect_url_config: null,
    redirect_listener_id: null,
    fixed_response_config: usualAnswer,
    rewrite_url_config: null,
    insert_headers_config: [],
    remove_headers_config: [],
    insert_response_headers_config: [],
    remove_response_headers_config: [],
    traffic_limit_config: noLimit,
    cors_config: null,
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
    redirect_pools_config: policy.redirect_pools_config.map((one) => shareDraft(one.pool_id, one.weight)),
    redirect_pools_sticky_session_config: policy.redirect_pools_sticky_session_config,
    redirect_url_config: policy.redirect_url_config,
    redirect_listener_id: policy.redirect_listener_id,
    fixed_response_config: policy.fixed_response_config ?? usualAnswer,
    rewrite_url_config: policy.rewrite_url_config,
    insert_headers_config: insertedDrafts(policy.insert_headers_config),
    remove_headers_config: removedNames(policy.remove_headers_config),
    insert_response_headers_config: insertedDrafts(policy.insert_response_headers_config),
    remove_response_headers_config: removedNames(policy.remove_response_headers_config),
    traffic_limit_config: policy.traffic_limit_config ?? noLimit,
    cors_config: policy.cors_config,
    position: policy.position,
    rules: rules.map(ruleDraftOf),
  })
}

function ruleDraftOf({ id, type, key, compare_type, value, conditions, invert, admin_state_up }: L7Rule): RuleDraft {
  const own = { id, type, key: key ?? '', compare_type, invert, admin_state_up }
  return conditions.length > 1
    ? ruleDraft({ ...own, added: conditions.map((one) => one.value) })
    : ruleDraft({ ...own, value })
}

function insertedDrafts(config: InsertHeadersConfig | null): HeaderDraft[] {
  return (config?.configs ?? []).map((one) => headerDraft(one))
}

function removedNames(config: RemoveHeadersConfig | null): string[] {
  return (config?.configs ?? []).map((one) => one.key)
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
