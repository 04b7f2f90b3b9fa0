import { DomainError } from 'model/errors'
import {
  createChild,
  findResource,
  removeResource,
  replaceMembers,
  type Shown,
  updateResource,
} from '@/server/services/resources.ts'
import { isObject } from '../shared/body.ts'
import { booleanParameter, createInput, pathOfRoot, rootOf, updateInput } from '../shared/input.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { list, refuseParameters, shown, written } from './crud.ts'
import { inWords } from './errors.ts'

export async function listMembers(call: Call): Promise<Response> {
  const { id } = await findResource(call.actor, 'pool', parameter(call, 'pool_id'))
  return list('member', call, { pool_id: id })
}

export async function createMember(call: Call): Promise<Response> {
  const given = createInput('member', rootOf('member', call.body), { path: pathOfRoot('member'), without: ['pool_id'] })
  const input = { ...given, pool_id: parameter(call, 'pool_id') }
  return written('member', await inWords(input, () => createChild(call.actor, 'member', input)), 201)
}

export async function showMember(call: Call): Promise<Response> {
  return shown('member', await memberOfPool(call), call)
}

export async function updateMember(call: Call): Promise<Response> {
  const patch = updateInput('member', rootOf('member', call.body))
  const { id } = await memberOfPool(call)
  return written('member', await inWords(patch, () => updateResource(call.actor, 'member', id, patch)), 200)
}

export async function removeMember(call: Call): Promise<Response> {
  refuseParameters(call, [])
  const { id } = await memberOfPool(call)
  await removeResource(call.actor, 'member', id, { cascade: false })
  return new Response(null, { status: 204 })
}

/**
 * Makes the pool's members these: matched by address and port, known ones are updated in place, new ones created, and what
 * is missing deleted unless `additive_only`.
 */
export async function replaceAll(call: Call): Promise<Response> {
  const members = isObject(call.body) ? rootOf('member', call.body, 'members') : rootOf('member', call.body)
  if (!Array.isArray(members))
    throw new DomainError('invalid', 'Invalid input for field/attribute members. Value should be a list of members.')
  const path = 'member_.members'
  const inputs = members.map((one) => createInput('member', one, { path, without: ['pool_id'] }))
  const additive_only = booleanParameter(call.url.searchParams, 'additive_only')
  await inWords(inputs, () => replaceMembers(call.actor, parameter(call, 'pool_id'), inputs, { additive_only }))
  return new Response(null, { status: 202 })
}

/** The member, which must be of the pool in the path. */
async function memberOfPool(call: Call): Promise<Shown<'member'>> {
  const pool = await findResource(call.actor, 'pool', parameter(call, 'pool_id'))
  const id = parameter(call, 'id')
  const member = await findResource(call.actor, 'member', id)
  if (member.pool_id !== pool.id) throw new DomainError('not_found', `Member ${id} not found.`)
  return member
}
