import { DomainError } from 'model/errors'
import { reachable } from '@/server/services/reach.ts'
import {
  createChild,
  findResource,
  removeResource,
  replaceMembers,
  updateResource,
} from '@/server/services/resources.ts'
import type { Shown } from '@/server/services/shown.ts'
import { argumentOf, booleanParameter, createInput, listOf, rootOf, updateInput } from '../shared/input.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { list, refuseParameters, shown, written } from './crud.ts'

export async function listMembers(call: Call): Promise<Response> {
  const pool_id = parameter(call, 'pool_id')
  await reachable(call.actor, 'pool', pool_id, 'read')
  return list('member', call, { pool_id })
}

export async function createMember(call: Call): Promise<Response> {
  const given = createInput('member', rootOf('member', call.body), {
    argument: argumentOf('member'),
    without: ['pool_id'],
  })
  const input = { ...given, pool_id: parameter(call, 'pool_id') }
  return written('member', await createChild(call.actor, 'member', input), 201)
}

export async function showMember(call: Call): Promise<Response> {
  return shown('member', await memberOfPool(call), call)
}

export async function updateMember(call: Call): Promise<Response> {
  const patch = updateInput('member', rootOf('member', call.body))
  const { id } = await memberOfPool(call)
  return written('member', await updateResource(call.actor, 'member', id, patch), 200)
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
  const members = listOf(rootOf('member', call.body, 'members'), 'members')
  const argument = 'member_.members'
  const inputs = members.map((one, at) =>
    createInput('member', one, { argument, about: `members/${at}`, without: ['pool_id'] }),
  )
  const additive_only = booleanParameter(call.url.searchParams, 'additive_only')
  await replaceMembers(call.actor, parameter(call, 'pool_id'), inputs, { additive_only })
  return new Response(null, { status: 202 })
}

/** The member, which must be of the pool in the path. */
async function memberOfPool(call: Call): Promise<Shown<'member'>> {
  const pool_id = parameter(call, 'pool_id')
  await reachable(call.actor, 'pool', pool_id, 'read')
  const id = parameter(call, 'id')
  const member = await findResource(call.actor, 'member', id)
  if (member.pool_id !== pool_id) throw new DomainError('not_found', `Member ${id} not found.`)
  return member
}
