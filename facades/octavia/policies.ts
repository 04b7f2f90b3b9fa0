import { DomainError } from 'model/errors'
import { createPolicyTree } from '@/server/services/policy-trees.ts'
import { reachable } from '@/server/services/reach.ts'
import { createChild, findResource, removeResource, updateResource } from '@/server/services/resources.ts'
import type { Shown } from '@/server/services/shown.ts'
import { argumentOf, createInput, type Input, rootOf, updateInput } from '../shared/input.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { newPolicyInput, policyPatch } from '../shared/tree.ts'
import { list, refuseParameters, shown, written } from './crud.ts'

/** A policy, with its rules when they are written out inside. */
export async function createPolicy(call: Call): Promise<Response> {
  const place = { argument: argumentOf('l7_policy'), about: '' }
  const input = newPolicyInput(rootOf('l7_policy', call.body), place)
  return written('l7_policy', await createPolicyTree(call.actor, input), 201)
}

export async function updatePolicy(call: Call): Promise<Response> {
  const patch = policyPatch(rootOf('l7_policy', call.body))
  return written('l7_policy', await updateResource(call.actor, 'l7_policy', parameter(call, 'id'), patch), 200)
}

export async function listRules(call: Call): Promise<Response> {
  return list('l7_rule', call, { l7policy_id: await policyInPath(call) })
}

export async function createRule(call: Call): Promise<Response> {
  const given = createInput('l7_rule', rootOf('l7_rule', call.body), {
    argument: argumentOf('l7_rule'),
    without: ['l7policy_id'],
  })
  const input: Input = { ...given, l7policy_id: await policyInPath(call) }
  return written('l7_rule', await createChild(call.actor, 'l7_rule', input), 201)
}

export async function showRule(call: Call): Promise<Response> {
  return shown('l7_rule', await ruleOfPolicy(call), call)
}

export async function updateRule(call: Call): Promise<Response> {
  const patch = updateInput('l7_rule', rootOf('l7_rule', call.body))
  const { id } = await ruleOfPolicy(call)
  return written('l7_rule', await updateResource(call.actor, 'l7_rule', id, patch), 200)
}

export async function removeRule(call: Call): Promise<Response> {
  refuseParameters(call, [])
  const { id } = await ruleOfPolicy(call)
  await removeResource(call.actor, 'l7_rule', id, { cascade: false })
  return new Response(null, { status: 204 })
}

/** The rule, which must be of the policy in the path. */
async function ruleOfPolicy(call: Call): Promise<Shown<'l7_rule'>> {
  const l7policy_id = await policyInPath(call)
  const id = parameter(call, 'id')
  const rule = await findResource(call.actor, 'l7_rule', id)
  if (rule.l7policy_id !== l7policy_id) throw new DomainError('not_found', `L7 Rule ${id} not found.`)
  return rule
}

/** The id of the policy in the path, which must be there. Octavia spells it in its own way. */
async function policyInPath(call: Call): Promise<string> {
  const id = parameter(call, 'l7policy_id')
  await reachable(call.actor, 'l7_policy', id, 'read').catch((error: unknown) => {
    const isMissing = error instanceof DomainError && error.code === 'not_found'
    throw isMissing ? new DomainError('not_found', `L7Policy ${id} not found.`) : error
  })
  return id
}
