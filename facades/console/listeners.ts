import { askedRequest } from 'model/l7/asked-request'
import { z } from 'zod'
import { answerJson } from '@/server/answer.ts'
import { policyHits } from '@/server/metrics/policy-hits.ts'
import { explanationOf, policyCostOf } from '@/server/services/explanations.ts'
import { type Reorder, reorderPolicies as reorder } from '@/server/services/policy-order.ts'
import { overlapsIn, shadowsIn } from '@/server/services/shadows.ts'
import { recentRequestsOf, sendAndWalk, walkOf } from '@/server/services/walks.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { parsed } from '../shared/parse.ts'

const ids = z.array(z.string('Value should be the id of a policy'), 'Value should be a list of ids')
export const orderBody = z
  .strictObject({
    l7policies: ids.optional(),
    move: ids.min(1, 'Name the policies that move').optional(),
    to: z.int('Value should be a position').min(1, 'Value should be greater or equal to 1').optional(),
    if_order: ids.optional(),
    confirm: z.boolean('Value should be a boolean').optional(),
  })
  .refine(
    ({ l7policies, move, to }) =>
      l7policies === undefined ? move !== undefined && to !== undefined : move === undefined && to === undefined,
    'Give either the whole order as "l7policies", or "move" and "to"',
  )

/**
 * All policies of a listener in a new order, or some of them at a new place; nothing when the order is not the one that the client saw.
 * With `confirm` the answer comes when the data plane runs the order; one that it refuses is put back.
 */
export async function reorderPolicies(call: Call): Promise<Response> {
  const { l7policies, move = [], to = 1, if_order, confirm } = parsed(orderBody, call.body)
  const wish: Reorder = l7policies === undefined ? { move, to } : { l7policies }
  const asked = { wish, seen: if_order, confirm }
  return answerJson({ l7policies: await reorder(call.actor, parameter(call, 'id'), asked) })
}

/** Rows of policies and rules as they are being edited; what the server assigns may stand in them. */
export const draft = z.strictObject({
  l7_policies: z.array(z.looseObject({ id: z.uuid() })).optional(),
  l7_rules: z.array(z.looseObject({ id: z.uuid() })).optional(),
})
/** A request that is sent through the data plane. */
export const requestToSend = z.strictObject({ request: askedRequest })
export const foreseen = z.strictObject({ draft })
export const simulation = z.strictObject({ request: askedRequest, draft: draft.optional() })

export async function simulateRequest(call: Call): Promise<Response> {
  const { request, draft = null } = parsed(simulation, call.body)
  return answerJson(await walkOf(call.actor, parameter(call, 'id'), { request, draft }))
}

export async function sendRequest(call: Call): Promise<Response> {
  const { request } = parsed(requestToSend, call.body)
  return answerJson(await sendAndWalk(call.actor, parameter(call, 'id'), request))
}

/** A few of the requests that came lately, as they came, and what HAProxy did with them. */
export async function showRecentRequests(call: Call): Promise<Response> {
  return answerJson({ recent_requests: await recentRequestsOf(call.actor, parameter(call, 'id')) })
}

/** How often each policy was taken since it exists, and when it was last: what the live stream's fifteen minutes do not tell. */
export async function showPolicyHits(call: Call): Promise<Response> {
  return answerJson({ l7policies: await policyHits(call.actor, parameter(call, 'id')) })
}

/** What a policy takes, what it does and how it is found, with its lines of haproxy.cfg and its rows of the map. */
export async function explainPolicy(call: Call): Promise<Response> {
  const { found, sentence, lines, rows } = await explanationOf(call.actor, parameter(call, 'id'))
  return answerJson({ explanation: { found, sentence, lines, rows } })
}

/** How many policies of a listener a lookup finds, how many are tried one by one, and what those add to a request. */
export async function showPolicyCost(call: Call): Promise<Response> {
  return answerJson({ policy_cost: await policyCostOf(call.actor, parameter(call, 'id')) })
}

/** The policies of a listener that can never match, each with those that take its traffic and a request that proves it. */
export async function showShadows(call: Call): Promise<Response> {
  const { shadows } = await shadowsIn(call.actor, parameter(call, 'id'), null)
  return answerJson({ shadows })
}

/** The same with a draft of the policies: what it would kill, and what it would bring to life. */
export async function foreseeShadows(call: Call): Promise<Response> {
  const { draft: given } = parsed(foreseen, call.body)
  return answerJson(await shadowsIn(call.actor, parameter(call, 'id'), given))
}

/** The policies that share requests with one, each with a request that both would take. */
export async function showOverlaps(call: Call): Promise<Response> {
  return answerJson({ overlaps: await overlapsIn(call.actor, parameter(call, 'id')) })
}
