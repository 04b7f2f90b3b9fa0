import { type Graph, policiesOf } from 'model/graph/graph'
import type { L7Policy } from 'model/resources/l7-policy'
import type { L7Rule } from 'model/resources/l7-rule'
import type { PolicyDraft } from './draft.ts'
import { policyRow, ruleRow } from './draft-issues.ts'
import { rulesIn } from './policy-calls.ts'

/** The load balancer as it would be once the panel is saved. `policy_id` is of the stored policy that the only draft changes, or null. */
export function draftedGraph(
  graph: Graph,
  listener_id: string,
  { policy_id, drafts }: { readonly policy_id: string | null; readonly drafts: readonly PolicyDraft[] },
): Graph {
  const stored = policiesOf(graph, listener_id)
  const was = stored.find((one) => one.id === policy_id)
  const rows = drafts.map((draft, at) => ({ draft, policy: draftedRow(draft, listener_id, was ?? madeId('9', at)) }))
  const order = rows.reduce(
    (before, { draft, policy }) => withPolicy(before, policy, was ? null : draft.position),
    [...stored],
  )
  const policies = order.map((one, at) => ({ ...one, position: at + 1 }))
  return {
    ...graph,
    l7_policies: [...graph.l7_policies.filter((one) => one.listener_id !== listener_id), ...policies],
    l7_rules: [
      ...graph.l7_rules.filter((one) => one.l7policy_id !== policy_id),
      ...rows.flatMap(({ draft, policy }) => rulesOf(draft, policy.id)),
    ],
  }
}

/** The policies of a listener and their rules, as the API takes a draft. */
export function draftBody({ l7_policies, l7_rules }: Graph, listener_id: string) {
  const policies = l7_policies.filter((one) => one.listener_id === listener_id)
  const ids = new Set(policies.map((one) => one.id))
  return { l7_policies: policies, l7_rules: l7_rules.filter((one) => ids.has(one.l7policy_id)) }
}

function draftedRow(draft: PolicyDraft, listener_id: string, was: L7Policy | string): L7Policy {
  const row = { ...policyRow(draft, listener_id), name: draft.name || 'unnamed' }
  if (typeof was === 'string') return { ...row, id: was }
  return { ...row, id: was.id, admin_state_up: was.admin_state_up, position: was.position, priority: was.priority }
}

function rulesOf(draft: PolicyDraft, l7policy_id: string): L7Rule[] {
  return rulesIn(draft).map((one) => ({ ...ruleRow(one), id: one.id ?? madeId('8', one.row), l7policy_id }))
}

/** In its place when it is there already, else at a position from 1, or last. */
function withPolicy(order: readonly L7Policy[], policy: L7Policy, position: number | null): L7Policy[] {
  if (order.some((one) => one.id === policy.id)) return order.map((one) => (one.id === policy.id ? policy : one))
  return order.toSpliced(position === null ? order.length : position - 1, 0, policy)
}

/** The id of a row that has none yet: no stored one looks like it. */
function madeId(variant: '8' | '9', number: number): string {
  return `00000000-0000-4000-${variant}000-${number.toString(16).padStart(12, '0')}`
}
