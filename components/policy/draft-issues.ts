import type { Issue } from 'model/errors'
import { type Graph, pathOf } from 'model/graph/graph'
import { createSchema, defaultsOf, type Resource } from 'model/kit/resource'
import { completePolicy, targetOf } from 'model/l7/policy'
import { type PolicyActionKind, policyActions, type Target } from 'model/l7/policy-actions'
import { type RuleCore, ruleProblem } from 'model/l7/rule'
import { type RuleKind, ruleKinds } from 'model/l7/rule-kinds'
import { type L7Policy, l7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import { newIssues } from '../forms/change-issues.ts'
import { createIssues, placeholderId } from '../forms/declared.ts'
import { type PolicyDraft, type RuleDraft, valuesOf } from './draft.ts'
import { policyName } from './names.ts'
import { policyValues, rulesIn, ruleValues } from './policy-calls.ts'
import { twinOf } from './twin.ts'

const neededTarget: Partial<Readonly<Record<Target, string>>> = {
  redirect_pool_id: 'Choose the pool that the requests are sent to',
  redirect_url: 'A URL is needed: https://www.example.com/sorry',
  redirect_prefix: 'A prefix is needed: https://www.example.com',
  redirect_listener_id: 'Choose the listener that clients are sent to',
}

/**
 * Everything that the API would refuse about a draft, and a twin of it besides. `about` is an attribute of the policy or a part of one, or
 * `rules/<row>/<attribute>`. `policy_id` is of the stored policy that the draft changes, or null.
 */
export function draftIssues(
  graph: Graph,
  listener_id: string,
  draft: PolicyDraft,
  policy_id: string | null = null,
): Issue[] {
  const own = [...policyIssues(listener_id, draft), ...rulesIn(draft).flatMap(ruleIssues)]
  if (own.length > 0) return own
  return [...graphIssues(graph, listener_id, draft, policy_id), ...twinIssues(graph, listener_id, draft, policy_id)]
}

function policyIssues(listener_id: string, draft: PolicyDraft): Issue[] {
  const position = draft.position === null ? {} : { position: draft.position }
  const values = policyValues(draft)
  const missing = missingIssues(draft, values)
  const declared = createIssues('l7_policy', { listener_id, ...values, ...position })
  return [...missing, ...declared.filter((issue) => missing.every((one) => one.about !== issue.about))]
}

function missingIssues(draft: PolicyDraft, values: object): Issue[] {
  const { targets }: PolicyActionKind = policyActions[draft.action]
  const [first] = targets
  const needed = first === undefined ? undefined : neededTarget[first]
  if (first !== undefined && needed !== undefined && targetOf({ action: draft.action, ...values }) === null)
    return [{ about: first, message: needed }]
  if (draft.action === 'FIXED_RESPONSE' && draft.fixed_response_config.status_code === '')
    return [{ about: 'fixed_response_config/status_code', message: 'A status is needed, such as 404' }]
  if (draft.action !== 'REDIRECT_TO_POOL') return []
  return draft.redirect_pools_config.flatMap(({ pool_id }, at) =>
    pool_id === null ? [{ about: `redirect_pools_config/${at}/pool_id`, message: 'Choose a pool' }] : [],
  )
}

function ruleIssues(rule: RuleDraft): Issue[] {
  const kind: RuleKind = ruleKinds[rule.type]
  const at = (attribute: string, message: string): Issue => ({ about: `rules/${rule.row}/${attribute}`, message })
  const missing = [
    ...(kind.key !== null && rule.key === '' ? [at('key', kind.key.help)] : []),
    ...(valuesOf(rule).length === 0 ? [at('value', `A value is needed, such as ${kind.example}`)] : []),
  ]
  if (missing.length > 0) return missing
  const declared = createIssues('l7_rule', { l7policy_id: placeholderId, ...ruleValues(rule) })
  if (declared.length > 0) return declared.map((one) => at(one.about, one.message))
  const problem = ruleProblem(ruleCore(rule))
  return problem === null ? [] : [at(problem.about, problem.message.replace(/^Invalid L7 Rule: /, ''))]
}

/** What goes together on its own may not do so here: a redirect to itself, a pool of another protocol. */
function graphIssues(graph: Graph, listener_id: string, draft: PolicyDraft, policy_id: string | null): Issue[] {
  // But for the one that redirects to a listener, other policies say nothing about this one, and there may be thousands.
  const overriding = graph.l7_policies.filter(
    (one) => one.action === 'REDIRECT_TO_LISTENER' && one.listener_id === listener_id && one.id !== policy_id,
  )
  const before = { ...graph, l7_policies: overriding, l7_rules: [] }
  const policy = policyRow(draft, listener_id)
  const after = { ...before, l7_policies: [...overriding, policy], l7_rules: rulesIn(draft).map(ruleRow) }
  return newIssues(before, after, pathOf({ kind: 'l7_policy', id: policy.id }))
}

function twinIssues(graph: Graph, listener_id: string, draft: PolicyDraft, policy_id: string | null): Issue[] {
  const twin = twinOf(graph, listener_id, { rules: rulesIn(draft).map(ruleRow), policy_id })
  if (twin === null) return []
  const message = `Policy ${policyName(twin)} at position ${twin.position} asks exactly the same. Change a condition, or change that policy.`
  return [{ about: 'rules', message }]
}

const assigned = {
  project_id: '',
  provisioning_status: 'ACTIVE' as const,
  operating_status: 'ONLINE' as const,
  status_reason: null,
  created_at: '',
  updated_at: null,
  tags: [] as string[],
  admin_state_up: true,
}

/** The row that a draft would be. */
export function policyRow(draft: PolicyDraft, listener_id: string): L7Policy {
  const values = { ...defaultsOf(l7Policy), ...policyValues(draft), listener_id, position: draft.position ?? 1 }
  const parsed = createSchema(l7Policy as Resource).safeParse(values)
  const row = { ...assigned, id: placeholderId, ...(parsed.success ? (parsed.data as object) : values) }
  return completePolicy(row as unknown as L7Policy)
}

export function ruleRow(rule: RuleDraft): L7Rule {
  return {
    ...assigned,
    ...ruleCore(rule),
    id: `${placeholderId}-${rule.row}`,
    l7policy_id: placeholderId,
    admin_state_up: rule.admin_state_up,
  }
}

function ruleCore(rule: RuleDraft): RuleCore & Pick<L7Rule, 'conditions'> {
  const { type, compare_type, invert } = rule
  const key = ruleKinds[type].key === null ? null : rule.key
  const values = valuesOf(rule)
  const conditions = values.length > 1 ? values.map((value) => ({ key, value })) : []
  return { type, compare_type, invert, key, value: values[0] ?? '', conditions }
}
