import { type Graph, rulesByPolicy } from 'model/graph/graph'
import type { L7Policy } from 'model/resources/l7-policy'
import { changePriorities } from '@/server/services/policy-order.ts'
import { changePolicyTree, createPolicyTree } from '@/server/services/policy-trees.ts'
import { removeResource } from '@/server/services/resources.ts'
import type { Shown } from '@/server/services/shown.ts'
import { isObject } from '../shared/body.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { parsed } from '../shared/parse.ts'
import { answer, gone } from './answers.ts'
import { rootOf } from './bodies.ts'
import { EmptyBody, invalidInput } from './errors.ts'
import { refuseOtherPriority, settled } from './forwarding.ts'
import { byName, listed } from './lists.ts'
import { type PolicyWish, policyBody, prioritiesBody } from './policy-bodies.ts'
import { elbActions, policyInput } from './policy-input.ts'
import { policyWire, ruleWire } from './policy-wire.ts'
import { ownId, ownRow, ownRows } from './rows.ts'

const filters = byName(
  ...['id', 'name', 'description', 'admin_state_up', 'listener_id', 'action', 'redirect_pool_id', 'position'],
  ...['redirect_listener_id', 'redirect_url', 'provisioning_status', 'priority', 'enterprise_project_id'],
)

export async function listPolicies(call: Call): Promise<Response> {
  const query = call.url.searchParams
  const listeners = new Map((await ownRows(call, 'listener')).map((one) => [one.id, one]))
  const showsRules = query.get('display_all_rules')?.toLowerCase() === 'true'
  const rules = showsRules ? rulesByPolicy(await ownRows(call, 'l7_rule')) : null
  const rows = (await ownRows(call, 'l7_policy')).map((row) => {
    const own = rules === null ? row.rules : (rules.get(row.id) ?? []).map(ruleWire)
    return policyWire({ ...row, rules: own }, listeners.get(row.listener_id)?.enhance_l7policy_enable ?? true)
  })
  return listed(call.url, 'l7policies', { rows, filters })
}

export async function showPolicy(call: Call): Promise<Response> {
  return shown(call, await ownRow(call, 'l7_policy', parameter(call, 'id')))
}

async function shown(call: Call, row: Shown<'l7_policy'>, status: 200 | 201 = 200): Promise<Response> {
  const listener = await ownRow(call, 'listener', row.listener_id)
  return answer({ l7policy: policyWire(row, listener.enhance_l7policy_enable) }, status)
}

export async function createPolicy(call: Call): Promise<Response> {
  const wish = rootOf(call.body, 'l7policy', policyBody.create)
  const { action, listener_id, priority } = wish
  if (!(elbActions as readonly string[]).includes(action))
    throw invalidInput('action', `Value should be one of: ${elbActions.join(', ')}`)
  await ownRow(call, 'listener', listener_id)
  await refuseUnknown(call, wish, listener_id)
  refuseOtherPriority(action, priority)
  const input = { ...policyInput(wish, action, null), action, listener_id }
  const settle = (before: Graph, after: Graph) => settled(before, after, { id: null, hasPriority: isGiven(priority) })
  const row = await createPolicyTree(call.actor, input, settle)
  return shown(call, row, 201)
}

export async function updatePolicy(call: Call): Promise<Response> {
  const row = await ownRow(call, 'l7_policy', parameter(call, 'id'))
  const wish = rootOf(call.body, 'l7policy', policyBody.update)
  for (const name of ['action', 'listener_id'] as const)
    if (isGiven(wish[name]) && wish[name] !== row[name]) throw invalidInput(name, `The ${name} of a policy stays`)
  await refuseUnknown(call, wish, row.listener_id)
  refuseOtherPriority(row.action, wish.priority)
  const { id } = row
  const hasPriority = isGiven(wish.priority)
  await changePolicyTree(call.actor, id, {
    input: policyInput(wish, row.action, row),
    settle: (before, after) => settled(before, after, { id, hasPriority }),
  })
  return shown(call, await ownRow(call, 'l7_policy', id))
}

export async function removePolicy(call: Call): Promise<Response> {
  const { id } = await ownRow(call, 'l7_policy', parameter(call, 'id'))
  await removeResource(call.actor, 'l7_policy', id)
  return gone()
}

/** Several policies change their priorities at once, so that two can change places. */
export async function updatePriorities(call: Call): Promise<Response> {
  if (call.body === undefined) throw new EmptyBody()
  const { l7policies } = parsed(prioritiesBody, isObject(call.body) ? call.body : {})
  const rows: Shown<'l7_policy'>[] = []
  for (const [at, { id, priority }] of l7policies.entries()) {
    const row = await ownRow(call, 'l7_policy', id)
    if (rows.some((one) => one.id === row.id))
      throw invalidInput(`l7policies/${at}/id`, 'Each policy should be named once')
    refuseBatched(row, priority)
    rows.push(row)
  }
  const [first, ...others] = rows
  if (!first || others.some((one) => one.loadbalancer_id !== first.loadbalancer_id))
    throw invalidInput('l7policies', 'The policies should be of one load balancer')
  const priorities = new Map(l7policies.map(({ id, priority }) => [id, priority]))
  await changePriorities(call.actor, first.loadbalancer_id, { priorities, settle: ordered([...priorities.keys()]) })
  return answer({}, 202)
}

function refuseBatched({ action }: L7Policy, priority: number): void {
  if (action === 'REDIRECT_TO_LISTENER') throw invalidInput('priority', 'A redirect to a listener keeps the priority 0')
  refuseOtherPriority(action, priority)
}

/** Each of them is judged as if it alone had changed. */
function ordered(ids: readonly string[]) {
  return (before: Graph, after: Graph) =>
    ids.reduce((graph, id) => settled(before, graph, { id, hasPriority: true }), after)
}

/** What a body refers to is of the project; the listener to redirect to is of the same load balancer. @throws not_found, invalid */
async function refuseUnknown(call: Call, wish: PolicyWish, listener_id: string): Promise<void> {
  await ownId(call, 'pool', wish.redirect_pool_id || null)
  for (const { pool_id } of wish.redirect_pools_config ?? []) await ownId(call, 'pool', pool_id)
  const { redirect_listener_id } = wish
  if (!redirect_listener_id) return
  const target = await ownRow(call, 'listener', redirect_listener_id)
  const own = await ownRow(call, 'listener', listener_id)
  if (target.loadbalancer_id !== own.loadbalancer_id || target.protocol !== 'TERMINATED_HTTPS')
    throw invalidInput('redirect_listener_id', 'Value should be an HTTPS listener of the same load balancer')
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== ''
}
