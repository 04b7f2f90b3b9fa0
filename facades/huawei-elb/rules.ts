import type { Graph } from 'model/graph/graph'
import { createChild, removeResource, updateResource } from '@/server/services/resources.ts'
import type { Shown } from '@/server/services/shown.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { answer, gone } from './answers.ts'
import { rootOf } from './bodies.ts'
import { couldNotBeFound } from './errors.ts'
import { settled } from './forwarding.ts'
import { byName, listed } from './lists.ts'
import { ruleWire } from './policy-wire.ts'
import { ownRow, ownRows } from './rows.ts'
import { type RuleWish, ruleBody, ruleParts, shownRule } from './rule-dialect.ts'

const filters = byName(
  ...['id', 'type', 'compare_type', 'value', 'key', 'provisioning_status', 'admin_state_up', 'invert'],
  'enterprise_project_id',
)

export async function listRules(call: Call): Promise<Response> {
  const { id: l7policy_id } = await ownRow(call, 'l7_policy', parameter(call, 'l7policy_id'))
  const rows = (await ownRows(call, 'l7_rule', { l7policy_id })).map(ruleWire)
  return listed(call.url, 'rules', { rows, filters })
}

/** Of all policies of the project, or of those that `l7policy_id` names. */
export async function listAllRules(call: Call): Promise<Response> {
  const wanted = call.url.searchParams.getAll('l7policy_id')
  const rows = (await ownRows(call, 'l7_rule')).filter((one) => wanted.length === 0 || wanted.includes(one.l7policy_id))
  return listed(call.url, 'rules', { rows: rows.map(ruleWire), filters })
}

export async function showRule(call: Call): Promise<Response> {
  return answer({ rule: ruleWire(await ruleOfPolicy(call)) })
}

export async function createRule(call: Call): Promise<Response> {
  const { id: l7policy_id } = await ownRow(call, 'l7_policy', parameter(call, 'l7policy_id'))
  const input = { ...ruleParts(rootOf(call.body, 'rule', ruleBody.create)), l7policy_id }
  const row = await createChild(call.actor, 'l7_rule', input, { settle: settling(l7policy_id) })
  return answer({ rule: ruleWire(row) }, 201)
}

/** What is not said stays; a value alone stands in place of conditions. */
export async function updateRule(call: Call): Promise<Response> {
  const row = await ruleOfPolicy(call)
  const wish = rootOf(call.body, 'rule', ruleBody.update)
  const old = shownRule(row)
  const isByValue = (wish.value ?? '') !== '' && !wish.conditions?.length
  const conditions = isByValue
    ? []
    : (wish.conditions ?? (row.conditions.length === 0 && row.key === null ? [] : old.conditions))
  const compare_type = wish.compare_type ?? old.compare_type
  const whole: RuleWish = { type: row.type, compare_type, value: wish.value || old.value, conditions }
  const { type: _, ...patch } = ruleParts(whole)
  const updated = await updateResource(call.actor, 'l7_rule', row.id, patch, { settle: settling(row.l7policy_id) })
  return answer({ rule: ruleWire(updated) })
}

export async function removeRule(call: Call): Promise<Response> {
  const { id, l7policy_id } = await ruleOfPolicy(call)
  await removeResource(call.actor, 'l7_rule', id, { settle: settling(l7policy_id) })
  return gone()
}

function settling(id: string) {
  return (before: Graph, after: Graph) => settled(before, after, { id, hasPriority: false })
}

async function ruleOfPolicy(call: Call): Promise<Shown<'l7_rule'>> {
  const policy = await ownRow(call, 'l7_policy', parameter(call, 'l7policy_id'))
  const rule = await ownRow(call, 'l7_rule', parameter(call, 'id'))
  if (rule.l7policy_id !== policy.id) throw couldNotBeFound('Rule', rule.id)
  return rule
}
