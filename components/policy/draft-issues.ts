import type { Issue } from 'model/errors'
import { type Graph, pathOf } from 'model/graph/graph'
import { type PolicyActionKind, policyActions } from 'model/l7/policy-actions'
import { type RuleCore, ruleProblem } from 'model/l7/rule'
import { type RuleKind, ruleKinds } from 'model/l7/rule-kinds'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import { newIssues } from '../forms/change-issues.ts'
import { createIssues, placeholderId } from '../forms/declared.ts'
import type { PolicyDraft, RuleDraft } from './draft.ts'
import { policyValues, ruleValues } from './policy-calls.ts'

const neededTarget = {
  redirect_pool_id: 'Choose the pool that the requests are sent to',
  redirect_url: 'A URL is needed: https://www.example.com/sorry',
  redirect_prefix: 'A prefix is needed: https://www.example.com',
} as const

/** Everything that the API would refuse about a draft. `about` is an attribute of the policy, or `rules/<row>/<attribute>`. */
export function draftIssues(graph: Graph, listener_id: string, draft: PolicyDraft): Issue[] {
  const own = [...policyIssues(listener_id, draft), ...draft.rules.flatMap(ruleIssues)]
  return own.length > 0 ? own : graphIssues(graph, listener_id, draft)
}

function policyIssues(listener_id: string, draft: PolicyDraft): Issue[] {
  const { target }: PolicyActionKind = policyActions[draft.action]
  const missing = target !== null && !draft[target] ? [{ about: target, message: neededTarget[target] }] : []
  const position = draft.position === null ? {} : { position: draft.position }
  const declared = createIssues('l7_policy', { listener_id, ...policyValues(draft), ...position })
  return [...missing, ...declared.filter((issue) => missing.every((one) => one.about !== issue.about))]
}

function ruleIssues(rule: RuleDraft): Issue[] {
  const kind: RuleKind = ruleKinds[rule.type]
  const at = (attribute: string, message: string): Issue => ({ about: `rules/${rule.row}/${attribute}`, message })
  const missing = [
    ...(kind.key !== null && rule.key === '' ? [at('key', kind.key.help)] : []),
    ...(rule.value === '' ? [at('value', `A value is needed, such as ${kind.example}`)] : []),
  ]
  if (missing.length > 0) return missing
  const declared = createIssues('l7_rule', { l7policy_id: placeholderId, ...ruleValues(rule) })
  if (declared.length > 0) return declared.map((one) => at(one.about, one.message))
  const problem = ruleProblem(ruleCore(rule))
  return problem === null ? [] : [at(problem.about, problem.message.replace(/^Invalid L7 Rule: /, ''))]
}

/** What goes together on its own may not do so here: a redirect to itself, a pool of another protocol. */
function graphIssues(graph: Graph, listener_id: string, draft: PolicyDraft): Issue[] {
  // The other policies of the listener say nothing about this one, and there may be thousands.
  const before = { ...graph, l7_policies: [], l7_rules: [] }
  const policy = policyRow(draft, listener_id)
  const after = { ...before, l7_policies: [policy], l7_rules: draft.rules.map(ruleRow) }
  return newIssues(before, after, pathOf({ kind: 'l7_policy', id: policy.id }))
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
  const unset = { redirect_pool_id: null, redirect_url: null, redirect_prefix: null, redirect_http_code: null }
  const values = { ...unset, ...policyValues(draft), listener_id, position: draft.position ?? 1 }
  return { ...assigned, id: placeholderId, ...values } as unknown as L7Policy
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

function ruleCore({ type, compare_type, key, value, invert }: RuleDraft): RuleCore {
  return { type, compare_type, value, invert, key: ruleKinds[type].key === null ? null : key }
}
