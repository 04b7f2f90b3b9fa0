import { DomainError } from 'model/errors'
import { type ResourceKind, resources } from 'model/resources/index'
import { answerJson } from '@/server/answer.ts'
import { createListenerTree } from '@/server/services/policy-trees.ts'
import {
  createChild,
  findResource,
  listResources,
  removeResource,
  updateResource,
} from '@/server/services/resources.ts'
import type { Selection } from '@/server/services/selection.ts'
import type { Shown } from '@/server/services/shown.ts'
import { isObject } from '../shared/body.ts'
import { withFields } from '../shared/fields.ts'
import { argumentOf, booleanParameter, createInput, listOf, rootOf, updateInput } from '../shared/input.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { publicOrigin } from '../shared/origin.ts'
import { linksOf } from '../shared/paging.ts'
import { invalidValue } from '../shared/schema-words.ts'
import { newPolicyInput, within } from '../shared/tree.ts'
import { selectionOf } from './selection.ts'
import { wireOf } from './wire.ts'

/** The page of a collection that the query asks for, `{"listeners": [...], "listeners_links": [...]}`. */
export async function list<K extends ResourceKind>(
  kind: K,
  call: Call,
  parent?: Selection['parent'],
): Promise<Response> {
  const query = call.url.searchParams
  const selection = selectionOf(kind, query, parent)
  const { rows } = await listResources(call.actor, kind, selection)
  const { collection } = resources[kind]
  const base = `${publicOrigin(call.request)}${call.url.pathname}`
  const ids = rows.map((row: Shown<ResourceKind>) => row.id)
  return answerJson({
    [collection]: rows.map((row) => withFields(query, wireOf(kind, row))),
    [`${collection}_links`]: linksOf(base, query, selection, ids),
  })
}

export async function show<K extends ResourceKind>(kind: K, call: Call): Promise<Response> {
  return shown(kind, await findResource(call.actor, kind, parameter(call, 'id')), call)
}

/** One object under its name; `fields=` applies. */
export function shown<K extends ResourceKind>(kind: K, row: Shown<K>, call: Call): Response {
  return answerJson({ [resources[kind].name]: withFields(call.url.searchParams, wireOf(kind, row)) })
}

export async function update<K extends ResourceKind>(kind: K, call: Call): Promise<Response> {
  const id = parameter(call, 'id')
  const patch = updateInput(kind, rootOf(kind, call.body))
  const row = await updateResource(call.actor, kind, id, patch)
  return written(kind, row, 200)
}

export async function remove(kind: ResourceKind, call: Call): Promise<Response> {
  refuseParameters(call, kind === 'load_balancer' ? ['cascade'] : [])
  const cascade = booleanParameter(call.url.searchParams, 'cascade')
  await removeResource(call.actor, kind, parameter(call, 'id'), { cascade })
  return new Response(null, { status: 204 })
}

export function written<K extends ResourceKind>(kind: K, row: Shown<K>, status: 200 | 201): Response {
  return answerJson({ [resources[kind].name]: wireOf(kind, row) }, { status })
}

/** A listener, with its policies and their rules when they are written out inside. */
export async function createListener(call: Call): Promise<Response> {
  const place = { argument: argumentOf('listener'), about: '' }
  const { l7policies, ...input } = createInput('listener', rootOf('listener', call.body), {
    ...place,
    also: ['l7policies'],
  })
  const policies = listOf(l7policies, 'l7policies').map((one, at) =>
    newPolicyInput(one, within(place, `l7policies/${at}`), ['listener_id']),
  )
  return written('listener', await createListenerTree(call.actor, input, policies), 201)
}

/** A pool belongs to a load balancer; with `listener_id` it becomes that listener's default pool, and of its load balancer. */
export async function createPool(call: Call): Promise<Response> {
  const place = { argument: argumentOf('pool'), also: ['listener_id'], givenElsewhere: ['loadbalancer_id'] }
  const { listener_id = null, ...input } = createInput('pool', rootOf('pool', call.body), place)
  if (listener_id !== null && typeof listener_id !== 'string') {
    throw invalidValue('listener_id', listener_id, 'Value should be UUID format')
  }
  const options = listener_id === null ? {} : { listener_id }
  return written('pool', await createChild(call.actor, 'pool', input, options), 201)
}

export async function createHealthMonitor(call: Call): Promise<Response> {
  const input = createInput('health_monitor', rootOf('health_monitor', call.body), {
    argument: argumentOf('health_monitor'),
  })
  return written('health_monitor', await createChild(call.actor, 'health_monitor', input), 201)
}

/** `type` may be left out of an update of the persistence that a pool has. */
export async function updatePool(call: Call): Promise<Response> {
  const id = parameter(call, 'id')
  const root = rootOf('pool', call.body)
  const persistence = isObject(root) ? root['session_persistence'] : undefined
  const isPartial = isObject(root) && isObject(persistence) && !Object.hasOwn(persistence, 'type')
  const current = isPartial ? await findResource(call.actor, 'pool', id) : null
  const type = current?.session_persistence?.type
  const whole = isPartial && type ? { ...root, session_persistence: { ...persistence, type } } : root
  return written('pool', await updateResource(call.actor, 'pool', id, updateInput('pool', whole)), 200)
}

/** A parameter that a DELETE does not know may be a misspelt `cascade`: it is refused rather than ignored. */
export function refuseParameters(call: Call, known: readonly string[]): void {
  const stray = [...call.url.searchParams.keys()].find((name) => !known.includes(name))
  if (stray !== undefined) throw new DomainError('invalid', `Unknown argument: "${stray}"`)
}
