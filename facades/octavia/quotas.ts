import { DomainError } from 'model/errors'
import { assigned } from 'model/kit/field'
import { text } from 'model/kit/values'
import { type Limits, quota } from 'model/resources/quota'
import { answerJson } from '@/server/answer.ts'
import { changeQuota, defaultQuota, listQuotas, quotaOf, resetQuota } from '@/server/services/quotas.ts'
import { isObject } from '../shared/body.ts'
import { withFields } from '../shared/fields.ts'
import { argumentOf, type Input, rootOf, unknownAttribute, updateInput } from '../shared/input.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { refuseParameters } from './crud.ts'
import { listed } from './plain-lists.ts'
import type { Wire } from './wire.ts'

/** Both spellings stand in every answer and may be sent: the old one first. */
const spellings = {
  load_balancer: ['loadbalancer', 'load_balancer'],
  listener: ['listener'],
  pool: ['pool'],
  member: ['member'],
  health_monitor: ['healthmonitor', 'health_monitor'],
  l7_policy: ['l7policy'],
  l7_rule: ['l7rule'],
} as const satisfies Record<keyof Limits, readonly string[]>
type Limited = keyof typeof spellings
const kinds = Object.keys(spellings) as Limited[]

const project = assigned(text(36), { label: 'Project', help: 'The project that it holds for.' })
/** The attributes of a quota as they stand in answers, in both spellings. */
export const quotaFields = Object.fromEntries([
  ...kinds.flatMap((kind) => spellings[kind].map((name) => [name, quota.fields[kind]] as const)),
  ['project_id', project] as const,
])

export async function list(call: Call): Promise<Response> {
  const rows = (await listQuotas(call.actor)).map((one) => wireOf(one, one.project_id))
  const form = { collection: 'quotas', linksName: 'quotas_links', key: 'project_id', fields: quotaFields }
  return listed(call, rows, form)
}

export async function show(call: Call): Promise<Response> {
  const project_id = parameter(call, 'project_id')
  return answer(call, await quotaOf(call.actor, project_id), project_id)
}

/** What holds for every project without values of its own. */
export async function showDefaults(call: Call): Promise<Response> {
  return answer(call, await defaultQuota(call.actor), null)
}

export async function update(call: Call): Promise<Response> {
  const project_id = parameter(call, 'project_id')
  const limits = await changeQuota(call.actor, project_id, inputOf(call.body))
  return answerJson({ quota: wireOf(limits, project_id) }, { status: 202 })
}

export async function updateDefaults(call: Call): Promise<Response> {
  const limits = await changeQuota(call.actor, null, inputOf(call.body))
  return answerJson({ quota: wireOf(limits, null) }, { status: 202 })
}

export async function reset(call: Call): Promise<Response> {
  refuseParameters(call, [])
  await resetQuota(call.actor, parameter(call, 'project_id'))
  return new Response(null, { status: 202 })
}

export async function resetDefaults(call: Call): Promise<Response> {
  refuseParameters(call, [])
  await resetQuota(call.actor, null)
  return new Response(null, { status: 202 })
}

function answer(call: Call, limits: Limits, project_id: string | null): Response {
  return answerJson({ quota: withFields(call.url.searchParams, wireOf(limits, project_id)) })
}

function wireOf(limits: Limits, project_id: string | null): Wire {
  const entries = kinds.flatMap((kind) => spellings[kind].map((name) => [name, limits[kind]] as const))
  return { ...Object.fromEntries(entries), project_id, tenant_id: project_id }
}

/** The body in the spelling of the model. The same limit in both spellings must be the same number. */
function inputOf(body: unknown): Input {
  const root = rootOf('quota', body)
  if (!isObject(root)) return updateInput('quota', root)
  const sent = Object.entries(root).map(([name, value]) => [kindOf(name), value, name] as const)
  const stray = sent.find(([kind, value], at) =>
    sent.slice(0, at).some(([other, old]) => other === kind && old !== value),
  )
  if (stray !== undefined) {
    const message = `The quota names ${stray[0]} twice, with two different limits.`
    throw new DomainError('invalid', message, [{ about: stray[2], message }])
  }
  return updateInput('quota', Object.fromEntries(sent.map(([kind, value]) => [kind, value])))
}

function kindOf(name: string): Limited {
  const kind = kinds.find((one) => spellings[one].some((spelling) => spelling === name))
  if (kind === undefined) throw unknownAttribute(argumentOf('quota'), name)
  return kind
}
