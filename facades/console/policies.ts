import { attributeNames, type Resource } from 'model/kit/resource'
import { resources } from 'model/resources/index'
import { z } from 'zod'
import { answerJson } from '@/server/answer.ts'
import { changePolicyTree, createPolicyTrees } from '@/server/services/policy-trees.ts'
import { argumentOf, rootOf } from '../shared/input.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { parsed } from '../shared/parse.ts'
import { newPolicyInput, policyPatch } from '../shared/tree.ts'

/** Any of the attributes, as they were seen. */
function seenOf(resource: Resource) {
  return Object.fromEntries(attributeNames(resource).map((name) => [name, z.unknown().optional()]))
}

const seenPolicy = z.strictObject({
  ...seenOf(resources.l7_policy),
  rules: z.array(z.strictObject({ ...seenOf(resources.l7_rule), id: z.uuid() })).optional(),
})
const changeBody = z.looseObject({ if_l7policy: seenPolicy.optional() }, 'Value should be an object')

/**
 * A policy with all its rules, changed at once or not at all: a rule with its `id` stays, one without is new, one that is left out goes.
 * With `if_l7policy`, what the client saw, nothing is changed when it is something else by now.
 */
export async function changePolicy(call: Call): Promise<Response> {
  const { if_l7policy: seen, ...body } = parsed(changeBody, call.body ?? {})
  const input = policyPatch(rootOf('l7_policy', body), ['rules'])
  return answerJson({ l7policy: await changePolicyTree(call.actor, parameter(call, 'id'), { input, seen }) })
}

const most = 10_000
const policiesBody = z.strictObject({
  l7policies: z
    .array(z.unknown())
    .min(1, 'Name the policies')
    .max(most, `At most ${most} policies are created at once`),
})

/** Several policies with their rules, all or none. */
export async function createPolicies(call: Call): Promise<Response> {
  const { l7policies } = parsed(policiesBody, call.body)
  const argument = `${argumentOf('l7_policy')}.l7policies`
  const inputs = l7policies.map((one, at) =>
    newPolicyInput(one, { argument, about: `l7policies/${at}` }, ['listener_id']),
  )
  const created = await createPolicyTrees(call.actor, parameter(call, 'id'), inputs)
  return answerJson({ l7policies: created }, { status: 201 })
}
