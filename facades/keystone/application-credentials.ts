import { DomainError } from 'model/errors'
import { z } from 'zod'
import { answerJson } from '@/server/answer.ts'
import {
  createCredential,
  listCredentials,
  removeCredential,
  showCredential,
} from '@/server/services/application-credentials.ts'
import { type Call, parameter } from '../shared/operation.ts'
import { publicOrigin } from '../shared/origin.ts'
import { listed } from './listed.ts'
import { type Attributes, attributesOf, rootOf } from './reading.ts'
import { credentialWire } from './wire.ts'

const names = {
  name: 'name',
  description: 'description',
  secret: 'secret',
  roles: 'roles',
  expires_at: 'expires_at',
  unrestricted: 'unrestricted',
} as const

export async function list(call: Call): Promise<Response> {
  const rows = await listCredentials(call.actor, parameter(call, 'user_id'))
  return listed(
    call,
    'application_credentials',
    rows.map((one) => credentialWire(one, publicOrigin(call.request))),
  )
}

/** The only answer that has the secret. */
export async function create(call: Call): Promise<Response> {
  const given = input(rootOf(call.body, 'application_credential'))
  const { secret, ...credential } = await createCredential(call.actor, parameter(call, 'user_id'), given)
  const application_credential = { ...credentialWire(credential, publicOrigin(call.request)), secret }
  return answerJson({ application_credential }, { status: 201, headers: { 'cache-control': 'no-store' } })
}

export async function show(call: Call): Promise<Response> {
  const credential = await showCredential(call.actor, parameter(call, 'user_id'), parameter(call, 'id'))
  return answerJson({ application_credential: credentialWire(credential, publicOrigin(call.request)) })
}

export async function remove(call: Call): Promise<Response> {
  await removeCredential(call.actor, parameter(call, 'user_id'), parameter(call, 'id'))
  return new Response(null, { status: 204 })
}

/** Clients send null for what is not given, an empty list of roles for all, and times without a zone. */
function input(given: Attributes): object {
  const { roles, expires_at, ...others } = attributesOf(given, names)
  const present = Object.entries(others).filter(([, value]) => value !== null)
  return { ...Object.fromEntries(present), roles: rolesOf(roles), expires_at: utc(expires_at) }
}

const word = z.string().min(1).max(255)
export const roleList = z.array(z.union([z.object({ id: word }), z.object({ name: word })]))

function rolesOf(given: unknown): readonly string[] | null {
  if (given === undefined || given === null || (Array.isArray(given) && given.length === 0)) return null
  const read = roleList.safeParse(given)
  if (!read.success) throw new DomainError('invalid', 'roles should be a list of objects with an id or a name.')
  return read.data.map((role) => ('id' in role ? role.id : role.name))
}

function utc(given: unknown): unknown {
  if (given === undefined || given === null) return null
  return typeof given === 'string' && !/Z$/i.test(given) ? `${given}Z` : given
}
