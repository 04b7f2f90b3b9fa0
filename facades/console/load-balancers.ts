import { DomainError, type ErrorCode } from 'model/errors'
import { resources } from 'model/resources/index'
import { z } from 'zod'
import { answerJson } from '@/server/answer.ts'
import { history } from '@/server/metrics/history.ts'
import { listActivity } from '@/server/services/activity.ts'
import { nextFreeAddress } from '@/server/services/networks.ts'
import { configurationOf, previewChanges, previewTree, type TreePreview } from '@/server/services/preview.ts'
import { testConnection } from '@/server/services/probes.ts'
import { findGraph } from '@/server/services/resources.ts'
import { rootOf } from '../shared/input.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { parsed } from '../shared/parse.ts'
import { treeInput } from '../shared/tree.ts'

const activityQuery = z.object({
  loadbalancer_id: z.string().optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  before: z.string().optional(),
})

export async function showActivity({ actor, url }: Call): Promise<Response> {
  const query = parsed(activityQuery, Object.fromEntries(url.searchParams))
  return answerJson({ activity: await listActivity(actor, query) })
}

/** Rows of the model, not Octavia's objects: one read of what a page about a load balancer shows, of one moment. */
export async function showGraph(call: Call): Promise<Response> {
  return answerJson({ graph: await findGraph(call.actor, parameter(call, 'id')) })
}

export async function showConfiguration(call: Call): Promise<Response> {
  return answerJson({ lines: await configurationOf(call.actor, parameter(call, 'id')) })
}

/** 15 minutes unless asked otherwise; at most the year that is kept. */
const historyQuery = z.object({ seconds: z.coerce.number().int().min(1).max(31_622_400).default(900) })

export async function showHistory(call: Call): Promise<Response> {
  const { seconds } = parsed(historyQuery, Object.fromEntries(call.url.searchParams))
  return answerJson(await history(call.actor, { loadbalancer_id: parameter(call, 'id'), seconds }))
}

/** Refusals of what a tree says come back as issues: a preview is asked for while the form is half filled in. */
const sayable: readonly ErrorCode[] = ['invalid', 'not_found', 'unsupported', 'conflict']

/** What a create would do; the body is that of `POST /load-balancer/v2/lbaas/loadbalancers`. */
export async function previewCreate({ actor, body }: Call): Promise<Response> {
  try {
    return answerJson(await previewTree(actor, treeInput(rootOf('load_balancer', body))))
  } catch (error) {
    if (!(error instanceof DomainError) || !sayable.includes(error.code)) throw error
    const issues = error.issues.length > 0 ? error.issues : [{ about: '', message: error.message }]
    return answerJson({ issues, steps: [], lines: [], vip_address: null } satisfies TreePreview)
  }
}

export const wish = z.strictObject({
  kind: z.enum(Object.keys(resources) as [keyof typeof resources, ...(keyof typeof resources)[]]),
  // Null: one more of the kind, with the attributes of a create.
  id: z.string().nullable(),
  change: z.union([z.literal('remove'), z.record(z.string(), z.unknown())], 'Value should be a patch or "remove"'),
})

export const wishes = z.strictObject({
  changes: z.array(wish).max(1_000).default([]),
  order: z
    .strictObject({ listener_id: z.string(), l7policies: z.array(z.string()) })
    .nullable()
    .default(null),
})

/** What adding, changing or removing resources would do: one, or several `changes` and an `order` of policies together. */
export async function previewChangesOf(call: Call): Promise<Response> {
  const isSeveral = 'changes' in Object(call.body) || 'order' in Object(call.body)
  const wanted = isSeveral ? parsed(wishes, call.body) : { changes: [parsed(wish, call.body)], order: null }
  const { issues, steps } = await previewChanges(call.actor, parameter(call, 'id'), wanted)
  return answerJson({ issues, steps })
}

export async function tryConnection({ actor, body }: Call): Promise<Response> {
  return answerJson(await testConnection(actor, body))
}

export async function showNextAddress(call: Call): Promise<Response> {
  return answerJson({ address: await nextFreeAddress(call.actor, parameter(call, 'id')) })
}
